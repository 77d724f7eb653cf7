"""Plots of an evaluation as SVG text: matplotlib's only import. Nothing is told by colour alone."""

import io
from collections.abc import Mapping, Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from index.breakdowns import Shares
from index.evaluate import ALLOWED, Ranking
from index.measures import Bin

STYLES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)))  # the last: a dash and two dots
COLOURS = ("#0b5cad", "#c1440e", "#4b7f52", "#6b4c9a", "#1d2330")  # most colour-blind readers tell them apart too
WIDEST_WRONG = 0.20  # of the others: beyond, no bot is of use
# the same plot is the same file: no date, no random ids; text stays text
mpl.rcParams.update({"svg.hashsalt": "script-radar", "svg.fonttype": "none", "font.family": "sans-serif"})


def curve_plot(rankings: Sequence[Ranking]) -> str:
    """Draw the share of scripts found over the share of other messages wrongly reported, one line a system."""
    figure, axes = _figure("genuine and ordinary messages wrongly reported", "scripts found")
    drawn: set[tuple[float, ...]] = set()
    for ranking in rankings:
        wrong, found = ranking.curve
        if tuple(found) in drawn:  # the same score at another threshold
            continue
        place = len(drawn) % len(STYLES)
        drawn.add(tuple(found))
        label = ranking.name.split(",", maxsplit=1)[0]
        axes.plot(wrong, found, linestyle=STYLES[place], color=COLOURS[place], label=label)
    for allowed in ALLOWED:
        axes.axvline(allowed, color="#b5bac4", linewidth=0.8)
    axes.set_xlim(0, WIDEST_WRONG)
    axes.set_ylim(0, 1)
    axes.legend(loc="lower right", edgecolor="none")
    return _svg(figure)


def reliability_plot(bins: Sequence[Bin]) -> str:
    """Draw the share of scripts over the probability given, each point sized by how many messages it speaks for."""
    figure, axes = _figure("probability given", "share of scripts, at the declared prior")
    axes.plot([0, 1], [0, 1], linestyle=":", color="#8a94a6", label="as said")
    said, was = [one.said for one in bins], [one.was for one in bins]
    axes.plot(said, was, color=COLOURS[0], label="this index")
    axes.scatter(said, was, s=[20 + 400 * one.weight for one in bins], color=COLOURS[0], alpha=0.6)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.05, 1.05)
    axes.legend(loc="upper left", frameon=False)
    return _svg(figure)


def found_plot(parts: Mapping[str, Shares]) -> str:
    """Draw the share of scripts found in each part, with its 95 % interval."""
    shares = [own["found"] for own in parts.values()]
    figure, axes = _figure("scripts found", "")
    places = range(len(shares))
    reach = [[one.rate - one.interval[0] for one in shares], [one.interval[1] - one.rate for one in shares]]
    axes.barh(places, [one.rate for one in shares], color="#9dbfe0", edgecolor=COLOURS[0])
    axes.errorbar([one.rate for one in shares], places, xerr=reach, fmt="none", ecolor="#1d2330", capsize=3)
    axes.set_yticks(places, [f"{name} ({one.total})" for name, one in zip(parts, shares, strict=True)])
    axes.set_xlim(0, 1)
    axes.invert_yaxis()
    return _svg(figure)


def _figure(x: str, y: str) -> tuple[Figure, Axes]:
    """Return an empty plot whose axes are shares."""
    figure = Figure(figsize=(6.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    if y:
        axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#e8ebf0", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def _svg(figure: Figure) -> str:
    """Return a figure as an <svg> element."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    text = out.getvalue()
    return text[text.index("<svg") :]
