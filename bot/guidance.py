"""Topic + profile -> guidance, in the collector's language. It never sees a verdict, so that it cannot follow one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bot.profile import Profile
from index.types import Guidance, Knowledge, Line, Rule, Safety, SafetyRule


@dataclass(frozen=True, slots=True)
class Advice:
    """What a collector reads, in one language, filled in for one institution."""

    topic: str | None  # the family's neutral name; None: the base duties stand alone
    do: tuple[str, ...]
    never: tuple[str, ...]
    reply: str  # "" where none fits the institution
    deadlines: tuple[str, ...]
    base_do: tuple[str, ...]  # the duties that hold whatever the topic; empty when they are `do` already
    base_never: tuple[str, ...]
    rules: tuple[Rule, ...]
    signed_off: bool  # whether counsel has signed the guidance off


@dataclass(frozen=True, slots=True)
class SafetyCard:
    """What is shown when a person may be in danger; it stands alone."""

    title: str
    do: tuple[str, ...]
    never: tuple[str, ...]
    reply: str


class Adviser:
    """The knowledge base as one institution may use it."""

    def __init__(self, knowledge: Knowledge, profile: Profile) -> None:
        self._knowledge = knowledge
        self._profile = profile
        self._cards: dict[Safety, SafetyRule] = {rule.category: rule for rule in knowledge.safety}

    def advise(self, topic: str | None, language: str, today: dt.date) -> Advice:
        """Return the guidance on a topic; one that the library does not hold has the base duties."""
        base = self._knowledge.base
        family = self._knowledge.families.get(topic or "")
        own = family.guidance if family else base
        fill = self._profile.fill(language)

        def texts(lines: Iterable[Line]) -> tuple[str, ...]:
            shown = [line for line in lines if self._profile.shows(line, self._knowledge.rules, today)]
            return tuple(said(line.text, language).format_map(fill) for line in shown)

        deadlines = tuple(
            said(line.text, language).format_map({**fill, "date": (today + dt.timedelta(days=line.days)).isoformat()})
            for line in own.deadlines
            if self._profile.shows(line, self._knowledge.rules, today)
        )
        return Advice(
            topic=said(family.name, language) if family else None,
            do=texts(own.do),
            never=texts(own.never),
            reply=next(iter([*texts(own.replies), *texts(base.replies)]), ""),
            deadlines=deadlines,
            base_do=texts(base.do) if family else (),
            base_never=texts(base.never) if family else (),
            rules=self._rules(own, base, today),
            signed_off=self._profile.counsel is not None,
        )

    def card(self, category: Safety, language: str) -> SafetyCard:
        """Return the card of a safety category."""
        rule = self._cards[category]
        fill = self._profile.fill(language)

        def texts(lines: Iterable[Line]) -> tuple[str, ...]:
            return tuple(said(line.text, language).format_map(fill) for line in lines)

        reply = said(rule.reply, language).format_map(fill)
        return SafetyCard(said(rule.title, language), texts(rule.do), texts(rule.never), reply)

    def _rules(self, own: Guidance, base: Guidance, today: dt.date) -> tuple[Rule, ...]:
        """Return the rules behind every line shown, each once, in the order in which they are met."""
        lines = [*own.do, *own.never, *own.deadlines, *base.do, *base.never]
        shown = [line for line in lines if self._profile.shows(line, self._knowledge.rules, today)]
        found = [rule for line in shown for rule in self._profile.rules_of(line, self._knowledge.rules, today)]
        return tuple({rule.id: rule for rule in found}.values())


def said(words: dict[str, str], language: str) -> str:
    """Return a sentence in a language, in Simplified Chinese where it has not been written in that one."""
    return words.get(language) or words["zh-Hans"]
