"""What a reader made of a yardstick's messages, set beside what the index makes of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.breakdowns import shares_of
from index.errors import YardstickError
from index.reading import rank_reading, read_reading
from index.yardstick import Yardstick
from tests.labelled import FAMILY, labelled

ROWS = (
    labelled("s", "script"),
    labelled("g", "genuine", kind="hard_law"),
    labelled("v", "vulnerable", kind="oblique"),
)
READ: tuple[dict[str, Any], ...] = (
    {"id": "v", "verdict": "none", "probability": 0.1, "family": None, "safety": "self_harm"},
    {"id": "g", "verdict": "possible", "probability": 0.6, "family": FAMILY, "safety": None},
    {"id": "s", "verdict": "match", "probability": 0.9, "family": FAMILY, "safety": None},
)


def written(path: Path, *lines: dict[str, Any]) -> Path:
    """Write a reading."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def yardstick(tmp_path: Path) -> Yardstick:
    """Return the messages that are read."""
    return Yardstick(tmp_path / "small.jsonl", ROWS, "0" * 64)


def test_a_reading_is_counted_like_the_judgements_of_an_index(tmp_path: Path) -> None:
    read = read_reading(written(tmp_path / "reading.jsonl", *READ), yardstick(tmp_path))
    assert [one.row.id for one in read] == ["s", "g", "v"]
    shares = {name: (share.count, share.total) for name, share in shares_of(read).items()}
    assert shares["scripts matched"] == (1, 1)
    assert shares["hard genuine wrongly flagged"] == (1, 1)
    assert shares["topic right on genuine"] == (1, 1)
    assert shares["self-harm recognised"] == (1, 1)


def test_a_sample_is_counted_as_far_as_it_goes(tmp_path: Path) -> None:
    ranking = rank_reading(read_reading(written(tmp_path / "reading.jsonl", *READ[1:]), yardstick(tmp_path)))
    assert ranking.name == "a reader of 2 texts alone"
    assert (ranking.found.total, ranking.wrong.total) == (1, 1)


def test_a_reader_is_ranked_by_how_probable_a_script_seemed(tmp_path: Path) -> None:
    ranking = rank_reading(read_reading(written(tmp_path / "reading.jsonl", *READ), yardstick(tmp_path)))
    assert ranking.area == 1.0
    assert (ranking.family_right.count, ranking.found.count, ranking.wrong.count) == (1, 1, 1)


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        pytest.param((), "no judgement", id="nothing read"),
        pytest.param(({**READ[0], "id": "x"},), ":1:", id="a message the yardstick has not"),
        pytest.param((READ[0], {**READ[1], "verdict": "coached"}), ":2:", id="an unknown verdict"),
        pytest.param((READ[0], {**READ[1], "family": "N99"}), "N99", id="a subject the yardstick has not"),
        pytest.param(({**READ[0], "safety": "sadness"},), ":1:", id="an unknown card"),
    ],
)
def test_a_reading_that_does_not_fit_is_refused(tmp_path: Path, lines: tuple[dict[str, Any], ...], named: str) -> None:
    with pytest.raises(YardstickError, match=named):
        read_reading(written(tmp_path / "reading.jsonl", *lines), yardstick(tmp_path))
