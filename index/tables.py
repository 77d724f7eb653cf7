"""TOML tables that know the file and line they stand on. Knows the shapes of values, not what they mean."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import KnowledgeError
from index.types import Words

LANGUAGES = ("zh-Hans", "zh-Hant", "en")


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table with the place it stands in, so that every complaint can name it."""

    path: Path
    line: int
    data: Mapping[str, Any]

    def error(self, message: str) -> KnowledgeError:
        """Return the error that names this table's file and line."""
        return KnowledgeError(f"{self.path}:{self.line}: {message}")

    def only(self, *keys: str) -> None:
        """Refuse keys that nothing reads: they are spelling mistakes."""
        if unknown := sorted(set(self.data) - set(keys)):
            raise self.error(f"unknown key {unknown[0]!r}; known here: {', '.join(keys)}")

    def text(self, key: str, *, optional: bool = False) -> str:
        """Return a string that is not blank."""
        value = self.data.get(key, "" if optional else None)
        if not isinstance(value, str) or not (value.strip() or optional):
            raise self.error(f"{key} must be a text that is not empty")
        return value.strip()

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """Return a string out of a closed set."""
        value = self.text(key)
        if value not in allowed:
            raise self.error(f"{key} is {value!r}; allowed: {', '.join(allowed)}")
        return value

    def some_of(self, key: str, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of strings, empty when the key is absent."""
        values = self.data.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            raise self.error(f"{key} must be a list of texts")
        if allowed is not None and (unknown := [value for value in values if value not in allowed]):
            raise self.error(f"{key} has {unknown[0]!r}; allowed: {', '.join(allowed)}")
        return tuple(values)

    def words(self, key: str | None = None) -> Words:
        """Return one sentence by language, of this table or of the one under `key`."""
        value = self.data if key is None else self.data.get(key)
        if not isinstance(value, Mapping):
            raise self.error(f"{key} must be a table with {', '.join(LANGUAGES)}")
        found = {lang: value[lang] for lang in LANGUAGES if lang in value}
        if key is not None and (unknown := sorted(set(value) - set(LANGUAGES))):
            raise self.error(f"{key} has the unknown language {unknown[0]!r}")
        for lang, text in found.items():
            if not isinstance(text, str) or not text.strip():
                raise self.error(f"{key or 'text'} is empty in {lang}")
        if missing := [lang for lang in LANGUAGES if lang not in found]:
            raise self.error(f"{key or 'text'} is missing in {missing[0]}")
        return {lang: text.strip() for lang, text in found.items()}


@dataclass(frozen=True, slots=True)
class Document:
    """One TOML file, with the line of each of its table headers."""

    path: Path
    data: Mapping[str, Any]
    headers: Mapping[str, tuple[int, ...]]

    def root(self) -> Table:
        """Return the whole file as a table."""
        return Table(self.path, 1, self.data)

    def tables(self, name: str) -> Iterator[Table]:
        """Yield the entries of `[[name]]` (dots lead into tables) with their lines."""
        entries: Any = self.data
        for part in name.split("."):
            entries = entries.get(part, []) if isinstance(entries, Mapping) else []
        if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
            raise self.root().error(f"{name} must be written as [[{name}]] tables")
        lines = self.headers.get(name, ())
        for number, entry in enumerate(entries):
            yield Table(self.path, lines[number] if number < len(lines) else 1, entry)


def read_document(path: Path) -> Document:
    """Read one TOML file; raise KnowledgeError when it cannot be read."""
    try:
        source = path.read_bytes().decode("utf-8")
        data = tomllib.loads(source)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"{path}: not a readable TOML file ({error}): correct it and try again") from error
    headers: dict[str, list[int]] = {}
    for number, line in enumerate(source.splitlines(), start=1):
        if header := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            headers.setdefault(header[1], []).append(number)
    return Document(path, data, {name: tuple(lines) for name, lines in headers.items()})
