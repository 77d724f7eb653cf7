"""Texts with their vectors, ready to be searched and compared: one for the scripts, one for the genuine bank.

Each text is embedded whole and clause by clause. What a comparison needs of a text is worked out when it is loaded.
"""

import functools
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.lexical import (
    SHORTEST_RUN,
    WORDING,
    Run,
    Units,
    align,
    containment,
    covered,
    grams,
    seed_positions,
    shares,
    units_of,
)
from index.normalise import Aligned, normalise
from index.redact import PersonalData, find_personal_data
from index.segment import segment
from index.types import Vectors
from index.undisguise import undisguise
from index.vectors import VectorIndex

NEIGHBOURS = 24  # passages fetched for the whole message and for each clause
CANDIDATES = 8  # texts compared word for word
LONGEST_RUN = 20  # units; a longer stretch in common says no more
SLOT = "□"
KEPT_READ = 8192  # texts of the library kept normalised while a snapshot is built


@functools.lru_cache(maxsize=KEPT_READ)
def comparable(text: str) -> Aligned:
    """Return a text of the library as it is compared: normalised, personal data covered, disguised words undone.

    A build asks for each text several times; messages that are assessed do not come here, so that none is kept.
    """
    return covered_of(normalise(text), find_personal_data(text))


def covered_of(aligned: Aligned, personal: Iterable[PersonalData]) -> Aligned:
    """Return a normalised text with its personal data covered and disguised words undone."""
    return undisguise(aligned.cover([(found.start, found.end) for found in personal], SLOT))


def passages_of(text: str) -> list[str]:
    """Return what is embedded of a comparable text: the whole, then its clauses if there are several."""
    spans = segment(text)
    return [text, *(text[start:end] for start, end in spans)] if len(spans) > 1 else [text]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the message: its n-grams and its row among the query vectors."""

    grams: tuple[str, ...]
    row: int


@dataclass(frozen=True, slots=True)
class Query:
    """A message ready to be compared: row 0 of the vectors is the whole, the others its clauses."""

    aligned: Aligned
    units: Units
    parts: tuple[Part, ...]
    vectors: Vectors
    counts: Mapping[str, int]  # of its n-grams, for the classifiers


def query_parts(text: str, units: Units) -> tuple[Part, ...]:
    """Return the whole and the clauses, in the order of `passages_of`."""
    spans = [(0, len(text)), *segment(text)]
    kept = spans if len(spans) > 2 else spans[:1]
    return tuple(
        Part(tuple(grams(units.between(start, end).values, WORDING)), row) for row, (start, end) in enumerate(kept)
    )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like one text the message is; every share lies between 0.0 and 1.0."""

    owner: int
    dense: float  # cosine of the whole message with the nearest passage
    dense_part: float  # the same of the clause that is nearest
    wording: float  # weighted share of the message's wording that stands in the text
    wording_part: float  # the same of the clause that shares most
    runs: tuple[Run, ...]  # the stretches of the message that stand in the text word for word

    @property
    def run(self) -> float:
        """The longest stretch shared; LONGEST_RUN units and more are 1.0."""
        return min(max((covered([run]) for run in self.runs), default=0) / LONGEST_RUN, 1.0)

    @property
    def strength(self) -> float:
        """One number to order texts by; it is no probability."""
        return (self.dense + self.dense_part + self.wording + self.wording_part + self.run) / 5


@dataclass(frozen=True, slots=True)
class Text:
    """What a comparison needs of one text."""

    values: tuple[str, ...]  # its units
    spans: tuple[tuple[int, int], ...]  # of each unit, in the text as it stands in the library
    seeds: Mapping[str, Sequence[int]]  # where each of its n-grams begins


def read(text: str) -> Text:
    """Return what a comparison needs of a text; texts share the strings that are the same, of which there are many."""
    aligned = comparable(text)
    units = units_of(aligned.text)
    values = tuple(map(sys.intern, units.values))
    spans = tuple(aligned.original(start, end) for start, end in units.spans)
    return Text(values, spans, {sys.intern(gram): places for gram, places in seed_positions(values).items()})


class Corpus:
    """Texts by number, their passages' vectors, and the weights of their wording."""

    def __init__(
        self, texts: Sequence[str], owners: Sequence[int], vectors: VectorIndex, weights: Mapping[str, float]
    ) -> None:
        self.texts = tuple(texts)
        self.owners = tuple(owners)  # of each passage: which text it is from
        self.vectors = vectors
        self._weights = weights
        self._unseen = max(weights.values(), default=1.0)
        self._read = tuple(map(read, self.texts))

    def text(self, owner: int) -> Text:
        """Return what a comparison needs of one text."""
        return self._read[owner]

    def nearest(self, query: Query, without: frozenset[int] = frozenset()) -> list[Likeness]:
        """Return the texts most like the message, the most alike first; `without` leaves some out."""
        whole: dict[int, float] = {}
        part: dict[int, float] = {}
        extra = sum(1 for owner in self.owners if owner in without) if without else 0
        for row, hits in enumerate(self.vectors.search(query.vectors, NEIGHBOURS + extra)):
            best = whole if row == 0 else part
            for hit in hits:
                owner = self.owners[hit.row]
                if owner not in without:
                    best[owner] = max(best.get(owner, 0.0), hit.similarity)
        if len(query.parts) == 1:
            part = whole
        found = sorted(whole.keys() | part.keys(), key=lambda o: -whole.get(o, 0.0) - part.get(o, 0.0))[:CANDIDATES]
        weighted = [shares(one.grams, self._weights, self._unseen) for one in query.parts]
        likenesses = [
            self._compare(query, weighted, owner, (whole.get(owner, 0.0), part.get(owner, 0.0))) for owner in found
        ]
        return sorted(likenesses, key=lambda likeness: -likeness.strength)

    def _compare(
        self, query: Query, weighted: Sequence[Mapping[str, float]], owner: int, dense: tuple[float, float]
    ) -> Likeness:
        known = self.text(owner)
        if known.seeds.keys().isdisjoint(weighted[0]):  # no wording in common, so neither has any clause
            return Likeness(owner, min(dense[0], 1.0), min(dense[1], 1.0), wording=0.0, wording_part=0.0, runs=())
        found = [containment(part, known.seeds) for part in weighted]
        clauses = [
            share for share, part in zip(found[1:], query.parts[1:], strict=True) if len(part.grams) >= SHORTEST_RUN
        ]
        return Likeness(
            owner=owner,
            dense=min(dense[0], 1.0),
            dense_part=min(dense[1], 1.0),
            wording=found[0],
            wording_part=max(clauses, default=found[0]),
            runs=tuple(align(query.units.values, query.parts[0].grams, known.values, known.seeds)),
        )


def passages(texts: Iterable[str]) -> tuple[list[str], list[int]]:
    """Return the passages of all texts, and for each the number of its text."""
    found: list[str] = []
    owners: list[int] = []
    for number, text in enumerate(texts):
        own = passages_of(comparable(text).text)
        found.extend(own)
        owners.extend([number] * len(own))
    return found, owners
