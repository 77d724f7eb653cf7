"""What simpler ways of matching make of a yardstick, beside the index: nearest scripts by three well-known likenesses.

They read the texts as they stand, as bots without a normaliser do, and know no genuine message.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.evaluate import Ranking, rank
from index.measures import Share
from index.types import Script
from index.yardstick import Labelled


@dataclass(frozen=True, slots=True)
class Baseline:
    """A likeness by its name in `index.fitting.LIKENESSES`, and where it reports a script."""

    name: str
    likeness: str
    threshold: float


BASELINES = (
    Baseline("character TF-IDF, cosine of the nearest script", "character_tfidf", 0.50),
    Baseline("Dice on bigrams, at least 0.95", "bigram_dice", 0.95),
    Baseline("Dice on bigrams, at least 0.80", "bigram_dice", 0.80),
    Baseline("token cosine on white space", "token_cosine", 0.50),
)


def rank_baselines(scripts: Sequence[Script], rows: Sequence[Labelled]) -> list[Ranking]:
    """Return how well each baseline orders the yardstick's scripts before its genuine and ordinary messages."""
    compared = [row for row in rows if row.label in ("script", "genuine", "chat")]
    labels = np.array([row.label == "script" for row in compared], dtype=np.bool_)
    nearest = {one.likeness: _nearest(one.likeness, scripts, compared) for one in BASELINES}
    return [_rank(one, *nearest[one.likeness], compared, labels) for one in BASELINES]


def _nearest(
    likeness: str, scripts: Sequence[Script], rows: Sequence[Labelled]
) -> tuple[NDArray[np.float64], list[str]]:
    """Return the likeness of each message's nearest script, shape (messages,), and that script's family."""
    from index.fitting import nearest_by  # noqa: PLC0415 - only this needs scikit-learn

    scores, places = nearest_by(likeness, [script.text for script in scripts], [row.text for row in rows])
    return scores, [scripts[place].family for place in places]


def _rank(
    baseline: Baseline,
    scores: NDArray[np.float64],
    families: Sequence[str],
    rows: Sequence[Labelled],
    labels: NDArray[np.bool_],
) -> Ranking:
    """Return the measures of one baseline; no likeness at all is no family."""
    right = [
        score > 0 and family in (row.family, *row.also)
        for row, score, family in zip(rows, scores, families, strict=True)
        if row.label == "script"
    ]
    reported = scores >= baseline.threshold
    return rank(
        baseline.name,
        scores,
        labels,
        Share(sum(right), len(right)),
        (
            Share(int(reported[labels].sum()), int(labels.sum())),
            Share(int(reported[~labels].sum()), int((~labels).sum())),
        ),
    )
