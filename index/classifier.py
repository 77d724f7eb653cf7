"""Linear classifiers over n-grams: how a message's own words read, apart from any particular text of the library.

One tells scripts from genuine messages, so that it also recognises a wording that nobody has kept yet; for the same
reason it never makes a match by itself. One tells the topics apart. Fitted by the build, read-only afterwards.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.lexical import grams

LENGTHS = (1, 2)  # n-gram lengths that are weighed
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class NgramClassifier:
    """The inverse document frequency of each n-gram, its weight for each class, and the classes' intercepts."""

    classes: tuple[str, ...]
    words: tuple[str, ...]  # the n-grams
    idf: Numbers  # shape (words,)
    weights: Numbers  # shape (words, classes)
    intercepts: Numbers  # shape (classes,)
    _rows: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", {word: row for row, word in enumerate(self.words)})

    def decisions(self, counts: Mapping[str, int]) -> Numbers:
        """Return the log odds of each class, before calibration; without a known n-gram these are the intercepts.

        `counts` is what `counted` makes of a text. Term frequency is 1 + ln(count), vectors have length 1: TF-IDF as
        scikit-learn documents it. Shape (classes,).
        """
        known = [(row, count) for word, count in counts.items() if (row := self._rows.get(word)) is not None]
        if not known:
            return self.intercepts
        rows, times = np.array(known, dtype=np.intp).T
        values = self.idf[rows] * (1.0 + np.log(times))
        # not as a product of matrices: BLAS would wake threads for it, which then spin
        totals: Numbers = (values[:, None] * self.weights[rows]).sum(axis=0) / np.sqrt((values * values).sum())
        return totals + self.intercepts

    def best(self, decisions: Numbers) -> str:
        """Return the class with the highest log odds."""
        return self.classes[int(decisions.argmax())]

    def save(self, path: Path) -> None:
        """Write it to an .npz file."""
        np.savez_compressed(
            path,
            classes=np.array(self.classes),
            words=np.array(self.words),
            idf=self.idf,
            weights=self.weights,
            intercepts=self.intercepts,
        )


def load_classifier(path: Path) -> NgramClassifier:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as data:
        classes, words = tuple(data["classes"].tolist()), tuple(data["words"].tolist())
        return NgramClassifier(classes, words, data["idf"], data["weights"], data["intercepts"])


def counted(values: Sequence[str]) -> Counter[str]:
    """Return how often each n-gram stands in a text: made once for all classifiers."""
    return Counter(classified(values))


def classified(values: Sequence[str]) -> list[str]:
    """Return the n-grams of a text that the classifiers weigh."""
    return [gram for length in LENGTHS for gram in grams(values, length)]
