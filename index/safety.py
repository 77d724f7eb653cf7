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

AROUND = 24  # characters of what stands around a sign
BLANK = "\x00"  # stands in no phrase, and keeps what lies on its two sides apart
CUT = f"{BLANK}\n{BLANK}"  # where text is left out: nothing reaches over it, and no clause begins or ends beside it
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
        readings = [(reading, frozenset(reading)) for reading in (plain, _joined(plain)) if reading]
        for triggers in self._triggers:
            if any(triggers.found_in(*reading) for reading in readings):
                return triggers.category
        return None


def _joined(text: str) -> str:
    """Return the text around each sign that may part a word, without these signs; "" where there are none."""
    signs = list(SIGNS.finditer(text))
    if not signs:
        return ""
    ends = [0, *(sign.end() for sign in signs)]
    pieces = [text[end:start] for end, start in zip(ends, [*(sign.start() for sign in signs), len(text)], strict=True)]
    whole, at = "".join(pieces), 0
    near: list[tuple[int, int]] = []
    for piece in pieces[:-1]:
        at += len(piece)
        begun = max(0, at - AROUND)
        if near and begun <= near[-1][1]:
            begun = near.pop()[0]
        near.append((begun, at + AROUND))
    parts = CUT.join(whole[begun:end] for begun, end in near)
    return f"{CUT if near[0][0] else ''}{parts}{CUT if near[-1][1] < len(whole) else ''}"


def _without_accents(text: str) -> str:
    """Return the text with the accents of Latin letters left out: pinyin is also written with its tones."""
    if text.isascii() or not any("\u00c0" <= character <= "\u024f" for character in text):
        return text
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
