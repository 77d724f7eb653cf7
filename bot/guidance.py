"""Topic + profile -> guidance, in the collector's language. It never sees a verdict, so that it cannot follow one."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.profile import Profile
from index.types import Citation, Family, Guidance, Knowledge, Line, Rule, Safety, SafetyRule

T = TypeVar("T", bound=Line)


class Reach(StrEnum):
    """How far the guidance on a topic reaches the institution."""

    WHOLE = "whole"
    ELSEWHERE = "elsewhere"  # the topic belongs to another jurisdiction: the base duties stand in its place
    NO_RULES = "no_rules"  # no rule of the institution's jurisdiction is held


@dataclass(frozen=True, slots=True)
class Advice:
    """What a collector reads, in one language, filled in for one institution."""

    topic: str | None  # the family's neutral name; None: the base duties stand alone
    when_real: str  # who writes so and means it; "" without a topic
    reach: Reach
    jurisdiction: str  # whose rules the topic rests on; "" without a topic
    do: tuple[str, ...]
    never: tuple[str, ...]
    reply: str  # "" where none fits the institution
    deadlines: tuple[str, ...]
    verify: tuple[str, ...]  # what to check, and where
    decides: str  # who decides; "" where nothing is said of it
    escalate: tuple[str, ...]  # when, and to whom
    base_do: tuple[str, ...]  # the duties that hold whatever the topic; empty when they are `do` already
    base_never: tuple[str, ...]
    citations: tuple["Corrected", ...]
    rules: tuple[Rule, ...]
    signed_off: bool  # whether counsel has signed the guidance off


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a message says of the rules, and what they really say."""

    claim: str
    fact: str


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

    def advise(self, topic: str | None, language: str, today: dt.date, citations: Sequence[str] = ()) -> Advice:
        """Return the guidance on a topic; one that is not held, or not of this jurisdiction, has the base duties.

        `citations` are the claims about rules that the message makes and the rules do not bear out.
        """
        family = self._knowledge.families.get(topic or "")
        reach = self._reach(family)
        base = self._ours(self._knowledge.base, today)
        own = self._ours(family.guidance, today) if family and reach is Reach.WHOLE else base
        corrected = list(self._corrected(citations, today))
        fill = self._profile.fill(language)

        def texts(lines: Iterable[Line]) -> tuple[str, ...]:
            return tuple(said(line.text, language).format_map(fill) for line in lines)

        deadlines = tuple(
            said(line.text, language).format_map({**fill, "date": (today + dt.timedelta(days=line.days)).isoformat()})
            for line in own.deadlines
        )
        return Advice(
            topic=said(family.name, language) if family else None,
            when_real=said(family.when_real, language) if family else "",
            reach=reach,
            jurisdiction=family.jurisdiction if family else "",
            do=texts(own.do),
            never=texts(own.never),
            reply=next(iter(texts([*own.replies, *base.replies])), ""),
            deadlines=deadlines,
            verify=texts(own.verify),
            decides=next(iter(texts(own.decides)), ""),
            escalate=texts(own.escalate),
            base_do=texts(base.do) if own is not base else (),
            base_never=texts(base.never) if own is not base else (),
            citations=tuple(
                Corrected(said(one.claim, language), said(line.text, language).format_map(fill))
                for one, line in corrected
            ),
            rules=self._rules([line for _, line in corrected], own, base, today),
            signed_off=self._profile.counsel is not None,
        )

    def _ours(self, guidance: Guidance, today: dt.date) -> Guidance:
        """Return the lines of a guidance that are for this institution; of replies and deciders the first."""

        def shown(lines: tuple[T, ...]) -> tuple[T, ...]:
            return tuple(line for line in lines if self._profile.shows(line, self._knowledge.rules, today))

        return Guidance(
            do=shown(guidance.do),
            never=shown(guidance.never),
            replies=shown(guidance.replies)[:1],
            deadlines=shown(guidance.deadlines),
            verify=shown(guidance.verify),
            decides=shown(guidance.decides)[:1],
            escalate=shown(guidance.escalate),
        )

    def _corrected(self, citations: Sequence[str], today: dt.date) -> Iterator[tuple[Citation, Line]]:
        """Yield what a message cites wrongly, with the first line on it that is for this institution."""
        for one in self._knowledge.citations:
            shown = [fact for fact in one.facts if self._profile.shows(fact, self._knowledge.rules, today)]
            if one.id in citations and shown:
                yield one, shown[0]

    def _reach(self, family: Family | None) -> Reach:
        """Say how far the guidance of a family reaches this institution."""
        ours = self._profile.jurisdiction
        if all(rule.jurisdiction != ours for rule in self._knowledge.rules.values()):
            return Reach.NO_RULES
        return Reach.WHOLE if family is None or family.jurisdiction == ours else Reach.ELSEWHERE

    def rules(self, today: dt.date) -> tuple[Rule, ...]:
        """Return the rules that may be shown to this institution."""
        return tuple(rule for rule in self._knowledge.rules.values() if self._profile.applies(rule, today))

    def card(self, category: Safety, language: str) -> SafetyCard:
        """Return the card of a safety category."""
        rule = self._cards[category]
        fill = self._profile.fill(language)

        def texts(lines: Iterable[Line]) -> tuple[str, ...]:
            return tuple(said(line.text, language).format_map(fill) for line in lines)

        reply = said(rule.reply, language).format_map(fill)
        return SafetyCard(said(rule.title, language), texts(rule.do), texts(rule.never), reply)

    def _rules(self, corrections: Sequence[Line], own: Guidance, base: Guidance, today: dt.date) -> tuple[Rule, ...]:
        """Return the rules behind every line shown, each once, in the order in which they are met."""
        lines: list[Line] = [
            *corrections,
            *own.do,
            *own.never,
            *own.deadlines,
            *own.verify,
            *own.decides,
            *own.escalate,
        ]
        lines += [*base.do, *base.never]
        found = [rule for line in lines for rule in self._profile.rules_of(line, self._knowledge.rules, today)]
        return tuple({rule.id: rule for rule in found}.values())


def said(words: dict[str, str], language: str) -> str:
    """Return a sentence in a language, in Simplified Chinese where the language is not one of ours."""
    return words.get(language, words["zh-Hans"])
