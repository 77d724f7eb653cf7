"""What a reader who saw the texts of a yardstick alone made of each: how far its labels can be told from the words.

A reading is JSON lines, one for each message read: {"id", "verdict", "probability", "family", "safety"}. `family` is
that of a script, of another message its subject, or null; `safety` is the card that the reader would raise, or null.
Who reads need not read all: a sample drawn by chance tells as much as its size allows.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.breakdowns import share_of, shares_of
from index.errors import YardstickError
from index.evaluate import Ranking, rank
from index.outcome import Outcome
from index.types import Safety, Verdict
from index.yardstick import Labelled, Yardstick


def read_reading(path: Path, yardstick: Yardstick) -> list[Outcome]:
    """Return what the reader made of each message read, in the yardstick's order; raise YardstickError with a line."""
    rows = {row.id: row for row in yardstick.rows}
    families = {None, *(family for row in yardstick.rows for family in (row.family, *row.also))}
    read: dict[str, Outcome] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        one = _outcome(line, rows, f"{path}:{number}")
        if one.family not in families:
            raise YardstickError(f"{path}:{number}: no message of the yardstick is about {one.family!r}: name another")
        read[one.row.id] = one
    if not read:
        raise YardstickError(f"{path}:1: the file holds no judgement: put one JSON object on each line")
    return [read[name] for name in rows if name in read]


def reader_of(outcomes: Sequence[Outcome]) -> str:
    """Return what the reader is called beside an index."""
    return f"a reader of {len(outcomes)} texts alone"


def rank_reading(outcomes: Sequence[Outcome]) -> Ranking:
    """Return how well the reader orders scripts before genuine and ordinary messages."""
    compared = [one for one in outcomes if one.row.label in ("script", "genuine", "chat")]
    shares = shares_of(compared)
    return rank(
        reader_of(outcomes),
        np.array([one.probability for one in compared], dtype=np.float64),
        np.array([one.row.label == "script" for one in compared], dtype=np.bool_),
        share_of(compared, ["script"], lambda one: one.likeliest in (one.row.family, *one.row.also)),
        (shares["scripts found (match or possible)"], shares["genuine and chat wrongly flagged"]),
    )


def _outcome(line: str, rows: Mapping[str, Labelled], place: str) -> Outcome:
    """Return one line's judgement, checked."""
    try:
        said: dict[str, Any] = json.loads(line)
        row, verdict, family = rows[said["id"]], Verdict(said["verdict"]), said["family"]
        probability, safety = float(said["probability"]), Safety(said["safety"]) if said["safety"] else None
    except (ValueError, TypeError, KeyError) as error:
        raise YardstickError(
            f"{place}: not a judgement of a message in the yardstick ({error}): see index/yardsticks/README.md"
        ) from error
    return Outcome(row, verdict, probability, family, family, safety, likeliest=family)
