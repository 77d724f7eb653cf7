"""Immutable built indexes on disk: write, load, publish (atomic), roll back. Builds and scores nothing.

    snapshots/
      current -> 20260101T000000Z-0a1b2c3d
      held                                    the version that a rollback chose, which no start builds anew
      20260101T000000Z-0a1b2c3d/
        encoder/ scripts.faiss genuine.faiss classifier.npz topics.npz texts.json manifest.json

The manifest is written last and names every other file with its sha256: a directory without one is half-written.
"""

import contextlib
import dataclasses
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.calibrate import Calibration, Thresholds
from index.citations import CitationCheck
from index.classifier import NgramClassifier, load_classifier
from index.corpus import Corpus
from index.encoder import Embedder, load_saved
from index.errors import ModelMismatchError, SnapshotCorruptError, SnapshotError
from index.matcher import Matcher
from index.safety import SafetyCheck
from index.types import Genuine, Knowledge, Script
from index.vectors import VectorIndex

CURRENT, MANIFEST, HELD = "current", "manifest.json", "held"
REBUILD = "run python -m scripts.rebuild"
FORMAT = 2  # of the files; raised when they are written otherwise


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is made of, and what its numbers mean."""

    format: int
    version: str
    created: str  # ISO 8601, UTC
    inputs: str  # sha256 of everything the build depends on
    encoder: str  # the name asked for; "" is the built-in one
    model_id: str
    dimension: int
    normaliser: str
    library: str  # sha256 of the library's files
    counts: dict[str, int]
    calibration: Calibration  # with the thresholds and the declared prior
    files: dict[str, str]  # sha256 by name


@dataclass(frozen=True, slots=True)
class Contents:
    """What is written into a snapshot beside its manifest."""

    scripts: tuple[Script, ...]
    script_corpus: Corpus
    genuine: tuple[Genuine, ...]
    genuine_corpus: Corpus
    weights: dict[str, float]
    embedder: Embedder
    classifier: NgramClassifier
    topics: NgramClassifier


def write(directory: Path, contents: Contents, manifest: Manifest) -> None:
    """Write a snapshot into a new directory, the manifest last."""
    directory.mkdir(parents=True)
    contents.embedder.save(directory / "encoder")
    contents.script_corpus.vectors.save(directory / "scripts.faiss")
    contents.genuine_corpus.vectors.save(directory / "genuine.faiss")
    contents.classifier.save(directory / "classifier.npz")
    contents.topics.save(directory / "topics.npz")
    texts = {
        "scripts": [dataclasses.asdict(script) for script in contents.scripts],
        "script_owners": contents.script_corpus.owners,
        "genuine": [dataclasses.asdict(genuine) for genuine in contents.genuine],
        "genuine_owners": contents.genuine_corpus.owners,
        "weights": contents.weights,
    }
    (directory / "texts.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    sealed = dataclasses.replace(manifest, files=_hashes(directory))
    (directory / MANIFEST).write_text(
        json.dumps(dataclasses.asdict(sealed), ensure_ascii=False, indent=1), encoding="utf-8"
    )


def read_manifest(directory: Path) -> Manifest:
    """Read a manifest; raise SnapshotCorruptError when there is none that can be read."""
    try:
        data = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        calibration = data.pop("calibration")
        thresholds = Thresholds(**calibration.pop("thresholds"))
        coefficients = tuple(calibration.pop("coefficients"))
        manifest = Manifest(**data, calibration=Calibration(coefficients, **calibration, thresholds=thresholds))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotCorruptError(f"snapshot {directory.name} has no readable manifest: {REBUILD}") from error
    if manifest.format != FORMAT:
        raise SnapshotCorruptError(
            f"snapshot {directory.name} was written by another version of the program: {REBUILD}"
        )
    return manifest


def check(directory: Path) -> Manifest:
    """Return the manifest of a sound snapshot; raise SnapshotCorruptError when a file is missing or was changed."""
    manifest = read_manifest(directory)
    if (found := _hashes(directory)) != manifest.files:
        changed = min(set(found.items()) ^ set(manifest.files.items()))[0]
        raise SnapshotCorruptError(f"snapshot {directory.name} was changed or is incomplete ({changed}): {REBUILD}")
    return manifest


def load(directory: Path, knowledge: Knowledge, encoder: str | None = "") -> Matcher:
    """Load one snapshot, checked file by file; guidance and safety rules always come from today's library.

    `encoder` is the one asked for, "" the built-in one, None whichever the snapshot carries. Raises
    SnapshotCorruptError when a file is missing or was changed, ModelMismatchError when it was built with another
    encoder.
    """
    directory = directory.resolve()  # one snapshot, even when `current` moves meanwhile
    manifest = read_manifest(directory)
    if encoder is not None and manifest.encoder != encoder:
        raise ModelMismatchError(
            f"snapshot {manifest.version} was built with {manifest.encoder or 'the built-in encoder'}, "
            f"but RADAR_ENCODER asks for {encoder or 'the built-in one'}: {REBUILD}"
        )
    check(directory)
    texts = json.loads((directory / "texts.json").read_text(encoding="utf-8"))
    embedder = load_saved(directory / "encoder")
    if embedder.dimension != manifest.dimension:
        raise ModelMismatchError(
            f"the encoder gives {embedder.dimension} numbers a text, but snapshot {manifest.version} holds "
            f"{manifest.dimension}: {REBUILD}"
        )
    scripts = [Script(**{**row, "signals": tuple(row["signals"])}) for row in texts["scripts"]]
    genuine = [Genuine(**row) for row in texts["genuine"]]
    return Matcher(
        version=manifest.version,
        scripts=scripts,
        script_corpus=_corpus(directory / "scripts.faiss", scripts, texts["script_owners"], texts["weights"]),
        genuine=genuine,
        genuine_corpus=_corpus(directory / "genuine.faiss", genuine, texts["genuine_owners"], texts["weights"]),
        embedder=embedder,
        classifier=load_classifier(directory / "classifier.npz"),
        topics=load_classifier(directory / "topics.npz"),
        calibration=manifest.calibration,
        safety=SafetyCheck(knowledge.safety),
        citations=CitationCheck(knowledge.citations),
        weak=frozenset(family.id for family in knowledge.families.values() if family.strength == "weak"),
    )


def load_current(root: Path, knowledge: Knowledge, encoder: str = "") -> tuple[Matcher, str | None]:
    """Load the published snapshot; when it is damaged, the newest sound one, and what was wrong as a sentence."""
    current = current_version(root) or CURRENT
    try:
        return load_version(root, current, knowledge, encoder), None
    except SnapshotCorruptError as error:
        for version in reversed(versions(root)):
            if version != current:
                with contextlib.suppress(SnapshotCorruptError, ModelMismatchError):
                    return load(root / version, knowledge, encoder), f"{error}; meanwhile {version} answers"
        raise


def load_version(root: Path, version: str, knowledge: Knowledge, encoder: str = "") -> Matcher:
    """Load one version; the one that a rollback chose answers with the encoder it carries."""
    return load(root / version, knowledge, None if version == held_version(root) else encoder)


def versions(root: Path) -> list[str]:
    """Return the complete snapshots, oldest first."""
    found = [path for path in root.glob("*T*Z-*") if (path / MANIFEST).is_file()] if root.is_dir() else []
    return sorted(path.name for path in found)


def current_version(root: Path) -> str | None:
    """Return the published version, or None before the first."""
    link = root / CURRENT
    return link.resolve().name if link.is_symlink() else None


def held_version(root: Path) -> str | None:
    """Return the published version if a rollback chose it."""
    try:
        held = (root / HELD).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return held if held == current_version(root) else None


def publish(root: Path, version: str) -> None:
    """Make a snapshot current in one step: readers see the old one or the new one."""
    if version not in versions(root):
        known = ", ".join(versions(root)) or "none"
        raise SnapshotError(f"there is no snapshot {version!r}; kept here: {known}")
    link = root / f".{CURRENT}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(version)
    link.replace(root / CURRENT)


def roll_back(root: Path, version: str) -> None:
    """Publish an earlier snapshot and hold it, so that the next start does not build over it."""
    if version in versions(root):
        check(root / version)
        (root / HELD).write_text(version, encoding="utf-8")
    publish(root, version)


def prune(root: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` snapshots and the current one; return what was removed."""
    kept = {*versions(root)[-keep:], current_version(root)}
    removed = [version for version in versions(root) if version not in kept]
    for version in removed:
        shutil.rmtree(root / version)
    return removed


def _corpus(path: Path, texts: list[Any], owners: list[int], weights: dict[str, float]) -> Corpus:
    return Corpus([text.text for text in texts], owners, VectorIndex.load(path), weights)


def _hashes(directory: Path) -> dict[str, str]:
    """Return the sha256 of every file of a snapshot but its manifest."""
    files = [path for path in sorted(directory.rglob("*")) if path.is_file() and path.name != MANIFEST]
    return {str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
