"""What an index said of a labelled message, and whether that was right. Counts nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.matcher import Matcher
from index.types import Assessment, Evidence, Safety, Verdict
from index.yardstick import Labelled

FOUND = (Verdict.MATCH, Verdict.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an index said of one message."""

    row: Labelled
    verdict: Verdict | None
    probability: float  # 0.0 where none was given
    family: str | None
    topic: str | None
    safety: Safety | None
    evidence: tuple[Evidence, ...] = ()
    likeliest: str | None = None  # the family that is probable first, whatever the verdict

    @property
    def is_found(self) -> bool:
        """Say whether the message was reported as a script, for certain or perhaps."""
        return self.verdict in FOUND

    @property
    def family_right(self) -> bool:
        """Say whether the family is the message's, or one that it serves too."""
        return self.family in (self.row.family, *self.row.also) and self.family is not None

    @property
    def topic_right(self) -> bool:
        """Say whether the topic is the message's, or one that it speaks of too."""
        return self.topic in (self.row.family, *self.row.also) and self.topic is not None

    @property
    def error(self) -> str | None:
        """Return what is wrong with this judgement, or None."""
        row, in_danger = self.row, self.safety is Safety.SELF_HARM
        if row.label == "vulnerable" and self.safety is not row.safety:
            return f"not recognised as {row.safety}"
        if row.label == "not_vulnerable" and self.safety is row.safety:
            return f"a false alarm for {row.safety}"
        if row.label != "vulnerable" and in_danger:
            return "a false alarm for self_harm"
        if row.label in ("genuine", "chat") and self.is_found:
            return f"wrongly called {self.verdict}"
        return "a script not found" if row.label == "script" and not self.is_found else None


def judge(matcher: Matcher, rows: Iterable[Labelled]) -> list[Outcome]:
    """Return the outcome of every message, in the same order."""
    return [_outcome(row, matcher.assess(row.text)) for row in rows]


def _outcome(row: Labelled, said: Assessment) -> Outcome:
    probability = said.probability or 0.0
    likeliest = said.families[0].family if said.families else None
    return Outcome(row, said.verdict, probability, said.family, said.topic, said.safety, said.evidence, likeliest)
