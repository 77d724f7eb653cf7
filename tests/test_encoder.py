"""The embedder: the built-in one, and any SentenceTransformer by path."""

from pathlib import Path

import numpy as np
import pytest

from index.encoder import BUILT_IN_DIMENSION, build_ngram_encoder, load_named, load_saved
from index.errors import EncoderError
from tests.small import GENUINE, SCRIPTS, save_small_model


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a SentenceTransformer of eight numbers a character, as anyone could bring one."""
    return save_small_model(tmp_path_factory.mktemp("model") / "small")


def test_built_in_vectors_have_length_one() -> None:
    encoder = build_ngram_encoder([*SCRIPTS, *GENUINE])
    vectors = encoder.embed_queries(SCRIPTS)
    assert vectors.shape == (len(SCRIPTS), BUILT_IN_DIMENSION)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert vectors.dtype == np.float32


def test_a_text_without_known_words_is_zero_not_nan() -> None:
    assert not build_ngram_encoder(SCRIPTS).embed_queries(["qwerty", ""]).any()


def test_no_text_gives_no_row() -> None:
    assert build_ngram_encoder(SCRIPTS).embed_passages([]).shape == (0, BUILT_IN_DIMENSION)


def test_near_texts_are_near() -> None:
    encoder = build_ngram_encoder([*SCRIPTS, *GENUINE])
    [query] = encoder.embed_queries(["本人申请个性化分期六十期"])
    similarity = encoder.embed_passages([*SCRIPTS, *GENUINE]) @ query
    assert int(similarity.argmax()) == 0


def test_building_twice_gives_the_same_vectors() -> None:
    first, second = (build_ngram_encoder([*SCRIPTS, *GENUINE]).embed_queries(SCRIPTS) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_saved_encoder_gives_the_same_vectors(tmp_path: Path) -> None:
    encoder = build_ngram_encoder([*SCRIPTS, *GENUINE])
    encoder.save(tmp_path / "encoder")
    loaded = load_saved(tmp_path / "encoder")
    assert (loaded.model_id, loaded.dimension) == (encoder.model_id, encoder.dimension)
    assert np.allclose(loaded.embed_queries(SCRIPTS), encoder.embed_queries(SCRIPTS), atol=1e-6)


def test_any_sentence_transformer_can_be_named_by_path(small_model: Path, tmp_path: Path) -> None:
    encoder = load_named(str(small_model))
    assert encoder.embed_queries(SCRIPTS).shape == (len(SCRIPTS), 8)
    encoder.save(tmp_path / "kept")
    assert load_saved(tmp_path / "kept").model_id == str(small_model)


def test_a_model_that_cannot_be_loaded_is_named_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"RADAR_ENCODER .* python -m scripts\.rebuild"):
        load_named(str(tmp_path / "missing"))


def test_an_encoder_directory_that_is_damaged_is_refused(tmp_path: Path) -> None:
    (tmp_path / "radar.json").write_text("{", encoding="utf-8")
    with pytest.raises(EncoderError, match=r"scripts\.rebuild"):
        load_saved(tmp_path)
