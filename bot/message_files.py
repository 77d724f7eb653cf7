"""Files of messages -> rows: JSON lines, CSV, XLSX (openpyxl's only import). Assesses nothing."""

import csv
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import TableError

TEXT_COLUMNS = ("text", "message", "content", "内容", "消息", "消息内容", "文本", "话术", "投诉内容")
ID_COLUMNS = ("id", "编号", "序号")
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
    if path.suffix.lower() == ".csv":
        return _table_rows(csv.reader(io.StringIO(_decode(path))), path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _table_rows(_sheet(path), path)
    return _json_rows(path.read_bytes().splitlines())


def _json_rows(lines: Iterable[bytes]) -> Iterator[Row]:
    for line in lines:
        if line.strip():
            yield _json_row(line)


def _json_row(line: bytes) -> Row:
    """Read one JSON line."""
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Row(None, None, "not a JSON object: write one a line")
    if not isinstance(data, dict):
        return Row(None, None, "not a JSON object: write one a line")
    text = data.get("text")
    if not isinstance(text, str):
        return Row(data.get("id"), None, "text is missing or not a text")
    return Row(data.get("id"), text)


def _table_rows(table: Iterable[Sequence[Any]], path: Path) -> Iterator[Row]:
    """Read a table whose first row names the columns."""
    rows = iter(table)
    header = [str(cell if cell is not None else "").strip().lower() for cell in next(rows, [])]
    text = _column(header, TEXT_COLUMNS)
    if text is None and len(header) == 1:
        text = 0
    if text is None:
        raise TableError(f"{path.name} has no text column: name one of its columns {TEXT_COLUMNS[0]!r}")
    return _cells(rows, text, _column(header, ID_COLUMNS))


def _cells(rows: Iterable[Sequence[Any]], text: int, own_id: int | None) -> Iterator[Row]:
    """Yield the rows of a table; the place of a row is its id when it has no other."""
    for number, row in enumerate(rows, start=1):
        if not any(cell not in (None, "") for cell in row):
            continue
        row_id = row[own_id] if own_id is not None and own_id < len(row) else number
        value = row[text] if text < len(row) else None
        if value is None or value == "":
            yield Row(row_id, None, "the text is empty")
        else:
            yield Row(row_id if isinstance(row_id, str | int | float) else str(row_id), str(value))


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _decode(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(f"{path.name} is neither UTF-8 nor GB18030: save it as CSV UTF-8 and try again")


def _sheet(path: Path) -> Iterator[Sequence[Any]]:
    """Yield the cells of the first sheet."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, and few runs need it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise TableError(f"{path.name} is not a workbook that can be read: save it as .xlsx and try again") from error
    return iter(book.worksheets[0].iter_rows(values_only=True))
