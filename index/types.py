"""The values that pass between stages: all frozen, none with behaviour beyond reading itself.

Offsets are counted in characters (code points) of the text they speak of; `end` is exclusive.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]  # shape (rows, dimension), each row of length 1 or zero


class Verdict(StrEnum):
    """What the wording of a message is, never what its sender is."""

    MATCH = "match"
    POSSIBLE = "possible"
    NONE = "none"


class Safety(StrEnum):
    """Why a person comes before the score; the first of these that a message falls under is its category."""

    SELF_HARM = "self_harm"
    THREAT = "threat"
    ABUSE = "abuse"
    MINOR = "minor"
    BEREAVEMENT = "bereavement"
    ILLNESS = "illness"


class Note(StrEnum):
    """What keeps a message from being judged fully."""

    TOO_SHORT = "too_short"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    TRUNCATED = "truncated"
    RETOLD = "retold"  # somebody else's words, passed on or asked about
    CAPPED = "capped"  # probable enough for a match, but too little stands in the script word for word


@dataclass(frozen=True, slots=True)
class Script:
    """A known agency text."""

    id: str
    family: str
    text: str
    style: str
    lang: str
    signals: tuple[str, ...] = ()
    of: str | None = None  # the script that this one rewords


@dataclass(frozen=True, slots=True)
class Genuine:
    """A debtor's own words, which must never be reported as a match; `family` is None for ordinary messages."""

    id: str
    family: str | None
    text: str
    kind: str
    lang: str
    hard: bool = False


@dataclass(frozen=True, slots=True)
class SafetyText:
    """A message that calls for a card, or one that only sounds so (category None)."""

    id: str
    text: str
    category: Safety | None
    lang: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One aligned pair of spans: this part of the message, that part of script S."""

    start: int
    end: int
    text: str  # the slice of the message as sent
    script_id: str
    script_start: int
    script_end: int
    script_text: str  # the slice of the script


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """How probable it is that the message is a script of this family."""

    family: str
    probability: float  # calibrated under the declared prior, 0.0 to 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of the message's characters that the evidence of one script covers."""

    script_id: str
    family: str
    share: float  # 0.0 to 1.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A text of the library that a message is like, whatever the verdict."""

    id: str
    family: str | None  # None: an ordinary message
    text: str
    likeness: float  # 0.0 to 1.0, to order texts by; it is no probability


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The texts that a message is most like, the most alike first."""

    scripts: tuple[Neighbour, ...]
    genuine: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer of the index for one message.

    With `safety` = self_harm, verdict, probability, family, script_id and topic are None and every tuple is empty.
    """

    snapshot: str
    language: str  # BCP 47, or "unknown"
    verdict: Verdict | None
    probability: float | None
    family: str | None = None  # None when the verdict is `none`
    script_id: str | None = None
    families: tuple[FamilyScore, ...] = ()
    topic: str | None = None  # whatever the verdict
    safety: Safety | None = None
    evidence: tuple[Evidence, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    notes: tuple[Note, ...] = ()
    citations: tuple[str, ...] = ()  # ids of what it says of rules that the rules do not say


# The knowledge base: what stands in index/library/, after it has been checked by index/knowledge.py.

Words = dict[str, str]  # one sentence by language tag: zh-Hans, zh-Hant, en


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand of a law, regulation or standard, in our own words."""

    id: str
    name: Words
    issuer: Words
    jurisdiction: str  # ISO 3166-1 alpha-2
    kinds: tuple[str, ...]  # kinds of institution it binds; empty: every kind
    article: Words  # {} where the whole text is meant
    in_force: str  # ISO date or year, "" where not known for certain
    until: str  # ISO date of the last day, "" while in force
    ended: bool  # somebody has looked at what rested on it since
    replaced_by: str  # id of the rule that has taken its place or is to; "" for none
    demand: Words
    status: str  # verified | second-hand | unverified
    source: str
    checked: str  # ISO date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of guidance, the rules it rests on (none: plain courtesy) and the kinds of institution it is for."""

    text: Words
    rules: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # empty: every kind
    jurisdiction: str = ""  # ISO 3166-1 alpha-2; empty: everywhere


@dataclass(frozen=True, slots=True)
class Deadline(Line):
    """A line whose `{date}` is the given day plus `days`."""

    days: int = 0


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to do, what never to do, a reply to copy, by when; what to verify, who decides, when to pass it on."""

    do: tuple[Line, ...]
    never: tuple[Line, ...]
    replies: tuple[Line, ...]  # the first that is for the profile's kind is used
    deadlines: tuple[Deadline, ...] = ()
    verify: tuple[Line, ...] = ()  # what to check, and where
    decides: tuple[Line, ...] = ()  # who decides: the first that is for the profile's kind
    escalate: tuple[Line, ...] = ()  # when, and to whom

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every line."""
        said = (*self.do, *self.never, *self.replies, *self.deadlines)
        return (*said, *self.verify, *self.decides, *self.escalate)


@dataclass(frozen=True, slots=True)
class Family:
    """The scripts of one tactic. The id is internal; what a person reads is `name`."""

    id: str
    name: Words  # neutral, alleges no act
    asks: Words
    when_real: Words
    strength: str  # weak | ordinary | strong: how much a likeness with this family says
    jurisdiction: str
    guidance: Guidance


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """How one safety category is recognised on normalised text, and the card that is shown."""

    category: Safety
    phrases: tuple[str, ...]  # normalised, found anywhere
    certain: tuple[str, ...]  # regular expressions over normalised text that nothing takes back
    patterns: tuple[str, ...]  # the same, looked for where no false friend stands
    not_when: tuple[str, ...]  # regular expressions of false friends, blanked out before looking
    title: Words
    do: tuple[Line, ...]
    never: tuple[Line, ...]
    reply: Words  # what may be written to the person at once


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim about the rules that circulates and is wrong, how it is recognised, and what the rules really say."""

    id: str
    patterns: tuple[str, ...]  # regular expressions over normalised text
    claim: Words
    facts: tuple[Line, ...]  # the first that is for the profile's kind is used


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything in index/library/, checked."""

    families: dict[str, Family]
    scripts: tuple[Script, ...]
    genuine: tuple[Genuine, ...]
    rules: dict[str, Rule]
    safety: tuple[SafetyRule, ...]
    safety_texts: tuple[SafetyText, ...]
    citations: tuple[Citation, ...]
    base: Guidance
    digest: str  # sha256 of every file read

    @property
    def texts(self) -> list[str]:
        """Return the texts of the scripts, then those of the genuine bank."""
        return [*(script.text for script in self.scripts), *(genuine.text for genuine in self.genuine)]
