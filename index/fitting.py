"""What a build learns from texts, and what baselines compare: scikit-learn's only import.

Nothing here runs while a message is answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

from index.classifier import NgramClassifier

SEED = 20260101
MOST_WORDS = 30_000
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Projection:
    """A row for every word, shape (words, dimension), so that the mean of a text's rows is its projection."""

    words: tuple[str, ...]
    weights: NDArray[np.float32]


def fit_projection(texts: Sequence[str], dimension: int) -> Projection:
    """Fit latent semantic analysis (Deerwester et al., 1990) on texts whose words are separated by spaces.

    A word's row is its inverse document frequency times its right singular vector. A corpus with fewer independent
    texts than `dimension` leaves the last columns zero.
    """
    vectorizer = TfidfVectorizer(analyzer=str.split, max_features=MOST_WORDS, dtype=np.float64)
    matrix = vectorizer.fit_transform(texts)
    components = max(1, min(dimension, min(matrix.shape) - 1))
    svd = TruncatedSVD(components, random_state=SEED).fit(matrix)
    rows = np.zeros((matrix.shape[1], dimension), dtype=np.float32)
    rows[:, :components] = (svd.components_ * vectorizer.idf_).T
    return Projection(tuple(vectorizer.get_feature_names_out()), rows)


def fit_classifier(texts: Sequence[Sequence[str]], labels: Sequence[str], c: float = 1.0) -> NgramClassifier:
    """Fit a logistic regression on the TF-IDF of texts given as n-grams; with one label there is nothing to fit.

    `c` is the inverse strength of the regularisation: the more labels, the more of it the single one has to overcome.
    """
    classes = tuple(sorted(set(labels)))
    if len(classes) == 1:
        return NgramClassifier(classes, (), np.zeros(0), np.zeros((0, 1)), np.zeros(1))
    vectorizer, model = _vectorizer(), _two_classes(c) if len(classes) == 2 else _many_classes(c)
    model.fit(vectorizer.fit_transform(texts), labels)
    rows, intercepts = model.coef_, model.intercept_
    if len(classes) == 2:  # scikit-learn keeps the second class's row alone
        rows, intercepts = np.vstack([-rows, rows]), np.concatenate([-intercepts, intercepts])
    words = tuple(vectorizer.get_feature_names_out().tolist())
    return NgramClassifier(classes, words, vectorizer.idf_, np.ascontiguousarray(rows.T), intercepts)


def held_out_decisions(
    texts: Sequence[Sequence[str]], labels: NDArray[np.bool_], groups: Sequence[str]
) -> NDArray[np.float64]:
    """Return what such a classifier says of each text when it was fitted without the text's group, shape (texts,).

    With fewer than two groups of a kind nothing can be held out, and it says 0.0 of each.
    """
    kinds = set(zip(groups, labels.tolist(), strict=True))
    smallest = min(sum(label is kind for _, label in kinds) for kind in (True, False))
    if smallest < 2:
        return np.zeros(len(texts))
    folds = StratifiedGroupKFold(min(FOLDS, smallest), shuffle=True, random_state=SEED)
    matrix = _vectorizer().fit_transform(texts)
    found = cross_val_predict(_two_classes(), matrix, labels, groups=groups, cv=folds, method="decision_function")
    return np.asarray(found, dtype=np.float64)


def _vectorizer() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=list, sublinear_tf=True, max_features=MOST_WORDS)


def _two_classes(c: float = 1.0) -> LogisticRegression:
    """Return a model for two classes; this solver is the quickest where words outnumber texts."""
    return LogisticRegression(C=c, class_weight="balanced", solver="liblinear")


def _many_classes(c: float) -> LogisticRegression:
    """Return a model for several classes.

    Closer convergence than this takes fifteen times as long and tells no more topics apart.
    """
    return LogisticRegression(C=c, class_weight="balanced", solver="saga", tol=0.01, max_iter=2000, random_state=SEED)


def fit_logistic(
    features: NDArray[np.float64], labels: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Fit a logistic regression; return its coefficients, shape (features,), and its intercept."""
    model = LogisticRegression(C=1.0, max_iter=1000).fit(features, labels, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


LIKENESSES = {
    "character_tfidf": lambda: TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True),
    "bigram_dice": lambda: CountVectorizer(analyzer="char", ngram_range=(2, 2), binary=True),
    "token_cosine": lambda: TfidfVectorizer(analyzer=str.split, use_idf=False),
}


def nearest_by(likeness: str, known: Sequence[str], texts: Sequence[str]) -> tuple[NDArray[np.float64], list[int]]:
    """Return the likeness of each text's nearest known text, shape (texts,), and that text's place.

    Cosines of the vectors; for bigrams Dice's coefficient (1945): twice what is shared over the sum of both.
    """
    vectorizer = LIKENESSES[likeness]()
    # what is weighed by rarity learns it from the known texts; the others count every word of a text, known or not
    learned = vectorizer.fit(known if likeness == "character_tfidf" else [*known, *texts])
    rows, columns = learned.transform(texts), learned.transform(known)
    shared = (rows @ columns.T).toarray().astype(np.float64)
    if likeness == "bigram_dice":
        sizes = np.add.outer(rows.sum(axis=1).A1, columns.sum(axis=1).A1)
        shared = 2 * shared / np.maximum(sizes, 1)
    return shared.max(axis=1), shared.argmax(axis=1).tolist()
