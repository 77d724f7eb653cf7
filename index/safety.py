"""Vulnerable-person triggers on normalised text; runs before any matching, so that people come before scores.

Says which category, never how sure it is, and knows nothing of scripts.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from index.normalise import HAN
from index.required import Patterns
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
    phrases: Mapping[str, tuple[str, ...]]  # by their first character
    certain: Patterns
    patterns: Patterns
    not_when: re.Pattern[str] | None

    def found_in(self, text: str, characters: frozenset[str]) -> bool:
        """Say whether the text, which is made of these characters, falls under this category."""
        if self.certain.found_in(text, characters):
            return True
        if not self._is_doubtful(text, characters):
            return False
        return self.not_when is None or self._is_doubtful(self.not_when.sub(BLANK, text), characters)

    def _is_doubtful(self, text: str, characters: frozenset[str]) -> bool:
        begun = self.phrases.keys() & characters
        phrased = any(phrase in text for first in begun for phrase in self.phrases[first])
        return phrased or self.patterns.found_in(text, characters)


class SafetyCheck:
    """The compiled rules of safety.toml, in the order in which they are asked: self-harm first."""

    def __init__(self, rules: Sequence[SafetyRule]) -> None:
        order = {category: place for place, category in enumerate(Safety)}
        self._triggers = [
            Triggers(
                category=rule.category,
                phrases={first: tuple(alike) for first, alike in groupby(sorted(rule.phrases), key=itemgetter(0))},
                certain=Patterns(rule.certain),
                patterns=Patterns(rule.patterns),
                not_when=re.compile("|".join(f"(?:{one})" for one in rule.not_when)) if rule.not_when else None,
            )
            for rule in sorted(rules, key=lambda rule: order[rule.category])
        ]

    def find(self, text: str) -> Safety | None:
        """Return the first category that a normalised text falls under."""
        plain = _without_accents(text)
        joined = SIGNS.sub("", plain)
        readings = (plain,) if joined == plain else (plain, joined)
        characters = frozenset(plain)
        for triggers in self._triggers:
            if any(triggers.found_in(reading, characters) for reading in readings):
                return triggers.category
        return None


def _without_accents(text: str) -> str:
    """Return the text with the accents of Latin letters left out: pinyin is also written with its tones."""
    if text.isascii() or not any("\u00c0" <= character <= "\u024f" for character in text):
        return text
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
