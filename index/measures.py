"""Measures of a classifier, as pure functions of counts and arrays, with their empty cases decided. Judges no message.

scipy's only import. A measure of nothing is not a number, never a made-up 0 or 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap, rankdata

from index.calibrate import prior_weights

CONFIDENCE = 0.95
SEED = 20260101
BINS = 10

Numbers = NDArray[np.float64]
Labels = NDArray[np.bool_]  # True for a script


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    count: int
    total: int

    @property
    def rate(self) -> float:
        """Return the share, 0.0 to 1.0; not a number when there was nothing to count."""
        return self.count / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % score interval of the share (Wilson, 1927); from 0.0 to 1.0 when nothing is known."""
        if not self.total:
            return 0.0, 1.0
        found = binomtest(self.count, self.total).proportion_ci(CONFIDENCE, method="wilson")
        return float(found.low), float(found.high)


@dataclass(frozen=True, slots=True)
class Bin:
    """The messages whose probability lies in [low, high), the last bin with its upper end."""

    low: float
    high: float
    count: int
    said: float  # mean probability, weighted by the prior
    was: float  # share of scripts, weighted by the prior
    weight: float  # share of all messages, weighted by the prior


def area_under_curve(scores: Numbers, labels: Labels) -> float:
    """Return how often a script scores above another message, ties counting half (Mann and Whitney, 1947).

    Not a number when either kind is missing. Shapes (messages,).
    """
    positive, negative = int(labels.sum()), int((~labels).sum())
    if not positive or not negative:
        return math.nan
    above = rankdata(scores)[labels].sum() - positive * (positive + 1) / 2
    return float(above / (positive * negative))


def found_at(scores: Numbers, labels: Labels, allowed: float) -> float:
    """Return the share of scripts found where the threshold lets at most this share of the others through.

    What scores the same falls on the same side. Not a number when either kind is missing.
    """
    if not labels.any() or labels.all():
        return math.nan
    others = np.sort(scores[~labels])[::-1]
    over = int(allowed * len(others))
    threshold = others[over] if over < len(others) else -math.inf
    return float((scores[labels] > threshold).mean())


def curve(scores: Numbers, labels: Labels) -> tuple[Numbers, Numbers]:
    """Return the share of the others let through and of scripts found at every threshold, both rising from 0 to 1.

    Empty arrays when either kind is missing.
    """
    if not labels.any() or labels.all():
        return np.zeros(0), np.zeros(0)
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.diff(scores[order]) != 0, True)  # of a run of equal scores, its end
    wrong = np.cumsum(~labels[order])[last] / (~labels).sum()
    found = np.cumsum(labels[order])[last] / labels.sum()
    return np.concatenate([[0.0], wrong]), np.concatenate([[0.0], found])


def reliability(probabilities: Numbers, labels: Labels, prior: float) -> list[Bin]:
    """Return what was said and what was true in bins of equal width, as if `prior` of the messages were scripts.

    Bins without messages are left out; with one kind missing there are none, because no weight reaches the prior.
    """
    if not labels.any() or labels.all():
        return []
    weights = prior_weights(labels, prior)
    places = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    bins = []
    for place in range(BINS):
        held = places == place
        if held.any():
            weight = weights[held]
            said = float(np.average(probabilities[held], weights=weight))
            was = float(np.average(labels[held], weights=weight))
            share = float(weight.sum() / weights.sum())
            bins.append(Bin(place / BINS, (place + 1) / BINS, int(held.sum()), said, was, share))
    return bins


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance of what was said from what was true (Naeini et al., 2015); not a number of no bins."""
    return math.fsum(one.weight * abs(one.said - one.was) for one in bins) if bins else math.nan


def sign_test(better: int, worse: int) -> float:
    """Return how probable so one-sided a change is by chance alone, two-sided; 1.0 when nothing changed."""
    return float(binomtest(better, better + worse).pvalue) if better + worse else 1.0


def paired_interval(before: Sequence[bool], after: Sequence[bool]) -> tuple[float, float]:
    """Return the 95 % interval of how much the share of `after` is above that of `before` (bootstrap; Efron, 1979).

    Both tell of the same messages in the same order, which are drawn together. From 0.0 to 0.0 when nothing differs.
    """
    change = np.array(after, dtype=np.float64) - np.array(before, dtype=np.float64)
    if not change.any():
        return 0.0, 0.0
    drawn = bootstrap((change,), np.mean, confidence_level=CONFIDENCE, method="percentile", rng=SEED, n_resamples=4000)
    return float(drawn.confidence_interval.low), float(drawn.confidence_interval.high)
