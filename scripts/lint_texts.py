"""What spoils the library's messages as something to learn from: wording that stands twice. Fixes nothing.

Whoever copies a text teaches nothing new; whoever copies a yardstick measures only that it was copied.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.overlap import near_duplicates, shared_runs
from index.types import Genuine, Knowledge, SafetyText, Script
from index.yardstick import read_yardstick
from scripts.lint_library import Finding

YARDSTICKS = Path(__file__).resolve().parent.parent / "index" / "yardsticks"
LONGEST_SHARED, LONGEST_MEASURED = 20, 12  # units in a row within the library, and with a yardstick
TWINS = 0.6  # Jaccard index of 5-grams from which two texts are one


@dataclass(frozen=True, slots=True)
class Close:
    """A genuine message and the script that its wording comes closest to."""

    genuine: Genuine
    script: Script
    likeness: float  # cosine of character TF-IDF, 0.0 to 1.0


def text_findings(knowledge: Knowledge) -> list[Finding]:
    """Return every message of the library whose wording stands elsewhere too."""
    texts = {one.id: one.text for one in _messages(knowledge)}
    return [*_twice(knowledge, texts), *_measured(knowledge, texts)]


def closest_genuine(knowledge: Knowledge, count: int) -> list[Close]:
    """Return the genuine messages that lie closest to scripts: the most valuable ones, each with that script."""
    from index.fitting import nearest_by  # noqa: PLC0415 - takes a second, and only this needs it

    scripts, genuine = knowledge.scripts, knowledge.genuine
    if not scripts or not genuine:
        return []
    known, texts = [one.text for one in scripts], [one.text for one in genuine]
    found = zip(genuine, *nearest_by("character_tfidf", known, texts), strict=True)
    close = [Close(one, scripts[place], float(likeness)) for one, likeness, place in found]
    return sorted(close, key=lambda one: -one.likeness)[:count]


def _twice(knowledge: Knowledge, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Find what stands twice within the library."""
    for overlap in shared_runs(texts, LONGEST_SHARED):
        message = f"shares more than {LONGEST_SHARED} characters in a row with {overlap.one}: {overlap.shared}"
        yield _finding(knowledge, overlap.other, message)
    for twin in near_duplicates(texts, TWINS):
        yield _finding(knowledge, twin.other, f"is nearly the same as {twin.one} ({twin.likeness:.2f})")


def _measured(knowledge: Knowledge, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Find what shares its wording with a yardstick."""
    for path in sorted(YARDSTICKS.glob("*.jsonl")):
        rows = {row.id: row.text for row in read_yardstick(path).rows}
        for overlap in shared_runs({**rows, **texts}, LONGEST_MEASURED):
            if overlap.one in rows and overlap.other in texts:
                yield _finding(knowledge, overlap.other, f"shares wording with {overlap.one} of {path.name}")


def _messages(knowledge: Knowledge) -> Sequence[Script | Genuine | SafetyText]:
    return (*knowledge.scripts, *knowledge.genuine, *knowledge.safety_texts)


def _finding(knowledge: Knowledge, name: str, message: str) -> Finding:
    """Return a finding at the line of a message's id."""
    [one] = [one for one in _messages(knowledge) if one.id == name]
    file = "safety_texts" if isinstance(one, SafetyText) else one.family or "ordinary"
    return Finding(f'id = "{name}"', file, f"{name} {message}")
