"""Character n-gram evidence and alignment: which words stand in both texts, and where. Knows no vectors.

A text is read as *units*: a Han character, a Latin word, a run of digits (its value does not matter), or an open or
masked slot. Punctuation and white space are not units, so that they can neither break nor make a likeness.
"""

import bisect
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.normalise import HAN

NUMBER, SLOT = "0", "□"
OPEN_SLOT = r"x{2,}(?![a-z])|□+|[〇○_]{2,}|\[[^\[\]\n]{1,12}\]|〔[^〔〕\n]{1,8}〕"
UNIT = re.compile(rf"(?P<slot>{OPEN_SLOT})|(?P<number>\d[\d,.]*)|{HAN}|(?:(?!{HAN})[^\W\d_])+")
EXPANSION = (1, 2, 3)  # n-gram lengths that the built encoder reads
WORDING = 3  # n-gram length at which shared words become shared wording, and where an alignment may begin
SHORTEST_RUN = 5  # units; shorter runs are idiom, not evidence
WIDEST_GAP = 3  # units between two runs that are shown as one
MOST_PLACES = 8  # of one n-gram in one text; a text that repeats itself more often gains nothing by it


@dataclass(frozen=True, slots=True)
class Units:
    """A text as units, each with its span in that text."""

    values: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def between(self, start: int, end: int) -> "Units":
        """Return the units that lie within text[start:end]."""
        first = bisect.bisect_left(self.spans, (start, start))
        last = bisect.bisect_right(self.spans, end, key=lambda span: span[1])
        return Units(self.values[first:last], self.spans[first:last])


@dataclass(frozen=True, slots=True)
class Run:
    """Units [start, end) of one text standing again at [other_start, other_end) of another."""

    start: int
    end: int
    other_start: int
    other_end: int


def units_of(text: str) -> Units:
    """Read a normalised text as units."""
    values, spans = [], []
    for found in UNIT.finditer(text):
        values.append(SLOT if found["slot"] else NUMBER if found["number"] else found[0])
        spans.append(found.span())
    return Units(tuple(values), tuple(spans))


def grams(values: Sequence[str], length: int) -> list[str]:
    """Return the overlapping n-grams; none of a text that is shorter."""
    return ["_".join(values[i : i + length]) for i in range(len(values) - length + 1)]


def expand(text: str) -> str:
    """Return the n-grams of a normalised text as words: tokenizers cannot make overlapping ones themselves."""
    values = units_of(text).values
    return " ".join(gram for length in EXPANSION for gram in grams(values, length))


def inverse_document_frequency(documents: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return ln((1 + N) / (1 + n)) + 1 for each wording n-gram (the smoothed form scikit-learn documents)."""
    counts: Counter[str] = Counter()
    total = 0
    for values in documents:
        total += 1
        counts.update(set(grams(values, WORDING)))
    return {gram: math.log((1 + total) / (1 + count)) + 1 for gram, count in counts.items()}


def shares(part: Iterable[str], weights: Mapping[str, float], unseen: float) -> dict[str, float]:
    """Return what share of a part's weight each of its n-grams has; `unseen` weighs one that `weights` lacks."""
    found: dict[str, float] = {}
    for gram in part:
        found[gram] = found.get(gram, 0.0) + weights.get(gram, unseen)
    total = sum(found.values())
    return {gram: weight / total for gram, weight in found.items()}


def containment(part: Mapping[str, float], whole: Mapping[str, object]) -> float:
    """Return the share of a part's n-grams that stand in the whole: 0.0 for a part without any."""
    # fsum, because its result does not depend on the order, which for a set is another one in each process
    return min(math.fsum(part[gram] for gram in part.keys() & whole.keys()), 1.0)


def align(
    values: Sequence[str], seeds: Sequence[str], other: Sequence[str], positions: Mapping[str, Sequence[int]]
) -> list[Run]:
    """Return the runs of `values` that stand in `other`, in the order of `values`.

    `seeds` are the wording n-grams of `values`; `positions` tells where each of those of `other` begins. Greedy string
    tiling from the left, the longest run at each place.
    """
    runs: list[Run] = []
    start = 0
    while start < len(seeds):
        places = positions.get(seeds[start])
        if places is None:
            start += 1
            continue
        length, at = max((_shared(values, start, other, place), -place) for place in places)
        runs.append(Run(start, start + length, -at, -at + length))
        start += length
    return [run for run in _join(runs) if run.end - run.start >= SHORTEST_RUN]


def seed_positions(values: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return where each wording n-gram of a text begins."""
    found: dict[str, list[int]] = {}
    for position, gram in enumerate(grams(values, WORDING)):
        found.setdefault(gram, []).append(position)
    return {gram: tuple(places[:MOST_PLACES]) for gram, places in found.items()}


def covered(runs: Iterable[Run]) -> int:
    """Return how many units the runs cover; runs of one alignment never overlap."""
    return sum(run.end - run.start for run in runs)


def _shared(values: Sequence[str], start: int, other: Sequence[str], at: int) -> int:
    """Return how many units are the same from these two places on."""
    length = WORDING
    while start + length < len(values) and at + length < len(other) and values[start + length] == other[at + length]:
        length += 1
    return length


def _join(runs: Sequence[Run]) -> list[Run]:
    """Join runs that follow each other closely in both texts."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and run.start - last.end <= WIDEST_GAP and 0 <= run.other_start - last.other_end <= WIDEST_GAP:
            joined[-1] = Run(last.start, run.end, last.other_start, run.other_end)
        else:
            joined.append(run)
    return joined
