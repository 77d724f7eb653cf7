"""Probabilities, thresholds and verdicts."""

import numpy as np
import pytest

from index.calibrate import Calibration, Thresholds, prior_weights, threshold_for
from index.types import Verdict

CALIBRATION = Calibration((2.0, -1.0), -0.5, 0.3, Thresholds(match=0.8, possible=0.5))


def test_probability_follows_the_logistic_model() -> None:
    assert CALIBRATION.probability(np.array([0.25, 0.0])) == pytest.approx(0.5)
    assert CALIBRATION.probability(np.array([1000.0, 0.0])) == pytest.approx(1.0)
    assert CALIBRATION.probability(np.array([-1000.0, 0.0])) == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [
        pytest.param(0.8, Verdict.MATCH, id="at the match threshold"),
        pytest.param(0.79, Verdict.POSSIBLE, id="just below it"),
        pytest.param(0.5, Verdict.POSSIBLE, id="at the possible threshold"),
        pytest.param(0.49, Verdict.NONE, id="below both"),
    ],
)
def test_verdict_follows_the_thresholds(probability: float, verdict: Verdict) -> None:
    assert CALIBRATION.verdict(probability) is verdict


def test_scripts_together_weigh_the_declared_prior() -> None:
    labels = np.array([True] * 90 + [False] * 10)
    weights = prior_weights(labels, 0.3)
    assert weights[labels].sum() / weights.sum() == pytest.approx(0.3)
    assert weights.sum() == pytest.approx(len(labels))


def test_a_threshold_lets_no_more_genuine_messages_through_than_allowed() -> None:
    genuine = [i / 1000 for i in range(1000)]
    threshold = threshold_for(genuine, allowed=0.026, least=0.5)
    assert sum(probability >= threshold for probability in genuine) == 26


def test_a_threshold_is_never_below_what_its_word_means() -> None:
    assert threshold_for([0.01, 0.02], allowed=0.5, least=0.8) == 0.8
    assert threshold_for([], allowed=0.005, least=0.8) == 0.8
