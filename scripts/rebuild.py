"""python -m scripts.rebuild: build the index from the library, and publish it unless it is worse than before."""

import json
import shutil
import tempfile
from pathlib import Path

import click

from bot.settings import Settings, load_settings
from index.build import KEPT, Recipe, build
from index.errors import EncoderError, SnapshotError
from index.gate import only_removes, weigh
from index.knowledge import load_knowledge
from index.matcher import Matcher
from index.snapshot import CURRENT, Manifest, current_version, load, prune, publish, read_manifest
from index.types import Knowledge
from scripts.command import now, plain_errors, say


@click.command()
@click.option("--dry-run", is_flag=True, help="Build aside and describe the result, publish nothing.")
@click.option("--force", is_flag=True, help="Publish even what the gate refuses; this is kept on record.")
@plain_errors
def main(*, dry_run: bool, force: bool) -> None:
    """Build the index from the library, weigh it against the published one, and publish it unless it is worse."""
    settings, knowledge = load_settings(), load_knowledge()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) if dry_run else settings.snapshots
        version = build(root, Recipe(knowledge, settings.encoder, settings.prior), now(), say)
        click.echo(describe(read_manifest(root / version)))
        objections = weighed(load(root / version, knowledge, None), published_matcher(settings, knowledge))
        if dry_run:
            click.echo("dry run: nothing was published")
            return
    record(settings.snapshots, {"version": version, "objections": objections, "forced": force and bool(objections)})
    if objections and not force:
        shutil.rmtree(root / version)  # else it would answer when the published one is damaged
        raise click.ClickException(
            f"snapshot {version} was not published: {'; '.join(objections)}. What is published goes on answering. "
            "Correct the library, or publish it all the same with --force"
        )
    publish(settings.snapshots, version)
    for removed in prune(settings.snapshots, KEPT):
        click.echo(f"removed {removed}: only the newest {KEPT} are kept")
    click.echo(f"published {version}")


def published_matcher(settings: Settings, knowledge: Knowledge) -> Matcher | None:
    """Return the published index, or None when there is none that can be loaded."""
    if current_version(settings.snapshots) is None:
        return None
    try:
        return load(settings.snapshots / CURRENT, knowledge, None)
    except (SnapshotError, EncoderError) as error:
        say(f"not compared with what is published: {error}")
        return None


def weighed(candidate: Matcher, published: Matcher | None) -> list[str]:
    """Print how the candidate judges the gate's messages, and return what speaks against publishing it."""
    say("weighing it against what is published" if published else "weighing it")
    findings = weigh(candidate, published)
    for one in findings:
        before = f"{one.published.rate:6.1%} published, " if one.published else ""
        change = f"  change [{one.change[0]:+.1%}, {one.change[1]:+.1%}]" if one.change else ""
        click.echo(f"{one.measure.name:22} {before}{one.candidate.rate:6.1%} now{change}")
    objections = [one.objection for one in findings if one.objection]
    if objections and published and only_removes(candidate, published):
        click.echo(f"published all the same, since it only takes scripts away: {'; '.join(objections)}")
        return []
    return objections


def record(root: Path, decision: dict[str, object]) -> None:
    """Append what the gate said of a snapshot, and what was done about it."""
    line = json.dumps({"time": now().isoformat(timespec="seconds"), **decision}, ensure_ascii=False)
    with (root / "gate.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def describe(manifest: Manifest) -> str:
    """Return what a snapshot is made of, in a few lines."""
    counts, calibration = manifest.counts, manifest.calibration
    match, possible = calibration.thresholds.match, calibration.thresholds.possible
    families = f"in {counts['families']} families"
    return (
        f"snapshot  {manifest.version}\n"
        f"library   {counts['scripts']} scripts {families}, {counts['genuine']} genuine messages\n"
        f"encoder   {manifest.model_id}, {manifest.dimension} numbers a text\n"
        f"verdicts  match from {match:.3f}, possible from {possible:.3f}, at a prior of {calibration.prior:.2f}"
    )


if __name__ == "__main__":
    main()
