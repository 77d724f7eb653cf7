"""python -m scripts.screen: assess a file of messages, one JSON object a line. The contract stands in the design notes.

A row that cannot be read gets its `error` and never stops the others.
"""

import dataclasses
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from bot.message_files import Row, read_rows
from bot.settings import load_settings
from index.matcher import LONGEST, Matcher
from index.types import Assessment
from scripts.command import current_matcher, plain_errors, say

KEYS = (
    "id", "verdict", "probability", "family", "script_id", "families", "topic", "language", "safety", "evidence",
    "snapshot", "error",
)  # fmt: skip


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of printing.")
@plain_errors
def main(file: Path, output: Path | None) -> None:
    """Assess every message of FILE: JSON lines, CSV or XLSX with a text column; - reads JSON lines from a pipe."""
    rows, settings = read_rows(file), load_settings()
    matcher, longest = current_matcher(settings), settings.max_chars
    if output is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # whatever the terminal's own: the contract is JSON
        unread = write(screen(matcher, rows, longest), sys.stdout)
    else:
        with output.open("w", encoding="utf-8") as opened:
            unread = write(screen(matcher, rows, longest), opened)
    if unread:
        say(f"{unread} rows could not be read: each says why in its error.")


def screen(matcher: Matcher, rows: Iterable[Row], longest: int = LONGEST) -> Iterator[dict[str, Any]]:
    """Yield one result for every row, in the same order; say in the end how many were compared up to `longest` only."""
    cut = 0
    for row in rows:
        cut += len(row.text or "") > longest
        if row.text is None:
            yield {**dict.fromkeys(KEYS), "families": [], "evidence": [], "id": row.id, "error": row.error}
        else:
            yield result_of(row.id, matcher.assess(row.text, longest))
    if cut:
        say(f"{cut} messages have more than {longest} characters (RADAR_MAX_CHARS): what follows was not compared.")


def result_of(row_id: Any, assessment: Assessment) -> dict[str, Any]:
    """Return an assessment in the keys of the contract."""
    everything = dataclasses.asdict(assessment)
    evidence = [{key: one[key] for key in ("start", "end", "text", "script_id")} for one in everything["evidence"]]
    found = {**everything, "id": row_id, "evidence": evidence, "error": None}
    return {key: found[key] for key in KEYS}


def write(results: Iterable[dict[str, Any]], out: TextIO) -> int:
    """Write one JSON object a line and return how many hold an error.

    What cannot be written as UTF-8 (half a surrogate pair) is escaped.
    """
    unread = 0
    for result in results:
        unread += result["error"] is not None
        line = json.dumps(result, ensure_ascii=False)
        if not line.isascii() and any("\ud800" <= character <= "\udfff" for character in line):
            line = json.dumps(result)
        out.write(line + "\n")
    return unread


if __name__ == "__main__":
    main()
