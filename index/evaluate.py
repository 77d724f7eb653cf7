"""How an index judges a yardstick, put together: shares, ranking, calibration, mistakes. Fits and changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np
from numpy.typing import NDArray

from index.breakdowns import Shares, breakdowns_of, share_of, shares_of
from index.matcher import Matcher
from index.measures import Bin, Share, area_under_curve, curve, expected_calibration_error, found_at, reliability
from index.outcome import Outcome, judge
from index.types import Neighbours
from index.yardstick import Labelled, Yardstick

ALLOWED = (0.01, 0.026, 0.05)  # shares of wrong reports at which finding is compared
WORST = 20  # errors that a report shows


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong judgement with what it is best understood by: the texts that the message is most like."""

    outcome: Outcome
    neighbours: Neighbours


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well a score orders scripts before other messages, whatever its threshold."""

    name: str
    area: float  # under the curve; not a number when a kind is missing
    found_at: Mapping[float, float]  # share of scripts found, by the share of wrong reports allowed
    family_right: Share  # of all scripts: the family that comes first, whatever the verdict
    found: Share  # of scripts, at the system's own threshold
    wrong: Share  # of the other messages, at the system's own threshold
    curve: tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Report:
    """What is counted of one yardstick."""

    yardstick: str  # file name
    digest: str  # sha256 of the yardstick
    snapshot: str
    prior: float
    shares: Shares
    breakdowns: Mapping[str, Mapping[str, Shares]]  # by title, by part
    ranking: Ranking
    bins: tuple[Bin, ...]
    calibration_error: float
    worst: tuple[Mistake, ...]
    outcomes: tuple[Outcome, ...]


def evaluate(matcher: Matcher, yardstick: Yardstick, rows: Iterable[Labelled] | None = None) -> Report:
    """Judge every message and count; `rows` may yield the yardstick's rows while somebody watches."""
    outcomes = judge(matcher, yardstick.rows if rows is None else rows)
    compared = [one for one in outcomes if one.row.label in ("script", "genuine", "chat")]
    probabilities = np.array([one.probability for one in compared], dtype=np.float64)
    labels = np.array([one.row.label == "script" for one in compared], dtype=np.bool_)
    shares = shares_of(outcomes)
    bins = reliability(probabilities, labels, matcher.calibration.prior)
    return Report(
        yardstick=yardstick.path.name,
        digest=yardstick.digest,
        snapshot=matcher.version,
        prior=matcher.calibration.prior,
        shares=shares,
        breakdowns=breakdowns_of(outcomes),
        ranking=rank(
            "this index",
            probabilities,
            labels,
            share_of(outcomes, ["script"], lambda one: one.likeliest in (one.row.family, *one.row.also)),
            (shares["scripts found (match or possible)"], shares["genuine and chat wrongly flagged"]),
        ),
        bins=tuple(bins),
        calibration_error=expected_calibration_error(bins),
        worst=tuple(Mistake(one, matcher.neighbours(one.row.text)) for one in worst_of(outcomes)),
        outcomes=tuple(outcomes),
    )


def rank(
    name: str,
    scores: NDArray[np.float64],
    labels: NDArray[np.bool_],
    family_right: Share,
    own: tuple[Share, Share],
) -> Ranking:
    """Return how well scores order scripts before others; `own` is what is found, and wrong, at its own threshold."""
    at = {allowed: found_at(scores, labels, allowed) for allowed in ALLOWED}
    return Ranking(name, area_under_curve(scores, labels), at, family_right, *own, curve(scores, labels))


def worst_of(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return the worst errors, the kinds of error taking turns, so that none crowds out another.

    Of one kind the most certain come first: the likeliest of those wrongly flagged, the least likely of those missed.
    """
    kinds: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if one.error:
            kinds.setdefault(one.error, []).append(one)
    for error, held in kinds.items():
        held.sort(key=lambda one: one.probability, reverse=error.startswith("wrongly"))
    in_turn = chain.from_iterable(zip_longest(*(kinds[error] for error in sorted(kinds, key=_gravity))))
    return tuple([one for one in in_turn if one is not None][:WORST])


def _gravity(error: str) -> int:
    """Order kinds of error by what they cost a person."""
    order = ("not recognised as self_harm", "wrongly called match", "wrongly called possible", "not recognised")
    return next((place for place, begins in enumerate(order) if error.startswith(begins)), len(order))
