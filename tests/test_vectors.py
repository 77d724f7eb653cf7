"""Nearest neighbours."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import SnapshotCorruptError
from index.types import Vectors
from index.vectors import VectorIndex


def unit(*rows: tuple[float, ...]) -> Vectors:
    vectors = np.array(rows, dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_the_nearest_row_comes_first() -> None:
    index = VectorIndex.build(unit((1, 0), (0, 1), (1, 1)))
    [hits] = index.search(unit((1, 0.1)), 3)
    assert [hit.row for hit in hits] == [0, 2, 1]
    assert hits[0].similarity == pytest.approx(0.995, abs=1e-3)


def test_asking_for_more_than_there_is_gives_what_there_is() -> None:
    [hits] = VectorIndex.build(unit((1, 0))).search(unit((0, 1)), 50)
    assert [hit.row for hit in hits] == [0]


def test_an_empty_index_finds_nothing() -> None:
    assert VectorIndex.build(np.zeros((0, 4), dtype=np.float32)).search(unit((1, 0, 0, 0)), 3) == [[]]


@pytest.mark.parametrize(
    "vectors",
    [
        pytest.param(np.full((1, 2), np.nan, dtype=np.float32), id="not a number"),
        pytest.param(np.zeros(3, dtype=np.float32), id="one row without columns"),
    ],
)
def test_vectors_that_cannot_be_searched_are_refused(
    vectors: Vectors,
) -> None:
    with pytest.raises(ValueError, match="finite"):
        VectorIndex.build(vectors)


def test_an_index_is_read_back_as_written(tmp_path: Path) -> None:
    index = VectorIndex.build(unit((1, 0), (0, 1)))
    index.save(tmp_path / "x.faiss")
    assert VectorIndex.load(tmp_path / "x.faiss").search(unit((1, 0)), 1) == index.search(unit((1, 0)), 1)


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.faiss").write_bytes(b"half a file")
    with pytest.raises(SnapshotCorruptError, match="rebuild"):
        VectorIndex.load(tmp_path / "x.faiss")
