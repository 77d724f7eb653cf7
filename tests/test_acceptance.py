"""The shipped index on messages by a pen that never saw the library; what came out is printed under the tests."""

import json
from pathlib import Path

import pytest

from index.evaluate import Report, evaluate
from index.language import language_of
from index.matcher import Matcher
from index.types import Knowledge
from index.yardstick import Yardstick, read_yardstick
from tests.conftest import REPORT

ACCEPTANCE = Path(__file__).resolve().parent.parent / "index" / "yardsticks" / "acceptance.jsonl"


@pytest.fixture(scope="module")
def yardstick(knowledge: Knowledge) -> Yardstick:
    """Return the acceptance messages."""
    return read_yardstick(ACCEPTANCE, knowledge.families)


@pytest.fixture(scope="module")
def report(matcher: Matcher, yardstick: Yardstick) -> Report:
    """Judge the acceptance messages once, and have the result printed."""
    found = evaluate(matcher, yardstick)
    REPORT.extend(f"{name:34} {share.count:3} of {share.total:3}" for name, share in found.shares.items())
    return found


def test_there_are_enough_messages_of_every_kind(yardstick: Yardstick) -> None:
    labels = [row.label for row in yardstick.rows]
    assert len(labels) >= 60
    assert {label: labels.count(label) >= 10 for label in set(labels)} == dict.fromkeys(set(labels), True)


def test_no_genuine_message_is_matched(report: Report) -> None:
    assert report.shares["genuine and chat wrongly matched"].count == 0


def test_few_genuine_messages_are_flagged(report: Report) -> None:
    assert report.shares["genuine and chat wrongly flagged"].rate <= 0.05


def test_most_scripts_are_found_in_the_right_family(report: Report) -> None:
    assert report.shares["scripts found (match or possible)"].rate >= 0.6
    assert report.shares["family right, of those found"].rate >= 0.9


def test_the_topic_of_genuine_messages_is_mostly_right(report: Report) -> None:
    assert report.shares["topic right on genuine"].rate >= 0.8


def test_every_self_harm_statement_is_recognised_and_nothing_else_is(report: Report) -> None:
    assert report.shares["self-harm recognised"].rate == 1
    assert report.shares["self-harm false alarms"].count == 0


def test_every_language_is_recognised() -> None:
    rows = [json.loads(line) for line in ACCEPTANCE.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows if language_of(row["text"]) != row["lang"]] == []
