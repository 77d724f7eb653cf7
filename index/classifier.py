"""Linear classifiers over n-grams: how a message's own words read, apart from any particular text of the library.

One tells scripts from genuine messages, so that it also recognises a wording that nobody has kept yet; for the same
reason it never makes a match by itself. One tells the topics apart. Fitted by the build, read-only afterwards.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.lexical import grams

LENGTHS = (1, 2)  # n-gram lengths that are weighed


@dataclass(frozen=True, slots=True)
class NgramClassifier:
    """The inverse document frequency of each n-gram, its weight for each class, and the classes' intercepts."""

    classes: tuple[str, ...]
    weights: Mapping[str, tuple[float, tuple[float, ...]]]
    intercepts: tuple[float, ...]

    def decisions(self, counts: Mapping[str, int]) -> tuple[float, ...]:
        """Return the log odds of each class, before calibration; without a known n-gram these are the intercepts.

        `counts` is what `counted` makes of a text. Term frequency is 1 + ln(count), vectors have length 1: TF-IDF as
        scikit-learn documents it.
        """
        totals, norm = [0.0] * len(self.classes), 0.0
        for gram, count in counts.items():
            if (known := self.weights.get(gram)) is None:
                continue
            idf, weights = known
            value = idf if count == 1 else (1 + math.log(count)) * idf
            norm += value * value
            for place, weight in enumerate(weights):
                totals[place] += value * weight
        length = math.sqrt(norm) or 1.0
        return tuple(total / length + own for total, own in zip(totals, self.intercepts, strict=True))

    def best(self, counts: Mapping[str, int]) -> str:
        """Return the class that a text reads most like."""
        decisions = self.decisions(counts)
        return self.classes[decisions.index(max(decisions))]


def counted(values: Sequence[str]) -> Counter[str]:
    """Return how often each n-gram stands in a text: made once for all classifiers."""
    return Counter(classified(values))


def classified(values: Sequence[str]) -> list[str]:
    """Return the n-grams of a text that the classifiers weigh."""
    return [gram for length in LENGTHS for gram in grams(values, length)]
