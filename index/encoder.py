"""Texts -> unit vectors: the Embedder protocol, and SentenceTransformer behind it (its only import).

The built-in encoder is a StaticEmbedding over n-grams with weights made by the build; `RADAR_ENCODER` names any other
SentenceTransformer. Searches and scores nothing.
"""

import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.errors import EncoderError
from index.lexical import expand
from index.types import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUILT_IN = "ngram-lsa"
BUILT_IN_DIMENSION = 96
UNKNOWN = "[UNK]"
BATCH = 256
_own = threading.local()


class Embedder(Protocol):
    """What the rest of the index needs from an embedding model. Every row has length 1, or is zero for no words."""

    model_id: str
    dimension: int

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts that are searched for; shape (texts, dimension)."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed the parts of a message; shape (texts, dimension)."""

    def save(self, directory: Path) -> None:
        """Write the model so that `load_saved` reads it back."""


class SentenceEmbedder:
    """A SentenceTransformer, with what its texts need beforehand."""

    def __init__(self, model: "SentenceTransformer", model_id: str, prepare: Callable[[str], str] = str) -> None:
        self.model_id = model_id
        self.dimension = int(model.get_embedding_dimension() or 0)
        self._model = model
        self._prepare = prepare

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts that are searched for; shape (texts, dimension)."""
        return self._embed(self._model.encode_document, texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed the parts of a message; shape (texts, dimension)."""
        return self._embed(self._model.encode_query, texts)

    def _embed(self, encode: Callable[..., object], texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if self._prepare is expand:
            _use_one_thread()
        prepared = [self._prepare(text) for text in texts]
        vectors = np.asarray(
            encode(prepared, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32
        )
        if not np.isfinite(vectors).all():
            raise EncoderError(f"{self.model_id} returned a vector that is not finite: choose another RADAR_ENCODER")
        return vectors

    def save(self, directory: Path) -> None:
        """Write the model so that `load_saved` reads it back."""
        self._model.save(str(directory), create_model_card=False)
        about = {"model_id": self.model_id, "built_in": self._prepare is expand}
        (directory / "radar.json").write_text(json.dumps(about, indent=1), encoding="utf-8")


def load_saved(directory: Path) -> SentenceEmbedder:
    """Load the encoder of a snapshot; raise EncoderError when it cannot be loaded."""
    try:
        about = json.loads((directory / "radar.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EncoderError(f"the snapshot's encoder cannot be read ({error}): run python -m scripts.rebuild") from error
    return SentenceEmbedder(_load(str(directory)), about["model_id"], expand if about["built_in"] else str)


def load_named(name: str) -> SentenceEmbedder:
    """Load any SentenceTransformer by hub name or path; raise EncoderError when it cannot be loaded."""
    return SentenceEmbedder(_load(name), name)


def build_ngram_encoder(texts: Sequence[str], dimension: int = BUILT_IN_DIMENSION) -> SentenceEmbedder:
    """Make the built-in encoder from the texts of the library."""
    from index.fitting import fit_projection  # noqa: PLC0415 - only a build needs scikit-learn

    projection = fit_projection([expand(text) for text in texts], dimension)
    weights = np.vstack([np.zeros((1, dimension), dtype=np.float32), projection.weights])  # unknown words weigh nothing
    return SentenceEmbedder(_static_model((UNKNOWN, *projection.words), weights), BUILT_IN, expand)


def _static_model(words: Sequence[str], weights: Vectors) -> "SentenceTransformer":
    """Return a SentenceTransformer that averages one row a word."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds to import
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415
    from tokenizers.models import WordLevel  # noqa: PLC0415
    from tokenizers.pre_tokenizers import WhitespaceSplit  # noqa: PLC0415

    tokenizer = Tokenizer(WordLevel({word: row for row, word in enumerate(words)}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    return SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")


def _use_one_thread() -> None:
    """Keep torch from waking threads for the few sums of the built-in encoder; a large model is left its own.

    OpenMP keeps the number for each calling thread, so that every one has to say so.
    """
    import torch  # noqa: PLC0415 - seconds to import

    if not getattr(_own, "is_set", False):
        torch.set_num_threads(1)
        _own.is_set = True


def _load(name: str) -> "SentenceTransformer":
    """Load a model; whatever goes wrong inside the model library becomes one sentence."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds to import

    try:
        return SentenceTransformer(name, device="cpu")
    except Exception as error:
        raise EncoderError(
            f"the encoder {name!r} cannot be loaded ({type(error).__name__}): give RADAR_ENCODER the path of a "
            "SentenceTransformer on this machine or a name it can download, or leave it empty; then run "
            "python -m scripts.rebuild"
        ) from error
