"""The n-gram classifier."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from index.classifier import NgramClassifier, classified, counted, load_classifier
from index.fitting import fit_classifier, held_out_decisions
from index.leave_one_out import fit_classifiers
from index.lexical import units_of
from tests.small import GENUINE, SCRIPTS, small_knowledge

TEXTS = [classified(units_of(text).values) for text in (*SCRIPTS, *GENUINE)]
LABELS = np.arange(len(TEXTS)) < len(SCRIPTS)


def best(classifier: NgramClassifier, values: Sequence[str]) -> str:
    """Return what a text given as units reads most like."""
    return classifier.best(classifier.decisions(counted(values)))


def test_it_decides_as_scikit_learn_does() -> None:
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    model = LogisticRegression(class_weight="balanced", solver="liblinear")
    model.fit(vectorizer.fit_transform(TEXTS), LABELS)
    classifier = fit_classifier(TEXTS, ["script" if label else "genuine" for label in LABELS])
    text = units_of("本人本人申请停息挂账，请贵行尽快答复本人").values
    expected = model.decision_function(vectorizer.transform([classified(text)]))[0]
    assert classifier.decisions(counted(text)) == pytest.approx((-expected, expected))


def test_scripts_read_like_scripts_and_genuine_texts_do_not() -> None:
    classifier = fit_classifiers(small_knowledge()).scripts
    read = [best(classifier, units_of(text).values) for text in (*SCRIPTS, *GENUINE)]
    assert read == ["script"] * len(SCRIPTS) + ["genuine"] * len(GENUINE)


def test_a_text_without_known_words_gets_the_intercepts() -> None:
    classifier = NgramClassifier(("a", "b"), ("停",), np.ones(1), np.array([[2.0, -2.0]]), np.array([-0.5, 0.5]))
    assert classifier.decisions(counted(("天", "气"))).tolist() == [-0.5, 0.5]
    assert best(classifier, ()) == "b"


def test_it_is_the_same_after_it_was_saved(tmp_path: Path) -> None:
    classifier = fit_classifiers(small_knowledge()).topics
    classifier.save(tmp_path / "topics.npz")
    again, counts = load_classifier(tmp_path / "topics.npz"), counted(units_of(SCRIPTS[0]).values)
    assert again.classes == classifier.classes
    assert again.decisions(counts).tolist() == classifier.decisions(counts).tolist()


def test_one_class_alone_is_always_the_answer() -> None:
    assert best(fit_classifier(TEXTS, ["only"] * len(TEXTS)), ("停",)) == "only"


def test_three_classes_are_told_apart() -> None:
    classifier = fit_classifier([["甲"], ["乙"], ["丙"]] * 2, ["a", "b", "c"] * 2)
    assert [best(classifier, (word,)) for word in "甲乙丙"] == ["a", "b", "c"]


def test_texts_of_one_group_are_never_judged_by_each_other() -> None:
    twice = [*TEXTS, TEXTS[0]]
    labels = np.append(LABELS, True)
    together = held_out_decisions(twice, labels, [*(str(i) for i in range(len(TEXTS))), "0"])
    apart = held_out_decisions(twice, labels, [str(i) for i in range(len(twice))])
    assert together[0] < apart[0]


def test_one_script_alone_is_held_out_of_nothing() -> None:
    assert not held_out_decisions(TEXTS[3:], LABELS[3:], [str(i) for i in range(len(TEXTS[3:]))]).any()
