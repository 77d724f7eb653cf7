"""Make a snapshot from the knowledge base, and keep the published one up to date with it. Answers no message."""

import datetime as dt
import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.corpus import Corpus, comparable, passages
from index.encoder import Embedder, build_ngram_encoder, load_named
from index.errors import KnowledgeError, SnapshotCorruptError, SnapshotError
from index.leave_one_out import Classifiers, calibrate, fit_classifiers
from index.lexical import inverse_document_frequency, units_of
from index.normalise import NORMALISER_VERSION
from index.snapshot import FORMAT, Contents, Manifest, check, current_version, held_version, prune, publish, write
from index.types import Knowledge
from index.vectors import VectorIndex

KEPT = 5  # snapshots that can be rolled back to
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a snapshot is made of beside how: the library, the encoder ("" is the built-in one), the declared prior."""

    knowledge: Knowledge
    encoder: str
    prior: float


def inputs_digest(recipe: Recipe) -> str:
    """Return the hash of everything a snapshot depends on: another value means that it is stale."""
    inputs = [recipe.knowledge.digest, recipe.encoder, _files_of(recipe.encoder), f"{recipe.prior:.6f}", _own_code()]
    return hashlib.sha256("\0".join([*inputs, NORMALISER_VERSION]).encode()).hexdigest()


def _own_code() -> str:
    """Return the hash of this package: the same texts give another snapshot when what reads them has changed."""
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _files_of(encoder: str) -> str:
    """Return what tells that a model on disk was replaced, without reading its gigabytes; "" for a name."""
    directory = Path(encoder)
    if not encoder or not directory.is_dir():
        return ""
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    return "\0".join(f"{path.relative_to(directory)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)


def build(root: Path, recipe: Recipe, now: dt.datetime, say: Progress) -> str:
    """Write a new snapshot below `root` and return its version.

    It is written aside and renamed when it is complete, so that a build cut short leaves nothing that looks like one.
    """
    knowledge = recipe.knowledge
    if not knowledge.scripts:
        raise KnowledgeError("the library holds no script: add one to a family file in index/library")
    inputs = inputs_digest(recipe)
    version = f"{now:%Y%m%dT%H%M%S}Z-{inputs[:8]}"
    say(f"encoding {len(knowledge.scripts)} scripts and {len(knowledge.genuine)} genuine messages")
    classifiers = fit_classifiers(knowledge)
    contents = assemble(knowledge, choose_encoder(recipe), classifiers)
    say("calibrating")
    manifest = Manifest(
        format=FORMAT,
        version=version,
        created=now.isoformat(timespec="seconds"),
        inputs=inputs,
        encoder=recipe.encoder,
        model_id=contents.embedder.model_id,
        dimension=contents.embedder.dimension,
        normaliser=NORMALISER_VERSION,
        library=knowledge.digest,
        counts={
            "scripts": len(contents.scripts), "genuine": len(contents.genuine), "families": len(knowledge.families)
        },
        calibration=calibrate(contents, classifiers.out_of_fold, recipe.prior),
        files={},
    )  # fmt: skip
    with only_builder(root):
        aside = root / f".building-{version}"
        write(aside, contents, manifest)
        aside.rename(root / version)
    return version


@contextmanager
def only_builder(root: Path) -> Iterator[None]:
    """Keep a second build out, and clear away what builds that were cut short have left.

    The lock is the system's, so that it ends with the process that holds it. Raises SnapshotError when it is held.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SnapshotError("another rebuild is under way: wait until it ends, then try again") from error
        for left in root.glob(".building-*"):
            shutil.rmtree(left)
        yield


def choose_encoder(recipe: Recipe) -> Embedder:
    """Return the encoder asked for, or the built-in one made from the library."""
    if recipe.encoder:
        return load_named(recipe.encoder)
    return build_ngram_encoder(passages(recipe.knowledge.texts)[0])


def assemble(knowledge: Knowledge, embedder: Embedder, classifiers: Classifiers) -> Contents:
    """Embed the scripts and the genuine bank."""
    weights = inverse_document_frequency(units_of(comparable(text).text).values for text in knowledge.texts)

    def corpus(own: Sequence[str]) -> Corpus:
        found, owners = passages(own)
        return Corpus(own, owners, VectorIndex.build(embedder.embed_passages(found)), weights)

    return Contents(
        scripts=knowledge.scripts,
        script_corpus=corpus([script.text for script in knowledge.scripts]),
        genuine=knowledge.genuine,
        genuine_corpus=corpus([genuine.text for genuine in knowledge.genuine]),
        weights=weights,
        embedder=embedder,
        classifier=classifiers.scripts,
        topics=classifiers.topics,
    )


def refresh(root: Path, recipe: Recipe, now: dt.datetime, say: Progress) -> str:
    """Build and publish when what is published is damaged or was made from other inputs; return the current version.

    What a rollback chose stays until the next rebuild that is asked for.
    """
    current = current_version(root)
    if current is not None:
        try:
            manifest = check(root / current)
        except SnapshotCorruptError as error:
            say(str(error))
        else:
            if manifest.inputs == inputs_digest(recipe):
                return current
            if current == held_version(root):
                say(f"snapshot {current} answers since it was rolled back to: python -m scripts.rebuild ends that")
                return current
    version = build(root, recipe, now, say)
    publish(root, version)
    prune(root, KEPT)
    return version
