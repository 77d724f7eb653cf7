"""Vulnerable-person triggers on normalised text; runs before any matching, so that people come before scores.

Says which category, never how sure it is, and knows nothing of scripts.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from index.normalise import HAN
from index.types import Safety, SafetyRule

BLANK = "\x00"  # stands in no phrase, and keeps what lies on its two sides apart
# Up to three signs beside one or two Han characters: 自😭杀, 跳!楼, a word over two lines. Between clauses they stay.
AFTER_FEW = rf"(?:(?<=(?<!{HAN}){HAN})|(?<=(?<!{HAN}){HAN}{HAN}))"
BEFORE_FEW = rf"(?={HAN}{{1,2}}(?!{HAN}))"
SIGNS = re.compile(rf"{AFTER_FEW}[^\w]{{1,3}}(?={HAN})|(?<={HAN})[^\w]{{1,3}}{BEFORE_FEW}")


@dataclass(frozen=True, slots=True)
class Triggers:
    """The compiled rules of one category."""

    category: Safety
    phrases: tuple[str, ...]
    certain: tuple[re.Pattern[str], ...]
    patterns: tuple[re.Pattern[str], ...]
    not_when: re.Pattern[str] | None

    def found_in(self, text: str) -> bool:
        """Say whether the text falls under this category."""
        if any(pattern.search(text) for pattern in self.certain):
            return True
        if not self._is_doubtful(text):
            return False
        return self.not_when is None or self._is_doubtful(self.not_when.sub(BLANK, text))

    def _is_doubtful(self, text: str) -> bool:
        # one by one: each pattern's literal beginning is searched for faster than one large alternative is
        return any(phrase in text for phrase in self.phrases) or any(p.search(text) for p in self.patterns)


class SafetyCheck:
    """The compiled rules of safety.toml, in the order in which they are asked: self-harm first."""

    def __init__(self, rules: Sequence[SafetyRule]) -> None:
        order = {category: place for place, category in enumerate(Safety)}
        self._triggers = [
            Triggers(
                category=rule.category,
                phrases=rule.phrases,
                certain=tuple(map(re.compile, rule.certain)),
                patterns=tuple(map(re.compile, rule.patterns)),
                not_when=re.compile("|".join(f"(?:{one})" for one in rule.not_when)) if rule.not_when else None,
            )
            for rule in sorted(rules, key=lambda rule: order[rule.category])
        ]

    def find(self, text: str) -> Safety | None:
        """Return the first category that a normalised text falls under."""
        plain = _without_accents(text)
        joined = SIGNS.sub("", plain)
        readings = (plain,) if joined == plain else (plain, joined)
        for triggers in self._triggers:
            if any(triggers.found_in(reading) for reading in readings):
                return triggers.category
        return None


def _without_accents(text: str) -> str:
    """Return the text with the accents of Latin letters left out: pinyin is also written with its tones."""
    if text.isascii() or not any("\u00c0" <= character <= "\u024f" for character in text):
        return text
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
