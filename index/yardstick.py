"""Labelled messages as a yardstick file holds them, read and checked. Judges none.

A yardstick is JSON lines: {"id", "text", "label", "family", "also", "kind", "lang"} and, where a script is disguised,
"evasions". For a genuine message `family` is its topic.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import YardstickError
from index.types import Safety

LABELS = ("script", "genuine", "chat", "vulnerable", "not_vulnerable")
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
SELF_HARM_FAMILY = "X03_SELF_HARM_STATEMENT"  # a subject with a card and no scripts, so the library has no file of it
EVASIONS = (
    "homophone", "split", "initials", "pinyin", "separator", "invisible", "emoji", "fullwidth", "numerals", "synonym",
    "lookalike", "mixed", "asr",
)  # fmt: skip
SIDES = {"script": "scripts", "genuine": "no scripts", "chat": "no scripts"}  # the others: each label is a side
KEYS = ("id", "text", "label")  # without which a row is none; the others have something to stand for them


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message of a yardstick, with what it is."""

    id: str
    text: str
    label: str
    family: str | None
    also: tuple[str, ...] = ()
    kind: str = ""
    lang: str = "zh-Hans"
    evasions: tuple[str, ...] = ()

    @property
    def safety(self) -> Safety | None:
        """Return the card that the message calls for, or that it only seems to call for.

        A `kind` that is not a category is a way of speaking of self-harm.
        """
        if self.label not in ("vulnerable", "not_vulnerable"):
            return None
        return Safety(self.kind) if self.kind in tuple(Safety) else Safety.SELF_HARM


@dataclass(frozen=True, slots=True)
class Yardstick:
    """All messages of one file, and the sha256 of the file."""

    path: Path
    rows: tuple[Labelled, ...]
    digest: str


def read_yardstick(path: Path, families: Iterable[str] | None = None) -> Yardstick:
    """Read a yardstick; raise YardstickError with file and line at the first thing that is wrong.

    `families` are those known beside that of self-harm; without them no family is looked at.
    """
    content = path.read_bytes()
    known = None if families is None else {*families, SELF_HARM_FAMILY}
    rows: dict[str, Labelled] = {}
    for number, line in _lines(path, content):
        row = _read(_parse(path, number, line), known, f"{path}:{number}")
        if row.id in rows:
            raise YardstickError(f"{path}:{number}: id {row.id!r} stands twice: give each message an id of its own")
        rows[row.id] = row
    _refuse_one_side(path, tuple(rows.values()))
    return Yardstick(path, tuple(rows.values()), hashlib.sha256(content).hexdigest())


def _lines(path: Path, content: bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold something, with their numbers."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise YardstickError(f"{path}:{line}: not UTF-8: save the file as UTF-8") from error
    # not splitlines(): a message may hold U+2028, which ends no line of JSON
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _parse(path: Path, number: int, line: str) -> Mapping[str, Any]:
    """Return one line's object."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise YardstickError(f"{path}:{number}: not a line of JSON ({error}): see acceptance.jsonl") from error
    if not isinstance(row, dict):
        raise YardstickError(f"{path}:{number}: not a JSON object: see acceptance.jsonl")
    return row


def _read(row: Mapping[str, Any], families: Collection[str] | None, place: str) -> Labelled:
    """Return one row, checked."""
    for key in KEYS:
        if not isinstance(row.get(key), str | int) or not str(row[key]).strip():
            raise YardstickError(f"{place}: {key} is missing or empty: every message needs {', '.join(KEYS)}")
    family, also = row.get("family"), _list(row, "also", place)
    labelled = Labelled(
        id=str(row["id"]),
        text=str(row["text"]),
        label=_known("label", row["label"], LABELS, place),
        family=None if family is None else _known("family", family, families, place),
        also=tuple(_known("family", one, families, place) for one in also),
        kind=str(row.get("kind") or ""),
        lang=_known("lang", row.get("lang", "zh-Hans"), LANGUAGES, place),
        evasions=tuple(_known("evasion", one, EVASIONS, place) for one in _list(row, "evasions", place)),
    )
    if family is None and labelled.label in ("script", "genuine"):
        raise YardstickError(f"{place}: a {labelled.label} message needs its family: name it, or label the row chat")
    return labelled


def _list(row: Mapping[str, Any], key: str, place: str) -> list[Any]:
    """Return a list that may be missing."""
    found = row.get(key) or []
    if not isinstance(found, list):
        raise YardstickError(f"{place}: {key} is not a list: write [] for none")
    return found


def _known(what: str, name: Any, names: Collection[str] | None, place: str) -> str:
    """Return a name that is among the known ones, if any are."""
    if isinstance(name, str) and (names is None or name in names):
        return name
    raise YardstickError(f"{place}: unknown {what} {name!r}; known: {', '.join(sorted(names or ()))}")


def _refuse_one_side(path: Path, rows: tuple[Labelled, ...]) -> None:
    """Refuse a file that nothing can be told apart in."""
    if not rows:
        raise YardstickError(f"{path}:1: the file holds no message: put one JSON object on each line")
    sides = {SIDES.get(row.label, row.label) for row in rows}
    if len(sides) == 1:
        raise YardstickError(
            f"{path}:1: every message from this line on is of one side ({sides.pop()}): what is told apart needs both, "
            "scripts beside genuine or chat, or vulnerable beside not_vulnerable"
        )
