"""Files of messages -> rows: JSON lines, CSV, XLSX (openpyxl's only import). Assesses nothing."""

import csv
import io
import json
import math
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from bot.errors import TableError

TEXT_COLUMNS = ("text", "message", "content", "内容", "消息", "消息内容", "文本", "话术", "投诉内容")
ID_COLUMNS = ("id", "编号", "序号")
DELIMITERS = (",", ";", "\t")
LARGEST_FIELD = 2**31 - 1  # characters; the csv module refuses more than 131,072 unless told
UNREAD = "\ue000end\ue000"  # stands after the last row, unless an open quotation mark has swallowed it
ENCODINGS = ("utf-8-sig", "gb18030")  # what spreadsheets in China write


@dataclass(frozen=True, slots=True)
class Row:
    """One message of a file, or why it could not be read."""

    id: Any
    text: str | None
    error: str | None = None


def read_rows(path: Path) -> Iterator[Row]:
    """Return the rows of a file by its ending; `-` is JSON lines on standard input.

    Raises TableError when the file as a whole cannot be read, at once rather than at the first row.
    """
    if str(path) == "-":
        return _json_rows(sys.stdin.buffer)
    if path.suffix.lower() in (".csv", ".tsv"):
        return _table_rows(_csv(_decode(path)), path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _table_rows(_sheet(path), path)
    return _json_rows(path.read_bytes().split(b"\n"))


def _json_rows(lines: Iterable[bytes]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _json_row(line, number)


def _json_row(line: bytes, number: int) -> Row:
    """Read one JSON line; one without an id is found by its number."""
    try:
        data = json.loads(line.decode("utf-8-sig"), parse_constant=str, parse_float=_finite)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        return Row(None, None, f"line {number} is not a JSON object: write one a line")
    text = data.get("text")
    if not isinstance(text, str):
        return Row(data.get("id"), None, f"line {number}: text is missing or not a text")
    return Row(data.get("id"), text)


def _finite(written: str) -> float | str:
    """Return a number as JSON can write it again: 1e999 stays the text it is."""
    return float(written) if math.isfinite(float(written)) else written


def _table_rows(table: Iterable[Sequence[Any]], path: Path) -> Iterator[Row]:
    """Read a table whose first row names the columns; one of a single column may begin with a message instead."""
    rows = iter(table)
    first = next(rows, [])
    header = _names(first)
    text = _column(header, TEXT_COLUMNS)
    if text is None and len(header) == 1:
        return _cells(chain([first], rows), 0, None)
    if text is None:
        raise TableError(f"{path.name} has no text column: name one of its columns {TEXT_COLUMNS[0]!r}")
    return _cells(rows, text, _column(header, ID_COLUMNS))


def _cells(rows: Iterable[Sequence[Any]], text: int, own_id: int | None) -> Iterator[Row]:
    """Yield the rows of a table; the place of a row that can be read is its id when it has no other."""
    for number, row in enumerate(rows, start=1):
        if all(cell in (None, "") for cell in row):
            continue
        given = row[own_id] if own_id is not None and own_id < len(row) else None
        own = None if given in (None, "") else given if isinstance(given, str | int | float) else str(given)
        value = row[text] if text < len(row) else None
        if value in (None, ""):
            yield Row(own, None, "the text is empty")
        elif UNREAD in str(value):
            yield Row(own, None, "a quotation mark of this row is never closed: nothing from here on could be read")
        else:
            yield Row(number if own is None else own, str(value))


def _names(header: Sequence[Any]) -> list[str]:
    return [str(cell if cell is not None else "").strip().lower() for cell in header]


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _csv(text: str) -> Iterator[Sequence[str]]:
    """Yield the rows of a CSV whose columns are parted by what its header uses; UNREAD ends one never closed."""
    csv.field_size_limit(LARGEST_FIELD)
    lines = io.StringIO(text, newline="").readlines()  # as they are: a message keeps its own line ends
    delimiter = next(
        (one for one in DELIMITERS if _column(_names(_split(lines[:1], one)), TEXT_COLUMNS) is not None), ","
    )
    for row in csv.reader([*lines, *([] if text.endswith(("\r", "\n")) else ["\n"]), UNREAD], delimiter=delimiter):
        if row != [UNREAD]:
            yield row


def _split(lines: Sequence[str], delimiter: str) -> Sequence[str]:
    return next(csv.reader(lines, delimiter=delimiter), [])


def _decode(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(f"{path.name} is neither UTF-8 nor GB18030: save it as CSV UTF-8 and try again")


def _sheet(path: Path) -> Iterator[Sequence[Any]]:
    """Return the rows of the first sheet with a text column, or of the first."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, and few runs need it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise TableError(f"{path.name} is not a workbook that can be read: save it as .xlsx and try again") from error
    if not book.worksheets:
        raise TableError(f"{path.name} has no sheet with cells: put the messages on one and try again")
    headers = [next(sheet.iter_rows(values_only=True), ()) for sheet in book.worksheets]
    named = [number for number, header in enumerate(headers) if _column(_names(header), TEXT_COLUMNS) is not None]
    return iter(book.worksheets[named[0] if named else 0].iter_rows(values_only=True))  # before it there may be a cover
