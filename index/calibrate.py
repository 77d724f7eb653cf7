"""Features -> probability -> verdict, under a declared prior. Fitted by the build, read-only afterwards."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Verdict

FALSE_MATCHES, FALSE_FLAGS = 0.005, 0.02  # shares of genuine texts allowed above each threshold
LEAST_MATCH, LEAST_POSSIBLE = 0.80, 0.50  # a threshold below these would not mean what its word says


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least probability of each verdict."""

    match: float
    possible: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of the features; its probabilities hold where `prior` is the share of scripts."""

    coefficients: tuple[float, ...]
    intercept: float
    prior: float
    thresholds: Thresholds

    def probability(self, features: NDArray[np.float64]) -> float:
        """Return the calibrated probability that the message is a script, 0.0 to 1.0."""
        logit = self.intercept + sum(
            weight * value for weight, value in zip(self.coefficients, features.tolist(), strict=True)
        )
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))

    def verdict(self, probability: float) -> Verdict:
        """Return the verdict of a probability."""
        if probability >= self.thresholds.match:
            return Verdict.MATCH
        return Verdict.POSSIBLE if probability >= self.thresholds.possible else Verdict.NONE


def prior_weights(labels: NDArray[np.bool_], prior: float) -> NDArray[np.float64]:
    """Return one weight a row, so that the positive rows together weigh `prior` of the total (Elkan, 2001)."""
    positive, total = int(labels.sum()), len(labels)
    share = np.where(labels, prior / max(positive, 1), (1 - prior) / max(total - positive, 1))
    return np.asarray(share * total, dtype=np.float64)


def threshold_for(genuine: Sequence[float], allowed: float, least: float) -> float:
    """Return the lowest threshold, but no less than `least`, that at most this share of genuine texts reach.

    With no genuine text to go by it is `least`.
    """
    ordered = sorted(genuine, reverse=True)
    over = int(allowed * len(ordered))
    bound = ordered[over] if over < len(ordered) else 0.0
    return max(least, math.nextafter(bound, math.inf))
