"""python -m scripts.evaluate: how an index judges labelled messages, and what changed since another evaluation."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from bot.settings import Settings, load_settings
from index.baselines import rank_baselines
from index.breakdowns import breakdowns_of, shares_of
from index.comparison import Result, compare, read_results, result_of
from index.evaluate import Ranking, Report, evaluate
from index.knowledge import load_knowledge
from index.matcher import Matcher
from index.outcome import Outcome
from index.reading import rank_reading, read_reading, reader_of
from index.snapshot import load
from index.yardstick import Labelled, Yardstick, read_yardstick
from scripts.command import current_matcher, plain_errors, say
from scripts.report import as_html, as_json, change_lines, text_lines

EVERY = 500  # messages between two lines of progress


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--json", "as_object", is_flag=True, help="Print the report as one JSON object; saved, it can be compared."
)
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as one page with plots."
)
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write one plot: found against wrong, SVG."
)
@click.option("--baselines", is_flag=True, help="Judge the messages by three simpler ways of matching too.")
@click.option(
    "--reading",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Set beside it what a reader made of some of the same messages (JSON lines).",
)
@click.option(
    "--evade", is_flag=True, help="Disguise every script that is found, judge it again, and count what it cost."
)
@click.option(
    "--compare", "between", nargs=2, metavar="OLD NEW", help="Say what changed: saved reports, or snapshot versions."
)
@plain_errors
def main(  # one option each
    file: Path,
    *,
    as_object: bool,
    html: Path | None,
    plot: Path | None,
    baselines: bool,
    reading: Path | None,
    evade: bool,
    between: tuple[str, str] | None,
) -> None:
    """Judge every message of FILE (JSON lines, see index/yardsticks) and print how often the index was right."""
    settings = load_settings()
    yardstick = read_yardstick(file, load_knowledge().families)
    if between:
        old, new = (results_of(name, yardstick, settings) for name in between)
        click.echo("\n".join(change_lines(compare(old, new))))
        return
    matcher = current_matcher(settings)
    report = evaluate(matcher, yardstick, watched(yardstick.rows))
    if evade:
        report = with_disguises(matcher, report)
    others = rank_baselines(matcher.scripts, yardstick.rows) if baselines else []
    if reading:
        read = read_reading(reading, yardstick)
        report, others = with_reading(report, read), [*others, rank_reading(read)]
    write_pictures(report, others, html, plot)
    if as_object:
        click.echo(json.dumps(as_json(report, others), ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join(text_lines(report, others)))


def with_disguises(matcher: Matcher, report: Report) -> Report:
    """Add what each disguise costs."""
    from index.evasion import cost_of_disguise  # noqa: PLC0415 - what makes disguises takes a second to load

    say("judging disguised scripts")
    costs = cost_of_disguise(matcher, report.outcomes)
    return dataclasses.replace(report, breakdowns={**report.breakdowns, "Scripts found, then disguised": costs})


def with_reading(report: Report, read: Sequence[Outcome]) -> Report:
    """Add what a reader made of the messages, counted in the same way."""
    summary = {name: {"result": share} for name, share in shares_of(read).items()}
    name = reader_of(read)
    theirs = {f"{name}: {title}": parts for title, parts in breakdowns_of(read).items()}
    return dataclasses.replace(report, breakdowns={**report.breakdowns, name: summary, **theirs})


def results_of(name: str, yardstick: Yardstick, settings: Settings) -> dict[str, Result]:
    """Return the results of a saved report, or those of a snapshot that is still kept."""
    if Path(name).is_file():
        return read_results(Path(name), yardstick.digest)
    say(f"judging with snapshot {name}")
    matcher = load(settings.snapshots / name, load_knowledge())
    return {one.row.id: result_of(one) for one in evaluate(matcher, yardstick, watched(yardstick.rows)).outcomes}


def watched(rows: Sequence[Labelled]) -> Iterator[Labelled]:
    """Yield the rows, and say now and then how far they are."""
    for number, row in enumerate(rows, start=1):
        yield row
        if number % EVERY == 0 or number == len(rows):
            say(f"judged {number} of {len(rows)} messages")


def write_pictures(report: Report, others: Iterable[Ranking], html: Path | None, plot: Path | None) -> None:
    """Write the page and the plot that were asked for."""
    rankings = list(others)
    if html:
        html.write_text(as_html(report, rankings), encoding="utf-8")
        say(f"written to {html}")
    if plot:
        from scripts.plots import curve_plot  # noqa: PLC0415 - takes a second, and only a plot needs it

        plot.write_text(curve_plot([report.ranking, *rankings]) + "\n", encoding="utf-8")
        say(f"written to {plot}")


if __name__ == "__main__":
    main()
