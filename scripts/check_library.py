"""python -m scripts.check_library: check the knowledge base, the wording of its guidance and its messages; count it."""

import datetime as dt
from collections import Counter
from pathlib import Path

import click

from bot.profile import load_profile
from index.knowledge import LIBRARY, STYLES, load_knowledge
from index.types import Safety
from scripts.command import plain_errors
from scripts.lint_library import findings
from scripts.lint_texts import closest_genuine, text_findings

CLOSEST = 10  # genuine messages to list


@click.command()
@click.option(
    "--library",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=LIBRARY,
    help="Another directory than index/library.",
)
@click.option(
    "--profile",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Measure replies with the contacts in this file: one that grows too long for a copy button is named.",
)
@plain_errors
def main(library: Path, profile: Path | None) -> None:
    """Check every file of the library and count it; what is wrong is named with file and line, exit 1."""
    knowledge = load_knowledge(library)
    today = dt.date.today()  # noqa: DTZ011 - the day it is here
    found = [*findings(knowledge, today, load_profile(profile) if profile else None), *text_findings(knowledge)]
    for one in found:
        click.echo(f"{one.place(library)}: {one.message}", err=True)
    if found:
        raise click.ClickException(f"{len(found)} things to correct in {library}")
    click.echo("genuine messages whose wording comes closest to scripts, the most valuable ones:")
    for close in closest_genuine(knowledge, CLOSEST):
        click.echo(f"  {close.genuine.id} to {close.script.id} ({close.likeness:.2f})")
    styles = Counter((script.family, script.style) for script in knowledge.scripts)
    genuine = Counter(one.family for one in knowledge.genuine)
    hard = Counter(one.family for one in knowledge.genuine if one.hard)
    width = max(map(len, knowledge.families), default=6)
    click.echo(f"{'family':{width}}  " + "  ".join(STYLES) + "  genuine  hard")
    for family in knowledge.families:
        counts = "  ".join(f"{styles[family, style]:{len(style)}}" for style in STYLES)
        click.echo(f"{family:{width}}  {counts}  {genuine[family]:7}  {hard[family]:4}")
    cards = Counter(one.category for one in knowledge.safety_texts)
    named = ", ".join(f"{cards[category]} {category}" for category in Safety)
    click.echo(f"messages that call for a card: {named}; {cards[None]} only sound so")
    click.echo(
        f"{len(knowledge.scripts)} scripts, {len(knowledge.genuine)} genuine messages ({genuine[None]} ordinary), "
        f"{len(knowledge.rules)} rules: all in order"
    )


if __name__ == "__main__":
    main()
