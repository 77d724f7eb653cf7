"""assess(): the pipeline, top to bottom. Loads nothing and writes nothing; a loaded matcher never changes."""

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.calibrate import Calibration
from index.citations import CitationCheck
from index.classifier import NgramClassifier, Numbers, counted
from index.corpus import Corpus, Likeness, Query, comparable, covered_of, passages_of, query_parts
from index.encoder import Embedder
from index.language import language_of
from index.lexical import covered, units_of
from index.normalise import Aligned, normalise
from index.redact import find_personal_data
from index.retold import is_retold
from index.safety import SafetyCheck
from index.score import features
from index.types import (
    Assessment,
    Coverage,
    Evidence,
    FamilyScore,
    Genuine,
    Neighbour,
    Neighbours,
    Note,
    Safety,
    Script,
    Verdict,
)

LONGEST = 20_000  # characters assessed unless told otherwise; what follows is left out and said so
TOO_SHORT = 5  # letters, Han characters and digits; a message up to here cannot be judged
SHORT = 8  # units; a message below here is never more than possible
LONG_RUN, LEAST_COVERED = 24, 0.3  # units in a row, or share of the message, that a match has to share with a script
LEAST_LIKENESS = 0.1  # below, no text of the library is near, and a message has no topic
SCRIPT = "script"  # the class of scripts
MOST_FAMILIES, LEAST_FAMILY = 5, 0.05
MOST_EVIDENCE, MOST_COVERAGE = 6, 3


@dataclass(frozen=True, slots=True)
class Scored:
    """One script with its likeness and its calibrated probability."""

    script: Script
    likeness: Likeness
    probability: float


@dataclass(frozen=True)
class Matcher:
    """What is needed to assess a message, all of one snapshot. Safe to call from several threads."""

    version: str
    scripts: Sequence[Script]
    script_corpus: Corpus
    genuine: Sequence[Genuine]
    genuine_corpus: Corpus
    embedder: Embedder
    classifier: NgramClassifier  # script or genuine
    topics: NgramClassifier  # the families, and "" for none
    calibration: Calibration
    safety: SafetyCheck
    citations: CitationCheck
    weak: frozenset[str]  # families that alone never make a match

    @functools.cached_property
    def script_texts(self) -> dict[str, str]:
        """Return the scripts by id."""
        return {script.id: script.text for script in self.scripts}

    @functools.cached_property
    def languages(self) -> frozenset[str]:
        """Return the languages that scripts are held in, without their writing system."""
        return frozenset(script.lang.split("-")[0] for script in self.scripts)

    def assess(self, text: str, longest: int = LONGEST) -> Assessment:
        """Normalise, check for a person in danger, mask, split, embed, search, compare, score, decide."""
        kept = text[:longest]
        aligned = normalise(kept)
        # of all that was written: the end of a long letter is where a person says it
        safety = self.safety.find(aligned.text if kept == text else normalise(text).text)
        language = language_of(kept)
        if safety is Safety.SELF_HARM:
            return Assessment(self.version, language, None, None, safety=safety)
        query = self._query(covered_of(aligned, find_personal_data(kept, aligned)))
        notes = self._notes(query, language, truncated=len(text) > longest)
        scripts, genuine = self.script_corpus.nearest(query), self.genuine_corpus.nearest(query)
        subjects = self.topics.decisions(query.counts)
        topic = self._topic(subjects, scripts, genuine)
        scored = self._scored(query, scripts, genuine, topic)
        verdict = self._verdict(scored, genuine, query, notes)
        if verdict is Verdict.POSSIBLE and Note.RETOLD not in notes and self._is_probable(scored[0]):
            notes = (*notes, Note.CAPPED)
        return Assessment(
            snapshot=self.version,
            language=language,
            verdict=verdict,
            probability=scored[0].probability if scored and Note.TOO_SHORT not in notes else 0.0,
            family=scored[0].script.family if verdict is not Verdict.NONE else None,
            script_id=scored[0].script.id if verdict is not Verdict.NONE else None,
            families=self._families(query, scored, subjects) if Note.TOO_SHORT not in notes else (),
            topic=topic if Note.TOO_SHORT not in notes else None,
            safety=safety,
            evidence=self._evidence(kept, query, scored) if verdict is not Verdict.NONE else (),
            coverage=self._coverage(query, scored) if verdict is not Verdict.NONE else (),
            notes=notes,
            citations=self.citations.find(aligned.text),
        )

    def in_danger(self, text: str) -> bool:
        """Say whether a text speaks of somebody not wanting to live."""
        return self.safety.find(normalise(text).text) is Safety.SELF_HARM

    def neighbours(self, text: str, count: int = 1) -> Neighbours:
        """Return the scripts and the genuine messages that a text is most like; for those who tune, not for a reply."""
        query = prepare(text, self.embedder)
        return Neighbours(
            tuple(_neighbours(self.scripts, self.script_corpus.nearest(query)[:count])),
            tuple(_neighbours(self.genuine, self.genuine_corpus.nearest(query)[:count])),
        )

    def _query(self, aligned: Aligned) -> Query:
        """Return the message ready to be compared."""
        units = units_of(aligned.text)
        vectors = self.embedder.embed_queries(passages_of(aligned.text))
        return Query(aligned, units, query_parts(aligned.text, units), vectors, counted(units.values))

    def _notes(self, query: Query, language: str, *, truncated: bool) -> tuple[Note, ...]:
        """Return what keeps this message from being judged fully."""
        known = language == "unknown" or language.split("-", maxsplit=1)[0] in self.languages
        found = {
            Note.TOO_SHORT: sum(map(str.isalnum, query.aligned.text)) <= TOO_SHORT,
            Note.UNSUPPORTED_LANGUAGE: not known,
            Note.TRUNCATED: truncated,
            Note.RETOLD: is_retold(query.aligned.text),
        }
        return tuple(note for note, holds in found.items() if holds)

    def _scored(
        self, query: Query, scripts: Sequence[Likeness], genuine: Sequence[Likeness], topic: str | None
    ) -> list[Scored]:
        """Return the scripts with their probabilities: what is on the topic and probable first, then by probability."""
        nearest = genuine[0] if genuine else None
        decision = script_decision(self.classifier, query)
        scored = [
            Scored(self.scripts[like.owner], like, self.calibration.probability(features(like, nearest, decision)))
            for like in scripts
        ]

        def order(one: Scored) -> tuple[bool, float, float]:
            on_topic = one.script.family == topic and one.probability >= self.calibration.thresholds.possible
            return on_topic, one.probability, one.likeness.strength

        return sorted(scored, key=order, reverse=True)

    def _verdict(
        self, scored: Sequence[Scored], genuine: Sequence[Likeness], query: Query, notes: Sequence[Note]
    ) -> Verdict:
        """Return the verdict; where a person could be wronged, the lower one."""
        if not scored or Note.TOO_SHORT in notes or Note.UNSUPPORTED_LANGUAGE in notes:
            return Verdict.NONE
        best = scored[0]
        as_near = bool(genuine) and genuine[0].strength >= best.likeness.strength
        too_little = len(query.units.values) < SHORT or best.script.family in self.weak
        unsure = as_near or too_little or Note.RETOLD in notes or not _has_evidence(query, best)
        if self._is_probable(best) and unsure:
            return Verdict.POSSIBLE
        return self.calibration.verdict(best.probability)

    def _is_probable(self, one: Scored) -> bool:
        """Say whether a script is as probable as a match has to be."""
        return self.calibration.verdict(one.probability) is Verdict.MATCH

    def _topic(self, subjects: Numbers, scripts: Sequence[Likeness], genuine: Sequence[Likeness]) -> str | None:
        """Return the family whose subject the words are about, or None when they are ordinary or nothing is near."""
        nearest = max((likeness.strength for likeness in (*scripts[:1], *genuine[:1])), default=0.0)
        return self.topics.best(subjects) or None if nearest >= LEAST_LIKENESS else None

    def _shown(self, query: Query, scored: Sequence[Scored]) -> list[Scored]:
        """Return the best script, and the best of every other family that is probable and has evidence of its own."""
        best = {scored[0].script.family: scored[0]}
        for one in scored[1:]:
            if one.probability >= self.calibration.thresholds.possible and _has_evidence(query, one):
                best.setdefault(one.script.family, one)
        return list(best.values())[:MOST_COVERAGE]

    def _families(self, query: Query, scored: Sequence[Scored], decisions: Numbers) -> tuple[FamilyScore, ...]:
        """Return how probable it is that the message is a script of each family, that of the best script first.

        A probability says how much a message reads like a script at all. A family that is not the best one's keeps it
        where the message holds wording of its own; else it is weighed by how much less its subject is spoken of.
        """
        subjects = dict(zip(self.topics.classes, decisions.tolist(), strict=True))
        best: dict[str, float] = {}
        for one in scored:
            family = one.script.family
            if one.probability <= max(best.get(family, 0.0), LEAST_FAMILY):
                continue
            if one is scored[0] or _has_evidence(query, one):
                weight = 1.0
            else:
                behind = subjects.get(family, -math.inf) - subjects.get(scored[0].script.family, 0.0)
                weight = math.exp(min(behind, 0.0))
            best[family] = max(best.get(family, 0.0), weight * one.probability)
        own = scored[0].script.family if scored else ""
        likely = sorted(best.items(), key=lambda pair: (pair[0] != own, -pair[1]))
        return tuple(FamilyScore(*pair) for pair in likely if pair[1] >= LEAST_FAMILY)[:MOST_FAMILIES]

    def _evidence(self, text: str, query: Query, scored: Sequence[Scored]) -> tuple[Evidence, ...]:
        """Return the longest stretches shared with the scripts shown, in the order of the message."""
        found = [(run, one) for one in self._shown(query, scored) for run in one.likeness.runs]
        longest = sorted(found, key=lambda pair: -covered([pair[0]]))[:MOST_EVIDENCE]
        evidence: list[Evidence] = []
        for run, one in sorted(longest, key=lambda pair: pair[0].start):
            known = self.script_corpus.text(one.likeness.owner)
            start, end = _original(query.aligned, query.units.spans, run.start, run.end)
            if evidence and evidence[-1].script_id == one.script.id:
                start = max(start, evidence[-1].end)  # ½ is three units: two runs may share it
            first, last = known.spans[run.other_start][0], known.spans[run.other_end - 1][1]
            evidence.append(
                Evidence(start, end, text[start:end], one.script.id, first, last, one.script.text[first:last])
            )
        return tuple(evidence)

    def _coverage(self, query: Query, scored: Sequence[Scored]) -> tuple[Coverage, ...]:
        """Return how much of the message each script shown covers, the largest share first."""
        total = max(len(query.units.values), 1)
        shares = [
            Coverage(one.script.id, one.script.family, covered(one.likeness.runs) / total)
            for one in self._shown(query, scored)
        ]
        return tuple(sorted((share for share in shares if share.share > 0), key=lambda share: -share.share))


def prepare(text: str, embedder: Embedder) -> Query:
    """Return a text of the library as if it were a message."""
    aligned = comparable(text)
    units = units_of(aligned.text)
    vectors = embedder.embed_queries(passages_of(aligned.text))
    return Query(aligned, units, query_parts(aligned.text, units), vectors, counted(units.values))


def _neighbours(known: Sequence[Script] | Sequence[Genuine], found: Sequence[Likeness]) -> Iterator[Neighbour]:
    for like in found:
        one = known[like.owner]
        yield Neighbour(one.id, one.family, one.text, like.strength)


def script_decision(classifier: NgramClassifier, query: Query) -> float:
    """Return the log odds that a message reads like a script."""
    return float(classifier.decisions(query.counts)[classifier.classes.index(SCRIPT)])


def _has_evidence(query: Query, one: Scored) -> bool:
    """Say whether enough stands in the script word for word: the title of a law that both cite is not enough."""
    runs = one.likeness.runs
    longest = max((covered([run]) for run in runs), default=0)
    return longest >= LONG_RUN or covered(runs) >= LEAST_COVERED * len(query.units.values)


def _original(aligned: Aligned, spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return the span of the original text behind units [start, end)."""
    return aligned.original(spans[start][0], spans[end - 1][1])
