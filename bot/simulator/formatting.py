"""Text with its entities, as Telegram counts them: in UTF-16 units. Parses HTML in html.py, and nothing else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.simulator.wire import Json

FOUND = (  # what Telegram finds in a text by itself; of its dozen kinds, those that matter to a bot
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?![\w/])", re.ASCII)),
    ("url", re.compile(r"https?://[^\s<>\"'，。；）」』]+[^\s<>\"'，。；）」』.,;:!?)]")),
)
LITERAL = frozenset({"code", "pre", "text_link"})
SPACE = " \t\n\r\v\f"


@dataclass(frozen=True, slots=True)
class Formatted:
    """A plain text and the entities that lie over it."""

    text: str
    entities: tuple[Json, ...] = ()


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> list[str]:
    """Return a text in pieces of at most so many UTF-16 units, as a Telegram app sends a long one."""
    pieces, start, length = [], 0, 0
    for position, character in enumerate(text):
        width = 2 if ord(character) > 0xFFFF else 1
        if length + width > longest:
            pieces.append(text[start:position])
            start, length = position, 0
        length += width
    return [*pieces, text[start:]]


def trim(formatted: Formatted) -> Formatted:
    """Drop the white space at both ends; at the beginning only what lies before the first entity."""
    first = min((entity["offset"] for entity in formatted.entities), default=len(formatted.text))
    text = formatted.text.rstrip(SPACE)
    leading = min(len(text) - len(text.lstrip(SPACE)), first)
    end = units(text)
    shortened = (
        entity | {"offset": entity["offset"] - leading, "length": min(entity["length"], end - entity["offset"])}
        for entity in formatted.entities
    )
    return Formatted(text[leading:], tuple(entity for entity in shortened if entity["length"] > 0))


def with_found(formatted: Formatted) -> Formatted:
    """Add the commands and addresses that Telegram finds by itself, except in code and links."""
    taken = [entity for entity in formatted.entities if entity["type"] in LITERAL]
    found = [entity for entity in _found(formatted.text) if not any(_overlap(entity, other) for other in taken)]
    return Formatted(formatted.text, ordered((*formatted.entities, *found))) if found else formatted


def ordered(entities: Iterable[Json]) -> tuple[Json, ...]:
    """Return entities by where they begin, the outer before the inner."""
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _found(text: str) -> Iterable[Json]:
    for kind, pattern in FOUND:
        for match in pattern.finditer(text) if "/" in text else ():
            yield {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
