"""python -m scripts.screen: one result a row, in order, whatever the rows are."""

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from bot.errors import TableError
from bot.message_files import read_rows
from index.matcher import Matcher
from index.types import Knowledge
from scripts.screen import KEYS, screen, write


def screened(matcher: Matcher, path: Path, tmp_path: Path) -> list[dict[str, Any]]:
    """Screen a file and read the results back."""
    out = tmp_path / "out.jsonl"
    with out.open("w", encoding="utf-8") as opened:
        write(screen(matcher, read_rows(path)), opened)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def json_lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_results_have_the_keys_of_the_contract_in_the_order_of_the_rows(matcher: Matcher, tmp_path: Path) -> None:
    rows = json_lines(tmp_path / "in.jsonl", {"id": 2, "text": "今天发工资了晚上就还"}, {"id": "a", "text": "你好"})
    results = screened(matcher, rows, tmp_path)
    assert [result["id"] for result in results] == [2, "a"]
    assert all(tuple(result) == KEYS for result in results)
    assert all(result["snapshot"] == matcher.version and result["error"] is None for result in results)
    assert all(result["family"] is None for result in results if result["verdict"] == "none")


def test_evidence_is_a_slice_of_the_text_as_given(matcher: Matcher, knowledge: Knowledge, tmp_path: Path) -> None:
    text = "😀" + knowledge.scripts[0].text
    [result] = screened(matcher, json_lines(tmp_path / "in.jsonl", {"id": 1, "text": text}), tmp_path)
    assert result["verdict"] == "match"
    assert result["evidence"]
    for one in result["evidence"]:
        assert set(one) == {"start", "end", "text", "script_id"}
        assert text[one["start"] : one["end"]] == one["text"]
    assert result["families"][0].keys() == {"family", "probability"}


def test_self_harm_has_a_category_and_nothing_else(matcher: Matcher, tmp_path: Path) -> None:
    [result] = screened(matcher, json_lines(tmp_path / "in.jsonl", {"id": 1, "text": "还不上了，我不想活了"}), tmp_path)
    assert result["safety"] == "self_harm"
    assert [result[key] for key in ("verdict", "probability", "family", "script_id", "topic")] == [None] * 5
    assert result["families"] == result["evidence"] == []


def test_a_row_that_cannot_be_read_gets_its_error_and_stops_no_other(matcher: Matcher, tmp_path: Path) -> None:
    rows = ("not json", {"id": 7}, {"id": 8, "text": 5}, [1], {"text": "没有编号的消息也要研判"}, {"id": 9, "text": ""})
    results = screened(matcher, json_lines(tmp_path / "in.jsonl", *rows), tmp_path)
    assert [result["id"] for result in results] == [None, 7, 8, None, None, 9]
    assert [bool(result["error"]) for result in results] == [True, True, True, True, False, False]
    assert all(result["families"] == [] for result in results[:4])


def test_half_a_surrogate_pair_is_written_so_that_it_can_be_read_back(matcher: Matcher, tmp_path: Path) -> None:
    rows = json_lines(tmp_path / "in.jsonl", '{"id": "\\ud800", "text": "还不上\\ud800了怎么办呢"}')
    assert screened(matcher, rows, tmp_path)[0]["id"] == "\ud800"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "in.csv"
    with path.open("w", encoding=encoding, newline="") as opened:
        csv.writer(opened).writerows([("编号", "内容"), ("甲", "请停止催收"), ("", ""), ("乙", "")])
    rows = list(read_rows(path))
    assert [(row.id, row.text) for row in rows] == [("甲", "请停止催收"), ("乙", None)]
    assert rows[1].error == "the text is empty"


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        pytest.param("你好我想分期\n第二条\n", [(1, "你好我想分期"), (2, "第二条")], id="one column without a header"),
        pytest.param("text\n第一条\n", [(1, "第一条")], id="one column with a header"),
        pytest.param("id;text\n甲;请停止催收\n", [("甲", "请停止催收")], id="semicolons"),
        pytest.param("id\ttext\n甲\t请停止催收\n", [("甲", "请停止催收")], id="tabs"),
        pytest.param("id,text\r甲,一\r乙,二\r", [("甲", "一"), ("乙", "二")], id="line ends of old spreadsheets"),
        pytest.param("id,text\n,一\n", [(1, "一")], id="no id"),
        pytest.param(f"id,text\n甲,{'长' * 200_000}\n", [("甲", "长" * 200_000)], id="a long field"),
        pytest.param('id,text\n甲,"一\r\n二"\n', [("甲", "一\r\n二")], id="a message over two lines"),
        pytest.param('id,text\n甲,"一\n乙,二\n', [("甲", None)], id="a quotation mark never closed"),
    ],
)
def test_csv_loses_no_message(tmp_path: Path, content: str, rows: list[tuple[object, str | None]]) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content.encode())
    found = list(read_rows(path))
    assert [(row.id, row.text) for row in found] == rows
    assert all(row.error for row in found if row.text is None)


def test_a_cover_sheet_is_passed_over_and_any_id_can_be_written(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["封面"])
    sheet = book.create_sheet()
    for row in (["id", "text"], [dt.date(2026, 5, 1), None], [None, "请停止催收"]):
        sheet.append(row)
    book.save(tmp_path / "in.xlsx")
    first, second = read_rows(tmp_path / "in.xlsx")
    assert (str(first.id)[:10], first.text) == ("2026-05-01", None)
    assert (second.id, second.text) == (2, "请停止催收")
    assert json.dumps([first.id, second.id])


def test_what_is_no_number_in_json_stays_a_text(matcher: Matcher, tmp_path: Path) -> None:
    rows = json_lines(
        tmp_path / "in.jsonl", '{"id": NaN, "text": "还不上了怎么办"}', '{"id": 1e999, "text": "还不上了怎么办"}'
    )
    assert [result["id"] for result in screened(matcher, rows, tmp_path)] == ["NaN", "1e999"]


def test_xlsx_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["id", "text"])
    sheet.append([1, "请停止催收"])
    book.save(tmp_path / "in.xlsx")
    assert [(row.id, row.text) for row in read_rows(tmp_path / "in.xlsx")] == [(1, "请停止催收")]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        pytest.param("a.csv", b"id,amount\n1,5\n", "no text column", id="no text column"),
        pytest.param("a.xlsx", b"not a workbook", "not a workbook", id="no workbook"),
        pytest.param("a.csv", b"\xff\xff\xff", "neither UTF-8 nor GB18030", id="unknown encoding"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(
    tmp_path: Path, name: str, content: bytes, complaint: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError, match=complaint):
        read_rows(tmp_path / name)


def test_the_command_builds_a_missing_snapshot_and_prints_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scripts.screen import main  # noqa: PLC0415

    monkeypatch.setenv("RADAR_DATA_DIR", str(tmp_path / "data"))
    rows = json_lines(tmp_path / "in.jsonl", {"id": 1, "text": "这个月的账单什么时候出"})
    result = CliRunner().invoke(main, [str(rows)])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == 1
    assert (tmp_path / "data" / "snapshots" / "current").is_symlink()


def test_a_missing_file_is_a_usage_error() -> None:
    from scripts.screen import main  # noqa: PLC0415

    assert CliRunner().invoke(main, ["/nowhere/at/all"]).exit_code == 2
