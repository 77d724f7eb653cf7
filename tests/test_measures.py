"""Measures of a classifier, with their empty cases."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.measures import (
    Share,
    area_under_curve,
    curve,
    expected_calibration_error,
    found_at,
    reliability,
    sign_test,
)

SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.2, 0.1])
LABELS = np.array([True, True, False, True, False, False])
ALL, NONE = np.ones(6, dtype=np.bool_), np.zeros(6, dtype=np.bool_)


def test_a_share_of_nothing_has_no_rate_and_could_be_anything() -> None:
    assert math.isnan(Share(0, 0).rate)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_the_interval_is_wilsons() -> None:
    # worked out by hand from the formula: 8 of 10 at z = 1.959964
    assert Share(8, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)


@pytest.mark.parametrize("count", [0, 20])
def test_no_error_in_twenty_is_not_no_error_at_all(count: int) -> None:
    low, high = Share(count, 20).interval
    assert high - low == pytest.approx(0.161, abs=1e-3)


def test_the_area_counts_pairs_in_order_and_ties_by_half() -> None:
    assert area_under_curve(SCORES, LABELS) == pytest.approx(8 / 9)
    assert area_under_curve(np.ones(6), LABELS) == pytest.approx(0.5)


@pytest.mark.parametrize("labels", [pytest.param(ALL, id="scripts alone"), pytest.param(NONE, id="no script")])
def test_with_one_kind_missing_nothing_can_be_told_apart(labels: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> None:
    assert math.isnan(area_under_curve(SCORES, labels))
    assert math.isnan(found_at(SCORES, labels, 0.05))
    assert [len(part) for part in curve(SCORES, labels)] == [0, 0]
    assert reliability(SCORES, labels, 0.3) == []
    assert math.isnan(expected_calibration_error([]))


def test_found_at_lets_no_more_through_than_allowed() -> None:
    assert found_at(SCORES, LABELS, 0.0) == pytest.approx(2 / 3)  # one of the others stands above the third script
    assert found_at(SCORES, LABELS, 0.34) == pytest.approx(1.0)
    assert found_at(np.ones(6), LABELS, 0.5) == 0.0  # what scores the same cannot be parted


def test_the_curve_rises_from_nothing_to_everything_and_agrees_with_the_area() -> None:
    wrong, found = curve(SCORES, LABELS)
    assert (wrong[0], found[0], wrong[-1], found[-1]) == (0, 0, 1, 1)
    assert float(np.trapezoid(found, wrong)) == pytest.approx(area_under_curve(SCORES, LABELS))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2))
def test_measures_of_anything_are_shares_or_not_a_number(rows: list[tuple[float, bool]]) -> None:
    scores, labels = np.array([score for score, _ in rows]), np.array([label for _, label in rows], dtype=np.bool_)
    bins = reliability(scores, labels, 0.3)
    found = [area_under_curve(scores, labels), found_at(scores, labels, 0.026), expected_calibration_error(bins)]
    assert all(math.isnan(value) or 0 <= value <= 1 + 1e-9 for value in found)
    assert sum(one.count for one in bins) in (0, len(rows))
    assert not bins or math.isclose(sum(one.weight for one in bins), 1)


def test_calibration_is_weighed_by_the_declared_prior() -> None:
    # half of these are scripts; as if three in ten were, a probability of 0.3 for all is exactly right
    labels = np.array([True, False] * 10)
    [one] = bins = reliability(np.full(20, 0.3), labels, 0.3)
    assert (one.low, one.high, one.count) == (0.3, 0.4, 20)
    assert (one.said, one.was, one.weight) == pytest.approx((0.3, 0.3, 1.0))
    assert expected_calibration_error(bins) == pytest.approx(0)
    assert expected_calibration_error(reliability(np.full(20, 0.8), labels, 0.3)) == pytest.approx(0.5)


def test_a_certain_answer_falls_into_the_last_bin() -> None:
    [_, last] = reliability(np.array([0.0, 1.0]), np.array([False, True]), 0.5)
    assert (last.low, last.high, last.said) == (0.9, 1.0, 1.0)


def test_the_sign_test_doubts_small_changes() -> None:
    assert sign_test(0, 0) == 1.0
    assert sign_test(3, 2) == 1.0
    assert sign_test(12, 1) == pytest.approx(0.0034, abs=1e-4)
    assert sign_test(1, 12) == sign_test(12, 1)
