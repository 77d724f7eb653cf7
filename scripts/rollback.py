"""python -m scripts.rollback: let an earlier snapshot answer again."""

import click

from bot.settings import load_settings
from index.snapshot import roll_back
from scripts.command import plain_errors


@click.command()
@click.argument("version")
@plain_errors
def main(version: str) -> None:
    """Publish the kept snapshot VERSION again; the bot takes it up by itself."""
    roll_back(load_settings().snapshots, version)
    click.echo(f"published {version}; it answers until python -m scripts.rebuild publishes another")


if __name__ == "__main__":
    main()
