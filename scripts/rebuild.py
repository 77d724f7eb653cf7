"""python -m scripts.rebuild: build the index from the library and publish it."""

import tempfile
from pathlib import Path

import click

from bot.settings import load_settings
from index.build import KEPT, Recipe, build
from index.knowledge import load_knowledge
from index.snapshot import Manifest, prune, publish, read_manifest
from scripts.command import now, plain_errors, say


@click.command()
@click.option("--dry-run", is_flag=True, help="Build aside and describe the result, publish nothing.")
@plain_errors
def main(*, dry_run: bool) -> None:
    """Build the index from the library and publish it; the bot takes it up by itself."""
    settings, knowledge = load_settings(), load_knowledge()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) if dry_run else settings.snapshots
        version = build(root, Recipe(knowledge, settings.encoder, settings.prior), now(), say)
        click.echo(describe(read_manifest(root / version)))
        if dry_run:
            click.echo("dry run: nothing was published")
            return
    publish(settings.snapshots, version)
    for removed in prune(settings.snapshots, KEPT):
        click.echo(f"removed {removed}: only the newest {KEPT} are kept")
    click.echo(f"published {version}")


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
