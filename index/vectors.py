"""Nearest neighbours by cosine: FAISS's only import. Knows numbers, not texts."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.errors import SnapshotCorruptError
from index.types import Vectors

_own = threading.local()


def _use_one_thread() -> None:
    """Keep a search on its own thread: answers run side by side already, and idle OpenMP threads spin.

    OpenMP keeps the number for each calling thread, so that every one has to say so.
    """
    if not getattr(_own, "is_set", False):
        faiss.omp_set_num_threads(1)
        _own.is_set = True


@dataclass(frozen=True, slots=True)
class Hit:
    """One neighbour: the row it was added as, and the cosine."""

    row: int
    similarity: float


class VectorIndex:
    """Exhaustive inner-product search over rows added once."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """Build an index of the rows; an index of none is allowed."""
        if vectors.ndim != 2 or not np.isfinite(vectors).all():
            message = f"vectors must be finite and of shape (rows, dimension), not {vectors.shape}"
            raise ValueError(message)
        # half precision: rounding costs a cosine about 0.0005, and half the memory is read for each search
        index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Return the number of columns."""
        return int(self._index.d)

    def search(self, queries: Vectors, neighbours: int) -> list[list[Hit]]:
        """Return for each query its nearest rows, nearest first; FAISS pads with row -1, which is left out here."""
        _use_one_thread()
        if not len(self) or not len(queries):
            return [[] for _ in queries]
        scores, rows = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), min(neighbours, len(self)))
        return [
            [Hit(int(row), float(score)) for row, score in zip(*pair, strict=True) if row >= 0]
            for pair in zip(rows, scores, strict=True)
        ]

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """Read an index; raise SnapshotCorruptError when the file is not one."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise SnapshotCorruptError(f"{path.name} is not a FAISS index: rebuild with scripts.rebuild") from error
