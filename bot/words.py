"""What the bot says, by language; the sentences stand in words.toml. No markup, no logic."""

import functools
import tomllib
from pathlib import Path

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
DEFAULT = "zh-Hans"
COMMANDS = ("help", "lang", "privacy", "rules", "forget", "status")  # Telegram's menu
LANGUAGE_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
MENU_CODES = {"zh-Hans": "zh", "en": "en"}  # Telegram knows two letters: one menu for all Chinese


@functools.cache
def all_words() -> dict[str, dict[str, str]]:
    """Return every sentence by key and language."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def word(key: str, language: str, **values: object) -> str:
    """Return a sentence in a language (Simplified Chinese when it is not one of ours), filled in."""
    by_language = all_words()[key]
    return by_language.get(language, by_language[DEFAULT]).format(**values)
