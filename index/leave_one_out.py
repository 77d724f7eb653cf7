"""Fit the calibration on the library itself, each text judged by all the others. Runs in a build only.

This tells how the library's own voice looks to the index. Messages in other voices are further away, so that its
probabilities are provisional until yardsticks in other voices calibrate them; replies say so.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.calibrate import (
    FALSE_FLAGS,
    FALSE_MATCHES,
    LEAST_MATCH,
    LEAST_POSSIBLE,
    Calibration,
    Thresholds,
    prior_weights,
    threshold_for,
)
from index.classifier import NgramClassifier, classified
from index.corpus import Likeness, comparable
from index.errors import KnowledgeError
from index.lexical import units_of
from index.matcher import SCRIPT, prepare, script_decision
from index.score import features
from index.segment import segment
from index.snapshot import Contents
from index.types import Knowledge, Script

TOPICS_C = 4.0  # chosen by cross-validation on the library's genuine messages
MOST_FITTED = 1000  # texts of each kind; more would slow the build and hardly move five coefficients

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """A text of the library as a message: what is left out of the index, and what the classifier says of it."""

    text: str
    scripts: frozenset[int] = NONE
    genuine: frozenset[int] = NONE
    decision: float | None = None  # None: the classifier knows the text, as it would know a script sent again


@dataclass(frozen=True, slots=True)
class Classifiers:
    """Both classifiers, and the out-of-fold decisions of the first: of the scripts, then of the genuine texts."""

    scripts: NgramClassifier
    topics: NgramClassifier
    out_of_fold: Sequence[float]


def fit_classifiers(knowledge: Knowledge) -> Classifiers:
    """Fit the n-gram classifiers on the library.

    Topics are learned from what is said on them too: names and guidance use the words of a subject that its few
    messages may not.
    Raises KnowledgeError when it holds no genuine text: every message would look like a script.
    """
    from index.fitting import fit_classifier, held_out_decisions  # noqa: PLC0415 - only a build needs scikit-learn

    if not knowledge.genuine:
        raise KnowledgeError("the library holds no genuine message: without any, every message looks like a script")
    texts = [_grams(text) for text in knowledge.texts]
    said, of = zip(*_sentences(knowledge), strict=True) if knowledge.families else ((), ())
    is_script = np.arange(len(texts)) < len(knowledge.scripts)
    families = [*(s.family for s in knowledge.scripts), *(g.family or "" for g in knowledge.genuine)]
    groups = [*(script.of or script.id for script in knowledge.scripts), *(one.id for one in knowledge.genuine)]
    return Classifiers(
        scripts=fit_classifier(texts, [SCRIPT if own else "genuine" for own in is_script]),
        topics=fit_classifier([*texts, *map(_grams, said)], [*families, *of], TOPICS_C),
        out_of_fold=held_out_decisions(texts, is_script, groups).tolist(),
    )


def _grams(text: str) -> list[str]:
    return classified(units_of(comparable(text).text).values)


def _sentences(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield what the library says of its subjects, in the language that debtors write in, with the family's id."""
    for family in knowledge.families.values():
        language = "zh-Hans" if family.jurisdiction == "CN" else "en"
        guidance = family.guidance
        lines = (*guidance.do, *guidance.never, *guidance.verify, *guidance.escalate)
        for words in (family.name, family.asks, family.when_real, *(line.text for line in lines)):
            yield words[language], family.id


def calibrate(contents: Contents, out_of_fold: Sequence[float], prior: float) -> Calibration:
    """Fit the logistic model and choose the thresholds.

    A script is judged twice: without itself and its rewordings (a wording not yet known), and by every second clause
    with itself present (a known wording, in part). A genuine text is judged without itself.
    """
    from index.fitting import fit_logistic  # noqa: PLC0415 - only a build needs scikit-learn

    positive = [_features(contents, case) for case in _script_cases(contents, out_of_fold)]
    negative = [_features(contents, case) for case in _genuine_cases(contents, out_of_fold)]
    matrix = np.array([*positive, *negative])
    labels = np.arange(len(matrix)) < len(positive)
    coefficients, intercept = fit_logistic(matrix, labels, prior_weights(labels, prior))
    fitted = Calibration(tuple(coefficients.tolist()), intercept, prior, Thresholds(1.0, 1.0))
    # by the genuine messages on subjects that scripts are held of: they are the people who could be wronged
    scripted = {script.family for script in contents.scripts}
    rows = zip(matrix[len(positive) :], _every_nth(len(contents.genuine)), strict=True)
    reached = [fitted.probability(row) for row, i in rows if contents.genuine[i].family in scripted]
    thresholds = Thresholds(
        match=threshold_for(reached, FALSE_MATCHES, LEAST_MATCH),
        possible=threshold_for(reached, FALSE_FLAGS, LEAST_POSSIBLE),
    )
    return dataclasses.replace(fitted, thresholds=thresholds)


def _script_cases(contents: Contents, out_of_fold: Sequence[float]) -> Iterator[Case]:
    """Yield the two cases of each script."""
    for i in _every_nth(len(contents.scripts)):
        text = contents.scripts[i].text
        yield Case(text, scripts=_group(contents.scripts, i), decision=out_of_fold[i])
        yield Case(_every_second_clause(text))


def _genuine_cases(contents: Contents, out_of_fold: Sequence[float]) -> Iterator[Case]:
    """Yield the case of each genuine text."""
    for i in _every_nth(len(contents.genuine)):
        decision = out_of_fold[len(contents.scripts) + i]
        yield Case(contents.genuine[i].text, genuine=frozenset({i}), decision=decision)


def _features(contents: Contents, case: Case) -> NDArray[np.float64]:
    """Return the features of a case."""
    query = prepare(case.text, contents.embedder)
    scripts = contents.script_corpus.nearest(query, case.scripts)
    genuine = contents.genuine_corpus.nearest(query, case.genuine)
    known = script_decision(contents.classifier, query)
    return features(_first(scripts), _first(genuine), known if case.decision is None else case.decision)


def _every_nth(total: int) -> range:
    """Return at most MOST_FITTED places spread over all."""
    return range(0, total, -(-total // MOST_FITTED) if total else 1)


def _group(scripts: Sequence[Script], place: int) -> frozenset[int]:
    """Return a script and all that reword the same one."""
    group = scripts[place].of or scripts[place].id
    return frozenset(i for i, script in enumerate(scripts) if group in (script.id, script.of))


def _every_second_clause(text: str) -> str:
    """Return a text with every second clause left out, or its first half when it is one clause."""
    normal = comparable(text).text
    spans = segment(normal)
    kept = [normal[start:end] for start, end in spans[::2]]
    return "。".join(kept) if len(spans) > 1 else normal[: len(normal) // 2]


def _first(likenesses: Sequence[Likeness]) -> Likeness | None:
    return likenesses[0] if likenesses else None
