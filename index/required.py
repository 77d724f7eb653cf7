"""Of which characters a regular expression needs at least one: a text without any of them is passed over unread.

Hundreds of patterns are asked of every message, and nearly none of them can match: a look at the characters that it is
made of tells so at a fraction of the cost. What is not understood needs nothing, so that nothing is ever missed.
"""

import re
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined] # the standard library's own, and its only way to read a pattern
from typing import Any

Characters = frozenset[str]
WIDEST = 64  # characters of a range; a wider one tells little
# The characters of everyday messages: a set that holds none of them tells most.
COMMON = frozenset(
    "的了我你是不在一有们这个人来他到还就钱要没说去都那也上好能会后给里打天月电话款催借本公司,。! 0123456789aeinost"
)
COMMON_COST = 50
PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)  # an escape, a class of characters, or one character


class Patterns:
    """Regular expressions, each asked only where the text holds a character that it needs."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns: list[tuple[re.Pattern[str], tuple[Characters, ...]]] = []
        self._always: set[int] = set()
        self._by_character: dict[str, set[int]] = {}
        for number, pattern in enumerate(one for choice in patterns for one in alternatives(choice)):
            needed = required(pattern)
            self._patterns.append((re.compile(pattern), needed[1:]))
            if not needed:
                self._always.add(number)
            for character in needed[0] if needed else ():
                self._by_character.setdefault(character, set()).add(number)

    def found_in(self, text: str, characters: frozenset[str]) -> bool:
        """Say whether one of them matches; `characters` are those of the text, or more."""
        met = self._by_character.keys() & characters
        near = self._always.union(*(self._by_character[character] for character in met))
        # one by one: each pattern's literal beginning is searched for faster than one large alternative is
        return any(
            pattern.search(text) is not None
            for pattern, needed in (self._patterns[number] for number in near)
            if not any(one.isdisjoint(characters) for one in needed)
        )


def alternatives(pattern: str) -> list[str]:
    """Return what a pattern is a choice of, outside all brackets: each of them needs more than the choice does."""
    found, depth, begun = [], 0, 0
    for piece in PIECE.finditer(pattern):
        if piece[0] in "()":
            depth += 1 if piece[0] == "(" else -1
        elif piece[0] == "|" and not depth:
            found.append(pattern[begun : piece.start()])
            begun = piece.end()
    return [*found, pattern[begun:]]


def required(pattern: str) -> tuple[Characters, ...]:
    """Return sets of characters, of each of which every match holds at least one; the most telling set first."""
    return tuple(sorted(_of_all(_parser.parse(pattern)), key=_cost))


def _of_all(items: Iterable[tuple[Any, Any]]) -> list[Characters]:
    """Return what each part of a sequence needs."""
    return [one for one in (_of(*item) for item in items) if one]


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> Characters | None:
    """Return the most telling set of what must all be there."""
    return min(_of_all(items), key=_cost, default=None)


def _cost(characters: Characters) -> int:
    return len(characters) + COMMON_COST * len(characters & COMMON)


def _of(operation: Any, value: Any) -> Characters | None:
    """Return what one part of a pattern needs."""
    match str(operation):
        case "LITERAL":
            return frozenset({chr(value)})
        case "IN":
            return _of_class(value)
        case "BRANCH":
            return _of_any([_of_sequence(branch) for branch in value[1]])
        case "SUBPATTERN":
            return _of_sequence(value[3])
        case "MAX_REPEAT" | "MIN_REPEAT" if value[0] > 0:
            return _of_sequence(value[2])
        case _:
            return None


def _of_class(members: Iterable[tuple[Any, Any]]) -> Characters | None:
    characters: list[Characters | None] = []
    for operation, value in members:
        if str(operation) == "RANGE" and value[1] - value[0] < WIDEST:
            characters.append(frozenset(map(chr, range(value[0], value[1] + 1))))
        else:
            characters.append(frozenset({chr(value)}) if str(operation) == "LITERAL" else None)
    return _of_any(characters)


def _of_any(alternatives: list[Characters | None]) -> Characters | None:
    """Return what at least one of several needs; an alternative that needs nothing spoils it."""
    known = [one for one in alternatives if one]
    return frozenset().union(*known) if len(known) == len(alternatives) else None
