"""The shipped index on messages by a pen that never saw the library; what came out is printed under the tests."""

import json
from pathlib import Path

import pytest

from index.errors import ScriptIndexError
from index.evaluate import Labelled, Report, Share, evaluate, read_yardstick
from index.language import language_of
from index.matcher import Matcher
from tests.conftest import REPORT

ACCEPTANCE = Path(__file__).resolve().parent.parent / "index" / "yardsticks" / "acceptance.jsonl"


@pytest.fixture(scope="module")
def report(matcher: Matcher) -> Report:
    """Judge the acceptance messages once, and have the result printed."""
    found = evaluate(matcher, read_yardstick(ACCEPTANCE))
    REPORT.extend(f"{name:34} {share.count:3} of {share.total:3}" for name, share in found.shares.items())
    return found


def test_there_are_enough_messages_of_every_kind() -> None:
    labels = [row.label for row in read_yardstick(ACCEPTANCE)]
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


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        pytest.param("not json", "not a labelled message", id="no JSON"),
        pytest.param('{"id": "a", "text": "x", "label": "odd"}', "unknown label", id="unknown label"),
        pytest.param('{"id": "b", "text": "x", "label": "chat"}\n' * 2, "stands twice", id="duplicate id"),
        pytest.param("", "holds no message", id="empty file"),
    ],
)
def test_a_wrong_yardstick_is_refused_with_its_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "y.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ScriptIndexError, match=complaint):
        read_yardstick(path)


def test_an_error_is_named_without_the_words_of_the_message(matcher: Matcher) -> None:
    wrong = evaluate(matcher, [Labelled("x1", "今天天气真好，我们去公园走走吧", "script", None)])
    [line] = wrong.errors
    assert line.startswith("x1: a script not found")
    assert "公园" not in line


def test_a_share_of_nothing_has_no_rate() -> None:
    assert Share(0, 0).rate != Share(0, 0).rate  # not a number
