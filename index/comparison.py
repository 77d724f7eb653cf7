"""Two evaluations of one yardstick, message by message. Judges nothing itself."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import YardstickError
from index.measures import sign_test
from index.outcome import Outcome
from index.types import Verdict

SCRIPT_GRADES = {Verdict.MATCH: 2, Verdict.POSSIBLE: 1}
OTHER_GRADES = {Verdict.MATCH: -2, Verdict.POSSIBLE: -1}


@dataclass(frozen=True, slots=True)
class Result:
    """What is kept of one outcome: enough to say what changed, and no words of the message."""

    id: str
    label: str
    kind: str
    verdict: str | None
    probability: float
    family: str | None
    topic: str | None
    safety: str | None
    right: bool | None  # of the family where a script was found, of the topic where a message is genuine
    error: str | None

    @property
    def grade(self) -> int:
        """Return how good the judgement is; more is better, and only judgements of one message compare."""
        if self.label in ("vulnerable", "not_vulnerable"):
            return 0 if self.error else 1
        if self.error and self.error.startswith("a false alarm"):
            return -3
        grades = SCRIPT_GRADES if self.label == "script" else OTHER_GRADES
        return grades.get(Verdict(self.verdict), 0) if self.verdict else 0

    @property
    def said(self) -> str:
        """Return the judgement in a few words."""
        if self.label in ("vulnerable", "not_vulnerable") or self.verdict is None:
            return f"card {self.safety}" if self.safety else "no card"
        return f"{self.verdict} {self.probability:.2f} {(self.family or self.topic or '-').split('_', maxsplit=1)[0]}"


@dataclass(frozen=True, slots=True)
class Change:
    """One message that two evaluations judge otherwise."""

    old: Result
    new: Result

    @property
    def direction(self) -> str:
        """Return whether it is judged better now, worse, or only otherwise."""
        step = (self.new.grade - self.old.grade) or (bool(self.new.right) - bool(self.old.right))
        return "better" if step > 0 else "worse" if step < 0 else "otherwise"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, by what they are to the people behind the messages."""

    changes: tuple[Change, ...]
    messages: int

    def counted(self, direction: str) -> int:
        """Return how many messages changed in one direction."""
        return sum(change.direction == direction for change in self.changes)

    @property
    def chance(self) -> float:
        """Return how probable a change so one-sided is by chance alone (sign test, two-sided)."""
        return sign_test(self.counted("better"), self.counted("worse"))


def result_of(outcome: Outcome) -> Result:
    """Return what is kept of an outcome."""
    row = outcome.row
    right = {
        "script": outcome.family_right if outcome.is_found else None,
        "genuine": outcome.topic_right,
    }.get(row.label)
    verdict = str(outcome.verdict) if outcome.verdict else None
    safety = str(outcome.safety) if outcome.safety else None
    return Result(
        row.id, row.label, row.kind, verdict, outcome.probability, outcome.family, outcome.topic, safety, right,
        outcome.error,
    )  # fmt: skip


def compare(old: Mapping[str, Result], new: Mapping[str, Result]) -> Comparison:
    """Return what changed between two evaluations of the same messages; the worse come first, then the better."""
    changes = [Change(old[name], new[name]) for name in new if _differs(old[name], new[name])]
    order = ("worse", "better", "otherwise")
    return Comparison(tuple(sorted(changes, key=lambda change: order.index(change.direction))), len(new))


def _differs(old: Result, new: Result) -> bool:
    """Say whether a reader of the answer would see another one; a probability that moved a little is none."""
    told = [(one.verdict, one.family, one.topic, one.safety) for one in (old, new)]
    return told[0] != told[1] or not math.isclose(old.probability, new.probability, abs_tol=0.1)


def read_results(path: Path, digest: str) -> dict[str, Result]:
    """Read the results of a saved report; raise YardstickError unless it is of the yardstick with this sha256."""
    try:
        report: Any = json.loads(path.read_text(encoding="utf-8"))
        of, results = report["digest"], {row["id"]: Result(**row) for row in report["results"]}
    except (ValueError, KeyError, TypeError) as error:
        raise YardstickError(
            f"{path} is no report that this program saved: make one with python -m scripts.evaluate FILE --json"
        ) from error
    if of != digest:
        raise YardstickError(f"{path} is a report on another yardstick: evaluate this one again")
    return results
