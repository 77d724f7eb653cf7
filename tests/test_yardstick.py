"""Reading labelled messages: what is wrong is named with its line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from index.errors import YardstickError
from index.types import Safety
from index.yardstick import Labelled, read_yardstick
from scripts.evaluate import main

FAMILIES = ("N01_PERSONAL_INSTALMENT_60", "F02_REFUND_FEES")
SCRIPT = {"id": "a", "text": "必须受理停息挂账", "label": "script", "family": FAMILIES[0], "kind": "fragment"}
GENUINE = {"id": "b", "text": "下月十号发工资再还", "label": "genuine", "family": FAMILIES[0], "lang": "zh-Hans"}


def file_of(path: Path, *rows: object) -> Path:
    """Write rows as lines; a text is a line as it stands."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_every_key_of_the_contract_is_read(tmp_path: Path) -> None:
    row: dict[str, Any] = {**SCRIPT, "also": [FAMILIES[1]], "kind": "obfuscated", "lang": "zh-Hant"}
    path = file_of(tmp_path / "y.jsonl", {**row, "evasions": ["emoji"]}, "", GENUINE)
    assert read_yardstick(path, FAMILIES).rows[0] == Labelled(
        "a", SCRIPT["text"], "script", FAMILIES[0], (FAMILIES[1],), "obfuscated", "zh-Hant", ("emoji",)
    )


def test_what_is_missing_has_something_to_stand_for_it(tmp_path: Path) -> None:
    path = file_of(tmp_path / "y.jsonl", {"id": 7, "text": "在吗", "label": "chat", "also": None}, SCRIPT)
    assert read_yardstick(path, FAMILIES).rows[0] == Labelled("7", "在吗", "chat", None)


def test_a_byte_order_mark_and_a_line_separator_within_a_message_are_no_trouble(tmp_path: Path) -> None:
    path = file_of(tmp_path / "y.jsonl", {**SCRIPT, "text": "一\u2028二"}, GENUINE)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert [row.text for row in read_yardstick(path, FAMILIES).rows] == ["一\u2028二", GENUINE["text"]]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        pytest.param(["not json"], ":1: not a line of JSON", id="no JSON"),
        pytest.param([SCRIPT, "[1, 2]"], ":2: not a JSON object", id="no object"),
        pytest.param([SCRIPT, {**GENUINE, "text": " "}], ":2: text is missing or empty", id="no text"),
        pytest.param([{**SCRIPT, "id": None}], ":1: id is missing", id="no id"),
        pytest.param([SCRIPT, "", {**GENUINE, "label": "odd"}], ":3: unknown label 'odd'; known: chat", id="label"),
        pytest.param([{**SCRIPT, "family": "N99_NONE"}], ":1: unknown family 'N99_NONE'; known: F02", id="family"),
        pytest.param([{**SCRIPT, "also": ["N99_NONE"]}], ":1: unknown family 'N99_NONE'", id="another family"),
        pytest.param([{**SCRIPT, "also": "F02"}], ":1: also is not a list", id="no list"),
        pytest.param([{**SCRIPT, "lang": "cn"}], ":1: unknown lang 'cn'; known: en", id="language"),
        pytest.param([{**SCRIPT, "evasions": ["magic"]}], ":1: unknown evasion 'magic'", id="evasion"),
        pytest.param([SCRIPT, {**GENUINE, "family": None}], ":2: a genuine message needs its family", id="no family"),
        pytest.param([SCRIPT, GENUINE, {**GENUINE, "text": "x"}], ":3: id 'b' stands twice", id="duplicate id"),
        pytest.param([], ":1: the file holds no message", id="empty"),
        pytest.param([SCRIPT, {**SCRIPT, "id": "c"}], ":1: every message from this line on is of one side", id="side"),
        pytest.param([GENUINE, {**GENUINE, "id": "c", "label": "chat"}], "one side \\(no scripts\\)", id="no script"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_that_names_the_line(
    tmp_path: Path, rows: list[object], complaint: str
) -> None:
    with pytest.raises(YardstickError, match=complaint):
        read_yardstick(file_of(tmp_path / "y.jsonl", *rows), FAMILIES)


def test_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "y.jsonl"
    path.write_bytes(json.dumps(SCRIPT).encode() + b"\n" + "银行".encode("gb18030"))
    with pytest.raises(YardstickError, match=r":2: not UTF-8: save"):
        read_yardstick(path, FAMILIES)


def test_the_command_refuses_with_one_sentence(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, [str(file_of(tmp_path / "y.jsonl", {**SCRIPT, "label": "odd"}))])
    assert run.exit_code == 1
    assert run.stderr.startswith("Error: ")
    assert "y.jsonl:1: unknown label" in run.stderr
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("label", "kind", "safety"),
    [
        ("vulnerable", "oblique", Safety.SELF_HARM),
        ("vulnerable", "illness", Safety.ILLNESS),
        ("not_vulnerable", "false_friend", Safety.SELF_HARM),
        ("not_vulnerable", "threat", Safety.THREAT),
        ("genuine", "illness", None),
    ],
)
def test_the_kind_names_the_card_unless_it_is_a_way_of_speaking(label: str, kind: str, safety: Safety | None) -> None:
    assert Labelled("a", "x", label, None, kind=kind).safety is safety
