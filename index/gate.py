"""Whether a newly built index may take the place of the published one. Publishes nothing.

Both judge the same messages; a candidate that is worse beyond chance, or below what any index must reach, is refused.
Taking scripts away is never refused: whoever disables one to protect people must not have to argue.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.matcher import Matcher
from index.measures import Share, paired_interval
from index.outcome import Outcome, judge
from index.types import Safety, Verdict
from index.yardstick import Labelled, read_yardstick

YARDSTICK = Path(__file__).parent / "yardsticks" / "dev.jsonl"
Condition = Callable[[Outcome], bool]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted over some of the messages, and the share that an index must reach, or not exceed."""

    name: str
    among: Condition
    counts: Condition
    least: float = 0.0
    most: float = 1.0

    @property
    def more_is_better(self) -> bool:
        """Say which way is better."""
        return self.most == 1.0


MEASURES = (
    Measure("scripts found", lambda one: one.row.label == "script", lambda one: one.is_found, least=0.5),
    Measure("wrongly flagged", lambda one: one.row.label in ("genuine", "chat"), lambda one: one.is_found, most=0.05),
    Measure(
        "wrongly matched",
        lambda one: one.row.label in ("genuine", "chat"),
        lambda one: one.verdict is Verdict.MATCH,
        most=0.01,
    ),
    Measure(
        "self-harm recognised",
        lambda one: one.row.safety is Safety.SELF_HARM and one.row.label == "vulnerable",
        lambda one: one.safety is Safety.SELF_HARM,
        least=0.3,
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One measure of a candidate, beside the published index's where there is one."""

    measure: Measure
    candidate: Share
    published: Share | None = None
    change: tuple[float, float] | None = None  # 95 % interval of candidate minus published

    @property
    def objection(self) -> str | None:
        """Return why the candidate may not be published, or None."""
        name, rate = self.measure.name, self.candidate.rate
        if self.change is not None:
            low, high = self.change
            if high < 0 if self.measure.more_is_better else low > 0:
                return f"{name}: worse than the published index, beyond chance"
        if math.isnan(rate) or self.measure.least <= rate <= self.measure.most:
            return None
        bound = (
            f"at least {self.measure.least:.0%}" if self.measure.more_is_better else f"at most {self.measure.most:.0%}"
        )
        return f"{name}: {rate:.1%}, but {bound} is asked of any index"


def weigh(candidate: Matcher, published: Matcher | None, rows: Sequence[Labelled] | None = None) -> list[Finding]:
    """Judge the messages with both and return every measure; `rows` are those of dev unless others are given.

    Scripts count only where the candidate holds scripts of their family, so that a library in the making can be used.
    """
    held = {script.family for script in candidate.scripts}
    own = [row for row in rows or read_yardstick(YARDSTICK).rows if row.label != "script" or row.family in held]
    new, old = judge(candidate, own), judge(published, own) if published else None
    return [_finding(measure, new, old) for measure in MEASURES]


def only_removes(candidate: Matcher, published: Matcher) -> bool:
    """Say whether a candidate holds nothing but texts that are published, and fewer scripts."""
    new, old = _texts(candidate), _texts(published)
    return new <= old and len(candidate.scripts) < len(published.scripts)


def _texts(matcher: Matcher) -> set[tuple[str, str]]:
    scripts = {(script.id, script.text) for script in matcher.scripts}
    return scripts | {(genuine.id, genuine.text) for genuine in matcher.genuine}


def _finding(measure: Measure, new: Sequence[Outcome], old: Sequence[Outcome] | None) -> Finding:
    counted = _counted(measure, new)
    if old is None:
        return Finding(measure, _share(counted))
    before = _counted(measure, old)
    return Finding(measure, _share(counted), _share(before), paired_interval(before, counted))


def _counted(measure: Measure, outcomes: Iterable[Outcome]) -> list[bool]:
    return [measure.counts(one) for one in outcomes if measure.among(one)]


def _share(counted: Sequence[bool]) -> Share:
    return Share(sum(counted), len(counted))
