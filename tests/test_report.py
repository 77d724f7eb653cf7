"""An evaluation as text, JSON and one page, and the command that writes them."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from index.baselines import rank_baselines
from index.evaluate import Report, evaluate
from index.matcher import Matcher
from index.measures import Share
from index.types import Knowledge
from index.yardstick import read_yardstick
from scripts.evaluate import main
from scripts.report import as_html, as_json, cell, text_lines

ACCEPTANCE = Path(__file__).resolve().parent.parent / "index" / "yardsticks" / "acceptance.jsonl"


@pytest.fixture(scope="module")
def report(matcher: Matcher, knowledge: Knowledge) -> Report:
    """Judge the acceptance messages once."""
    return evaluate(matcher, read_yardstick(ACCEPTANCE, knowledge.families))


@pytest.fixture
def data(snapshots: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the command find the published snapshot."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "snapshots").symlink_to(snapshots)
    monkeypatch.setenv("RADAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("RADAR_TELEGRAM_TOKEN", "")
    return tmp_path


def run(*arguments: object) -> Result:
    """Run the command on the acceptance messages."""
    result = CliRunner().invoke(main, [str(ACCEPTANCE), *map(str, arguments)])
    assert result.exit_code == 0, result.stderr
    return result


def test_a_share_stands_with_its_count_and_its_interval() -> None:
    assert cell(Share(8, 10)) == "8/10 80.0% [49.0%, 94.3%]"
    assert cell(Share(0, 0)) == "-"


def test_the_page_needs_no_other_file(report: Report, matcher: Matcher) -> None:
    page = as_html(report, rank_baselines(matcher.scripts, [one.row for one in report.outcomes]))
    assert "<script" not in page
    assert not re.search(r"""(src|href)=["'](?!#)""", page)  # a figure refers to its own parts alone
    assert page.count("<svg") >= 3
    assert all(name in page for name in ("Dice on bigrams", "Scripts by family", "N01_PERSONAL_INSTALMENT_60"))


def test_a_message_cannot_put_markup_into_the_page(report: Report) -> None:
    [one, *_] = report.worst
    row = dataclasses.replace(one.outcome.row, id="<b>", text="<img src=x onerror=alert(1)>本人没有偿还能力")
    hostile = dataclasses.replace(one, outcome=dataclasses.replace(one.outcome, row=row))
    page = as_html(dataclasses.replace(report, worst=(hostile,)), [])
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_json_is_strict_and_holds_no_words_of_a_message(report: Report) -> None:
    text = json.dumps(as_json(report, []), ensure_ascii=False, allow_nan=False)
    saved: dict[str, Any] = json.loads(text)
    assert saved["shares"]["scripts found (match or possible)"]["total"] == 30
    assert saved["shares"]["other cards recognised"]["rate"] is None
    assert len(saved["results"]) == 100
    assert all(one.row.text not in text for one in report.outcomes)


def test_the_text_shows_what_a_mistake_is_best_understood_by(report: Report) -> None:
    lines = list(text_lines(report, []))
    assert any(line.startswith("  scripts found (match or possible)") for line in lines)
    place = next(place for place, line in enumerate(lines) if "acc-" in line and "a script not found" in line)
    assert lines[place + 1].strip().startswith("nearest script ")
    assert lines[place + 2].strip().startswith("nearest genuine message ")


def test_the_same_evaluation_draws_the_same_plot(data: Path) -> None:
    for name in ("one.svg", "other.svg"):
        run("--plot", data / name, "--baselines")
    assert (data / "one.svg").read_bytes() == (data / "other.svg").read_bytes()


def test_a_saved_report_compares_with_a_snapshot(data: Path, matcher: Matcher) -> None:
    saved = data / "old.json"
    saved.write_text(run("--json", "--html", data / "page.html").stdout, encoding="utf-8")
    assert (data / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    same = run("--compare", saved, matcher.version)
    assert same.stdout.startswith("0 of 100 messages are judged otherwise")
    changed = json.loads(saved.read_text(encoding="utf-8"))
    changed["results"][0] |= {"verdict": "none", "family": None, "error": "a script not found"}
    saved.write_text(json.dumps(changed), encoding="utf-8")
    assert "better    acc-001 (script template): none" in run("--compare", saved, matcher.version).stdout


@pytest.mark.usefixtures("data")
def test_comparing_with_a_version_that_is_not_kept_is_refused() -> None:
    result = CliRunner().invoke(main, [str(ACCEPTANCE), "--compare", "20200101T000000Z-00000000", "x"])
    assert result.exit_code == 1
    assert "20200101T000000Z-00000000" in result.stderr
