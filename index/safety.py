"""Vulnerable-person triggers on normalised text; runs before any matching, so that people come before scores.

Says which category, never how sure it is, and knows nothing of scripts.
"""

import re
from collections.abc import Sequence

from index.types import Safety, SafetyRule

BLANK = "\x00"  # stands in no phrase, and keeps what lies on its two sides apart


class SafetyCheck:
    """The compiled rules of safety.toml, in the order in which they are asked: self-harm first."""

    def __init__(self, rules: Sequence[SafetyRule]) -> None:
        order = {category: place for place, category in enumerate(Safety)}
        self._rules = [
            (rule.category, _any(rule.not_when), _any([*map(re.escape, rule.phrases), *rule.patterns]))
            for rule in sorted(rules, key=lambda rule: order[rule.category])
        ]

    def find(self, text: str) -> Safety | None:
        """Return the first category that a normalised text falls under."""
        for category, not_when, triggers in self._rules:
            looked_at = not_when.sub(BLANK, text) if not_when else text
            if triggers and triggers.search(looked_at):
                return category
        return None


def _any(patterns: Sequence[str]) -> re.Pattern[str] | None:
    """Return one pattern that finds any of these, or None for none."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
