"""From likenesses to features: what the calibration weighs. Decides nothing.

Every feature grows, or falls, one way with how much a message reads like a script; length is not among them, because
length says nothing about where a wording comes from.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.corpus import Likeness

FEATURES = ("dense", "wording", "run", "genuine_dense", "genuine_wording", "classifier")
FURTHEST = 4.0  # log odds; beyond, the classifier only repeats itself


def features(script: Likeness | None, genuine: Likeness | None, decision: float) -> NDArray[np.float64]:
    """Return the features of one script against the nearest genuine text, shape (len(FEATURES),).

    `decision` is what the n-gram classifier says of the message, in log odds.
    """
    bounded = max(-FURTHEST, min(FURTHEST, decision))
    return np.array([*_own(script), *_own(genuine)[:2], bounded], dtype=np.float64)


def _own(likeness: Likeness | None) -> Sequence[float]:
    """Return one text's part of the features; nothing near is 0.0 everywhere."""
    if likeness is None:
        return (0.0, 0.0, 0.0)
    return (
        (likeness.dense + likeness.dense_part) / 2,
        max(likeness.wording, likeness.wording_part),
        likeness.run,
    )
