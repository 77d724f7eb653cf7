"""The linter of the guidance: what it strikes out, with file and line; the shipped library passes."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.knowledge import LIBRARY
from scripts.check_library import main

FAMILY = "N01_PERSONAL_INSTALMENT_60.toml"
HANT = "收下申請並登記，告知受理編號；對方說以前提過的，先查紀錄。不當場答應，也不當場回絕。"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Copy the library, so that a test may spoil it."""
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


def checked(library: Path) -> tuple[int, str]:
    """Return the exit code of the command and what it said."""
    run = CliRunner().invoke(main, ["--library", str(library)])
    return run.exit_code, run.output


def test_the_shipped_library_passes() -> None:
    code, said = checked(LIBRARY)
    assert code == 0, said


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        pytest.param(FAMILY, "不当场答应，也不当场回绝", "老赖不收", "a name for a person (老赖)", id="a label"),
        pytest.param(FAMILY, "不当场答应，也不当场回绝", "保证能批", "nobody may be told this", id="a promise"),
        pytest.param(FAMILY, "不当场答应，也不当场回绝", "撤诉后可办", "nobody may be told this", id="a trade"),
        pytest.param(FAMILY, "不当场答应，也不当场回绝", "没必要投诉", "nobody may be told this", id="discouraging"),
        pytest.param(FAMILY, "不当场答应，也不当场回绝", "否则将起诉", "nobody may be told this", id="a threat"),
        pytest.param(
            FAMILY, "不当场答应，也不当场回绝", "看是不是装病", "nobody may be told this", id="doubting illness"
        ),
        pytest.param(
            FAMILY, "个性化分期（最长60期）与停息申请", "骗取分期", "alleges an act (骗)", id="a name that alleges"
        ),
        pytest.param(FAMILY, HANT, HANT.replace("當場", "当场"), "simplified characters in zh-Hant", id="mixed"),
        pytest.param(FAMILY, HANT, "收下短信並登記。", "短信 is not said", id="a mainland word"),
        pytest.param(FAMILY, HANT, "", "is empty in zh-Hant", id="a missing language"),
        pytest.param("rules.toml", "ended = true\n", "", "G15 ended on 2026-03-31", id="an ended rule"),
        pytest.param("base.toml", 'rules = ["G12-24"]', 'rules = ["G15"]', "rests on G15", id="on an ended rule"),
    ],
)
def test_what_may_not_be_said_is_named_with_file_and_line(
    library: Path, name: str, old: str, new: str, complaint: str
) -> None:
    path = library / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, said = checked(library)
    assert code == 1
    assert complaint in said
    assert f"{path}:" in said


def test_a_line_that_is_only_converted_is_found(library: Path) -> None:
    path = library / FAMILY
    converted = "收下申請並登記，告知受理編號；對方說以前提過的，先查記錄。不當場答應，也不當場回絕。"
    path.write_text(path.read_text(encoding="utf-8").replace(HANT, converted, 1), encoding="utf-8")
    assert "converted, not written" in checked(library)[1]


def test_a_reply_that_is_too_long_is_found(library: Path) -> None:
    path = library / FAMILY
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("您好，谢谢您把情况说出来。", "您好，谢谢您把情况说出来。" * 6, 1), encoding="utf-8")
    assert "240 at most" in checked(library)[1]


def test_a_kind_of_institution_without_guidance_is_found(library: Path) -> None:
    path = library / FAMILY
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("[[guidance.never]]\n", '[[guidance.never]]\nkinds = ["bank_card"]\n'), encoding="utf-8"
    )
    assert "small_loan is shown" in checked(library)[1]


def test_a_reply_is_measured_with_the_contacts_of_an_institution(tmp_path: Path) -> None:
    profile = tmp_path / "profile.toml"
    profile.write_text(f'institution = "{"长" * 80}"\nhotline = "{"长" * 80}"\n', encoding="utf-8")
    run = CliRunner().invoke(main, ["--profile", str(profile)])
    assert run.exit_code == 1
    assert "characters in zh-Hans; 240 at most" in run.output


def test_a_line_that_nobody_is_shown_is_found(library: Path) -> None:
    path = library / FAMILY
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("[[guidance.never]]\n", '[[guidance.never]]\nkinds = ["assignee"]\nrules = ["G05-70"]\n', 1),
        encoding="utf-8",
    )
    code, said = checked(library)
    assert code == 1
    assert "no kind of institution is shown this" in said
