"""What each disguise costs: scripts that an index finds, disguised and judged again. Changes nothing."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.breakdowns import Shares
from index.fuzz import EVADE
from index.matcher import Matcher
from index.measures import Share
from index.outcome import Outcome, judge

SEED = 7


def cost_of_disguise(matcher: Matcher, outcomes: Iterable[Outcome]) -> dict[str, Shares]:
    """Return by evasion how many of the scripts found are still found; texts that it leaves as they are do not count.

    Scripts in Chinese that are not disguised already; repeatable.
    """
    found = [one for one in outcomes if one.row.label == "script" and one.is_found and one.row.lang != "en"]
    clean = [one for one in found if not one.row.evasions]
    return {name: _judged_again(matcher, clean, name) for name in EVADE}


def _judged_again(matcher: Matcher, outcomes: Sequence[Outcome], evasion: str) -> Shares:
    """Return what is still found, and still in the right family, of what one evasion changes."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    rows = [(one, replace(one.row, text=EVADE[evasion](one.row.text, chance))) for one in outcomes]
    changed = [(one, row) for one, row in rows if row.text != one.row.text]
    again = judge(matcher, [row for _, row in changed])
    right = [new for new, (old, _) in zip(again, changed, strict=True) if old.family_right]
    return {
        "still found": Share(sum(one.is_found for one in again), len(again)),
        "family still right": Share(sum(one.family_right for one in right), len(right)),
    }
