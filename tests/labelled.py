"""Labelled messages and outcomes for tests of counting, made without an index."""

from typing import Any

from index.outcome import Outcome
from index.types import Safety, Verdict
from index.yardstick import Labelled

FAMILY, OTHER = "N01_PERSONAL_INSTALMENT_60", "F02_REFUND_FEES"


def labelled(name: str, label: str, **more: Any) -> Labelled:
    """Return a message of the first family; chat has none."""
    return Labelled(name, f"text of {name}", label, None if label == "chat" else FAMILY, **more)


def outcome(
    row: Labelled,
    verdict: Verdict | None = Verdict.NONE,
    probability: float = 0.1,
    *,
    family: str | None = None,
    topic: str | None = None,
    safety: Safety | None = None,
) -> Outcome:
    """Return what an index could have said of a message."""
    return Outcome(row, verdict, probability, family, topic, safety)
