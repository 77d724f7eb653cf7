"""README names every setting and every admin command."""

import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.words import DEFAULT, LANGUAGES, all_words

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    path.stem
    for path in sorted((ROOT / "scripts").glob("*.py"))
    if 'if __name__ == "__main__"' in path.read_text(encoding="utf-8") and path.stem not in ("checks", "environment")
]


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`RADAR_{name.upper()}`" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_admin_command_is_documented(name: str) -> None:
    assert f"`scripts.{name}" in README


def test_the_two_commands_come_first() -> None:
    assert README.index("./scripts/run") < README.index("./scripts/test") < 200


@pytest.mark.parametrize("key", list(all_words()))
def test_every_sentence_stands_in_every_language_with_the_same_blanks(key: str) -> None:
    import string  # noqa: PLC0415

    blanks = [
        {name for _, name, _, _ in string.Formatter().parse(all_words()[key][lang]) if name} for lang in LANGUAGES
    ]
    assert set(all_words()[key]) == set(LANGUAGES)
    assert blanks.count(blanks[0]) == len(blanks)
    assert DEFAULT in LANGUAGES


def test_torch_is_pinned_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "torch==2.13.0" in project["dependencies"]
