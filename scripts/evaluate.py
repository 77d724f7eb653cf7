"""python -m scripts.evaluate: how the published index judges labelled messages."""

import dataclasses
import json
from pathlib import Path

import click

from index.evaluate import evaluate, read_yardstick
from scripts.command import current_matcher, plain_errors


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@plain_errors
def main(file: Path, *, as_json: bool) -> None:
    """Judge every message of FILE (JSON lines, see index/yardsticks) and print how often the index was right."""
    report = evaluate(current_matcher(), read_yardstick(file))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False))
        return
    for name, share in report.shares.items():
        click.echo(f"{name:34} {share.count:4} of {share.total:4}  {share.rate:6.1%}")
    for error in report.errors:
        click.echo(f"  {error}")


if __name__ == "__main__":
    main()
