"""python -m scripts.rollback: let an earlier snapshot answer again."""

import click

from bot.settings import load_settings
from index.knowledge import load_knowledge
from index.snapshot import load, publish, versions
from scripts.command import plain_errors


@click.command()
@click.argument("version")
@plain_errors
def main(version: str) -> None:
    """Publish the kept snapshot VERSION again; the bot takes it up by itself."""
    settings = load_settings()
    if version in versions(settings.snapshots):  # an unknown one is refused by publish, with those that are kept
        load(settings.snapshots / version, load_knowledge(), settings.encoder)
    publish(settings.snapshots, version)
    click.echo(f"published {version}")


if __name__ == "__main__":
    main()
