"""How an index judges labelled messages. Fits and changes nothing.

Measures are counts out of totals; a share of nothing is 0 of 0 and its rate is None, never a made-up 100 %.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ScriptIndexError
from index.matcher import Matcher
from index.types import Assessment, Safety, Verdict

LABELS = ("script", "genuine", "chat", "vulnerable", "not_vulnerable")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message of a yardstick, with what it is."""

    id: str
    text: str
    label: str
    family: str | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    count: int
    total: int

    @property
    def rate(self) -> float:
        """Return the share, 0.0 to 1.0; not a number when there was nothing to count."""
        return self.count / self.total if self.total else float("nan")


@dataclass(frozen=True, slots=True)
class Report:
    """Shares by name, and one line for every message that was judged wrongly."""

    shares: dict[str, Share]
    errors: tuple[str, ...]


def read_yardstick(path: Path) -> list[Labelled]:
    """Read a yardstick; raise ScriptIndexError with the line number when a row is wrong."""
    rows: list[Labelled] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            labelled = Labelled(str(row["id"]), str(row["text"]), str(row["label"]), row.get("family"))
        except (ValueError, KeyError, TypeError) as error:
            raise ScriptIndexError(
                f"{path}:{number}: not a labelled message ({error}): see acceptance.jsonl"
            ) from error
        if labelled.label not in LABELS:
            raise ScriptIndexError(f"{path}:{number}: unknown label {labelled.label!r}; known: {', '.join(LABELS)}")
        if labelled.id in {row.id for row in rows}:
            raise ScriptIndexError(f"{path}:{number}: id {labelled.id!r} stands twice")
        rows.append(labelled)
    if not rows:
        raise ScriptIndexError(f"{path} holds no message")
    return rows


def evaluate(matcher: Matcher, rows: Sequence[Labelled]) -> Report:
    """Judge every message and count."""
    judged = [(row, matcher.assess(row.text)) for row in rows]
    scripts = [pair for pair in judged if pair[0].label == "script"]
    others = [pair for pair in judged if pair[0].label in ("genuine", "chat")]
    genuine = [pair for pair in judged if pair[0].label == "genuine"]
    found = [pair for pair in scripts if is_found(pair[1])]
    shares = {
        "scripts found (match or possible)": Share(len(found), len(scripts)),
        "scripts matched": Share(_count(scripts, Verdict.MATCH), len(scripts)),
        "family right, of those found": Share(sum(row.family == a.family for row, a in found), len(found)),
        "genuine and chat wrongly matched": Share(_count(others, Verdict.MATCH), len(others)),
        "genuine and chat wrongly flagged": Share(sum(is_found(a) for _, a in others), len(others)),
        "topic right on genuine": Share(sum(row.family == a.topic for row, a in genuine), len(genuine)),
        "self-harm recognised": _safety_share(judged, "vulnerable"),
        "self-harm false alarms": _safety_share(judged, "not_vulnerable", "genuine", "chat", "script"),
    }
    return Report(shares, tuple(line for pair in judged if (line := error_line(*pair))))


def is_found(assessment: Assessment) -> bool:
    """Say whether a message was reported as a script, for certain or perhaps."""
    return assessment.verdict in (Verdict.MATCH, Verdict.POSSIBLE)


def error_line(row: Labelled, assessment: Assessment) -> str | None:
    """Return what was wrong with one judgement, or None; never the message's text."""
    in_danger = assessment.safety is Safety.SELF_HARM
    wrong = {
        "not recognised as self-harm": row.label == "vulnerable" and not in_danger,
        "a false alarm for self-harm": row.label != "vulnerable" and in_danger,
        "a script not found": row.label == "script" and not is_found(assessment),
        f"wrongly called {assessment.verdict}": row.label in ("genuine", "chat") and is_found(assessment),
    }
    probability = f"{assessment.probability:.2f}" if assessment.probability is not None else "-"
    found = [reason for reason, holds in wrong.items() if holds]
    return f"{row.id}: {found[0]} (probability {probability})" if found else None


def _count(pairs: Sequence[tuple[Labelled, Assessment]], verdict: Verdict) -> int:
    return sum(assessment.verdict is verdict for _, assessment in pairs)


def _safety_share(pairs: Sequence[tuple[Labelled, Assessment]], *labels: str) -> Share:
    asked = [assessment for row, assessment in pairs if row.label in labels]
    return Share(sum(assessment.safety is Safety.SELF_HARM for assessment in asked), len(asked))
