"""An evaluation as text, as JSON and as one HTML page that needs no other file. Judges and counts nothing."""

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.breakdowns import Shares
from index.comparison import Change, Comparison, result_of
from index.evaluate import ALLOWED, Mistake, Ranking, Report
from index.measures import Share
from index.outcome import Outcome

TEMPLATE = Path(__file__).with_name("report.html.j2")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a heading; the first cell of each names it."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables_of(report: Report, baselines: Sequence[Ranking]) -> list[Table]:
    """Return everything that is counted, the summary first."""
    calibration = [
        [f"{one.low:.1f} to {one.high:.1f}", str(one.count), f"{one.said:.2f}", f"{one.was:.2f}", f"{one.weight:.2f}"]
        for one in report.bins
    ]
    error = f"expected calibration error {_number(report.calibration_error)}"
    return [
        Table("Summary", ("measure", "result"), [[name, cell(share)] for name, share in report.shares.items()]),
        ranking_table([report.ranking, *baselines]),
        Table(
            f"Calibration at a prior of {report.prior:.2f}: {error}",
            ("probability", "messages", "mean said", "were scripts", "weight"),
            calibration,
        ),
        *(_breakdown(title, parts) for title, parts in report.breakdowns.items()),
    ]


def ranking_table(rankings: Sequence[Ranking]) -> Table:
    """Return how well each system orders the messages, and what it reports at its own threshold."""
    columns = ("system", "AUC", *(f"found at {_percent(a)} wrong" for a in ALLOWED), "family@1", "found", "wrong")
    rows = [
        [
            one.name,
            _number(one.area),
            *(_percent(one.found_at[allowed]) for allowed in ALLOWED),
            _percent(one.family_right.rate),
            _percent(one.found.rate),
            _percent(one.wrong.rate),
        ]
        for one in rankings
    ]
    return Table("Finding, whatever the threshold; and at each system's own", columns, rows)


def _breakdown(title: str, parts: Mapping[str, Shares]) -> Table:
    names = list(next(iter(parts.values())))
    return Table(
        title, ("", *names), [[part or "none", *(cell(own[name]) for name in names)] for part, own in parts.items()]
    )


def cell(share: Share) -> str:
    """Return a share with its count and its 95 % interval."""
    if not share.total:
        return "-"
    low, high = share.interval
    return f"{share.count}/{share.total} {share.rate:.1%} [{low:.1%}, {high:.1%}]"


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.1%}"


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def text_lines(report: Report, baselines: Sequence[Ranking]) -> Iterator[str]:
    """Yield the report as lines for a terminal; the words of a message stand only beside their evidence."""
    yield f"{report.yardstick} ({report.digest[:12]}), snapshot {report.snapshot}"
    for table in tables_of(report, baselines):
        yield ""
        yield from table_lines(table)
    yield ""
    yield f"The {len(report.worst)} worst errors, the kinds taking turns"
    for one in report.worst:
        yield f"  {error_line(one.outcome)}"
        yield from (f"      「{e.text}」 stands in {e.script_id} as 「{e.script_text}」" for e in one.outcome.evidence)
        yield from (f"      {line}" for line in neighbour_lines(one))


def table_lines(table: Table) -> Iterator[str]:
    """Yield a table as aligned lines."""
    rows = [table.columns, *table.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    yield table.title
    for row in rows:
        yield "  " + "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip()


def error_line(one: Outcome) -> str:
    """Return what is wrong with one judgement, without the words of the message."""
    row = one.row
    what = " ".join(filter(None, (row.label, row.kind, row.family, ",".join(row.evasions))))
    return f"{row.id}: {one.error} (probability {one.probability:.2f}; {what})"


def neighbour_lines(mistake: Mistake) -> Iterator[str]:
    """Yield the script and the genuine message that a message is most like."""
    near = mistake.neighbours
    for what, found in (("script", near.scripts), ("genuine message", near.genuine)):
        yield from (f"nearest {what} {one.id} ({one.likeness:.2f}): 「{' '.join(one.text.split())}」" for one in found)


def change_lines(comparison: Comparison) -> Iterator[str]:
    """Yield what changed, message by message, and whether chance alone could have done it."""
    counts = ", ".join(f"{comparison.counted(name)} {name}" for name in ("better", "worse", "otherwise"))
    yield f"{len(comparison.changes)} of {comparison.messages} messages are judged otherwise: {counts}"
    yield f"a change so one-sided comes about by chance with a probability of {comparison.chance:.3g} (sign test)"
    yield from map(change_line, comparison.changes)


def change_line(change: Change) -> str:
    """Return one change."""
    old, new = change.old, change.new
    return f"  {change.direction:9} {new.id} ({new.label} {new.kind}): {old.said} -> {new.said}"


def as_json(report: Report, baselines: Sequence[Ranking]) -> dict[str, Any]:
    """Return the report for machines, and for a later comparison; what is not a number is null."""
    plain: dict[str, Any] = _plain({
        "yardstick": report.yardstick,
        "digest": report.digest,
        "snapshot": report.snapshot,
        "prior": report.prior,
        "shares": report.shares,
        "breakdowns": report.breakdowns,
        "rankings": [report.ranking, *baselines],
        "calibration": {"bins": report.bins, "error": report.calibration_error},
        "results": [result_of(one) for one in report.outcomes],
    })  # fmt: skip
    for ranking in plain["rankings"]:
        del ranking["curve"]
    return plain


def _plain(value: Any) -> Any:
    """Return dataclasses as dictionaries, a share with its rate and its interval beside its counts."""
    if isinstance(value, Share):
        return _plain({"count": value.count, "total": value.total, "rate": value.rate, "interval": value.interval})
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def as_html(report: Report, baselines: Sequence[Ranking]) -> str:
    """Return the report as one page: tables, plots, and the worst errors with their evidence."""
    from jinja2 import Environment  # noqa: PLC0415 - only a page needs them
    from markupsafe import Markup  # noqa: PLC0415

    from scripts.plots import curve_plot, found_plot, reliability_plot  # noqa: PLC0415

    plots = [
        ("Scripts found against others wrongly reported", curve_plot([report.ranking, *baselines])),
        ("What was said against what was true", reliability_plot(report.bins)),
        *(
            (f"{title}: found", found_plot(report.breakdowns[title]))
            for title in ("Scripts by kind", "Scripts by evasion")
            if title in report.breakdowns
        ),
    ]
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(TEMPLATE.read_text("utf-8"))
    return page.render(
        report=report,
        tables=tables_of(report, baselines),
        plots=[(title, Markup(svg)) for title, svg in plots],  # noqa: S704 - drawn by scripts/plots.py
        error_line=error_line,
        neighbour_lines=neighbour_lines,
    )
