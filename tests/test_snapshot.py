"""Snapshots: written whole, published in one step, refused when damaged."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from index.build import Recipe, build, inputs_digest, only_builder, refresh
from index.errors import KnowledgeError, ModelMismatchError, SnapshotCorruptError, SnapshotError
from index.matcher import Matcher
from index.snapshot import current_version, load, load_current, prune, publish, read_manifest, roll_back, versions
from index.types import Knowledge, Verdict
from tests.conftest import NOW
from tests.small import SCRIPTS, save_small_model, small_knowledge


def quiet(_: str) -> None:
    """Say nothing."""


def built(root: Path, *, days: int = 0, scripts: tuple[str, ...] = SCRIPTS) -> str:
    """Build a small snapshot dated some days later."""
    return build(root, Recipe(small_knowledge(scripts), "", 0.3), NOW + dt.timedelta(days=days), quiet)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with two small snapshots, the newer one published."""
    root = tmp_path_factory.mktemp("two")
    built(root)
    publish(root, built(root, days=1))
    return root


@pytest.fixture
def root(two: Path, tmp_path: Path) -> Path:
    """Copy the two snapshots, so that a test may damage them."""
    return Path(shutil.copytree(two, tmp_path / "snapshots", symlinks=True))


def test_a_manifest_says_what_a_snapshot_is_made_of(snapshots: Path, knowledge: Knowledge) -> None:
    manifest = read_manifest(snapshots / "current")
    assert manifest.library == knowledge.digest
    assert manifest.counts["scripts"] == len(knowledge.scripts)
    assert manifest.calibration.prior == 0.30
    assert manifest.created == NOW.isoformat(timespec="seconds")
    assert set(manifest.files) >= {"scripts.faiss", "genuine.faiss", "texts.json", "encoder/model.safetensors"}


def test_a_loaded_snapshot_judges_as_the_one_that_was_built(matcher: Matcher, knowledge: Knowledge) -> None:
    script = next(script for script in knowledge.scripts if script.style == "template")
    assessment = matcher.assess(script.text)
    assert (assessment.verdict, assessment.script_id) == (Verdict.MATCH, script.id)


def test_publishing_moves_one_link(root: Path) -> None:
    old, new = versions(root)
    assert current_version(root) == new
    publish(root, old)
    assert current_version(root) == old
    assert load(root / "current", small_knowledge()).version == old


def test_an_unknown_version_is_refused_with_those_that_are_kept(root: Path) -> None:
    with pytest.raises(SnapshotError, match=versions(root)[0]):
        publish(root, "yesterday")


@pytest.mark.parametrize("name", ["texts.json", "scripts.faiss", "encoder/model.safetensors"])
def test_a_snapshot_that_was_changed_is_refused(root: Path, name: str) -> None:
    path = root / "current" / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SnapshotCorruptError, match=name):
        load(root / "current", small_knowledge())


def test_a_file_too_many_is_refused(root: Path) -> None:
    (root / "current" / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SnapshotCorruptError, match=r"notes\.txt"):
        load(root / "current", small_knowledge())


def test_a_half_written_snapshot_does_not_count(root: Path) -> None:
    old, new = versions(root)
    (root / new / "manifest.json").unlink()
    assert versions(root) == [old]
    with pytest.raises(SnapshotError):
        publish(root, new)


def test_the_one_before_answers_when_the_current_one_is_damaged(root: Path) -> None:
    old, new = versions(root)
    (root / new / "texts.json").write_text("{}", encoding="utf-8")
    matcher, problem = load_current(root, small_knowledge())
    assert matcher.version == old
    assert problem is not None
    assert new in problem
    assert old in problem


def test_nothing_sound_left_is_said(root: Path) -> None:
    for version in versions(root):
        (root / version / "texts.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SnapshotCorruptError, match=r"scripts\.rebuild"):
        load_current(root, small_knowledge())


def test_another_encoder_than_the_one_asked_for_is_refused(root: Path) -> None:
    with pytest.raises(ModelMismatchError, match=r"BAAI/bge-m3.*scripts\.rebuild"):
        load(root / "current", small_knowledge(), "BAAI/bge-m3")


def test_a_snapshot_of_another_version_of_the_program_is_refused(root: Path) -> None:
    path = root / "current" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "format": 1}), encoding="utf-8")
    with pytest.raises(SnapshotCorruptError, match=r"another version.*scripts\.rebuild"):
        load(root / "current", small_knowledge())
    old, _ = versions(root)
    assert load_current(root, small_knowledge())[0].version == old


def test_another_dimension_than_the_manifest_says_is_refused(root: Path) -> None:
    path = root / "current" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "dimension": 99}), encoding="utf-8")
    with pytest.raises(ModelMismatchError, match="99"):
        load(root / "current", small_knowledge())


def test_pruning_keeps_the_newest_and_the_current_one(root: Path) -> None:
    old, new = versions(root)
    publish(root, old)
    assert prune(root, 1) == []
    publish(root, new)
    assert prune(root, 1) == [old]


def test_refreshing_builds_only_when_the_inputs_changed(tmp_path: Path) -> None:
    recipe = Recipe(small_knowledge(), "", 0.3)
    first = refresh(tmp_path, recipe, NOW, quiet)
    assert refresh(tmp_path, recipe, NOW + dt.timedelta(days=1), quiet) == first
    changed = Recipe(small_knowledge(), "", 0.4)
    assert refresh(tmp_path, changed, NOW + dt.timedelta(days=1), quiet) != first


def test_refreshing_replaces_a_snapshot_without_a_manifest(root: Path) -> None:
    (root / "current" / "manifest.json").unlink()
    version = refresh(root, Recipe(small_knowledge(), "", 0.3), NOW + dt.timedelta(days=2), quiet)
    assert load(root / "current", small_knowledge()).version == version


@pytest.mark.parametrize("name", ["texts.json", "scripts.faiss"])
def test_refreshing_replaces_a_damaged_snapshot(root: Path, name: str) -> None:
    (root / "current" / name).write_bytes(b"damaged")
    told: list[str] = []
    version = refresh(root, Recipe(small_knowledge(), "", 0.3), NOW + dt.timedelta(days=2), told.append)
    assert load(root / "current", small_knowledge()).version == version
    assert name in told[0]


def test_the_newest_sound_one_answers_when_others_are_damaged_too(root: Path) -> None:
    old, new = versions(root)
    third = build(root, Recipe(small_knowledge(), "", 0.3), NOW + dt.timedelta(days=3), quiet)
    publish(root, third)
    for version in (third, new):
        (root / version / "texts.json").write_text("{}", encoding="utf-8")
    assert load_current(root, small_knowledge())[0].version == old


def test_what_was_rolled_back_to_is_not_built_over(root: Path) -> None:
    old, _ = versions(root)
    roll_back(root, old)
    told: list[str] = []
    changed = Recipe(small_knowledge(), "", 0.4)
    assert refresh(root, changed, NOW + dt.timedelta(days=2), told.append) == old
    assert "scripts.rebuild" in told[0]
    newer = build(root, changed, NOW + dt.timedelta(days=3), quiet)
    publish(root, newer)
    assert refresh(root, changed, NOW + dt.timedelta(days=4), quiet) == newer


def test_a_snapshot_of_another_encoder_can_be_rolled_back_to(root: Path) -> None:
    old, _ = versions(root)
    roll_back(root, old)
    assert load_current(root, small_knowledge(), "BAAI/bge-m3")[0].version == old


def test_a_damaged_snapshot_is_not_rolled_back_to(root: Path) -> None:
    old, new = versions(root)
    (root / old / "texts.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SnapshotCorruptError):
        roll_back(root, old)
    assert current_version(root) == new


def test_a_model_replaced_at_the_same_path_makes_the_snapshot_stale(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "weights").write_bytes(b"one")
    first = inputs_digest(Recipe(small_knowledge(), str(model), 0.3))
    (model / "weights").write_bytes(b"other")
    assert inputs_digest(Recipe(small_knowledge(), str(model), 0.3)) != first


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with only_builder(tmp_path), pytest.raises(SnapshotError, match="another rebuild"):
        built(tmp_path)


def test_what_a_build_that_was_cut_short_has_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".building-x").mkdir()
    built(tmp_path)
    assert not list(tmp_path.glob(".building-*"))


@pytest.mark.parametrize("count", [1, 2])
def test_an_index_of_one_or_two_scripts_works(tmp_path: Path, count: int) -> None:
    publish(tmp_path, built(tmp_path, scripts=SCRIPTS[:count]))
    assert load(tmp_path / "current", small_knowledge()).assess(SCRIPTS[0]).script_id == "s0"


def test_a_library_without_scripts_or_without_genuine_messages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no script"):
        built(tmp_path, scripts=())
    with pytest.raises(KnowledgeError, match="no genuine message"):
        build(tmp_path, Recipe(small_knowledge(genuine=()), "", 0.3), NOW, quiet)


def test_any_sentence_transformer_serves_a_snapshot_whole(tmp_path: Path) -> None:
    model = save_small_model(tmp_path / "model")
    root = tmp_path / "snapshots"
    version = build(root, Recipe(small_knowledge(), str(model), 0.3), NOW, quiet)
    publish(root, version)
    shutil.rmtree(model)  # a snapshot carries its encoder
    matcher = load(root / "current", small_knowledge(), str(model))
    assert matcher.assess(SCRIPTS[1]).script_id == "s1"
    assert read_manifest(root / version).dimension == 8
