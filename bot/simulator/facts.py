"""Requests checked against the table of facts (`python -m scripts.api_facts`): names, types, and what is required.

Without a table everything is let through, read as well as it can be.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.simulator.files import Upload

DEFAULT_TABLE = Path(__file__).resolve().parent.parent.parent / "tests" / "data" / "bot_api_facts.json"
REQUIRED, ARRAY = "!", "Array of "
PRIMITIVES: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
}
BOOLEANS = {"true": True, "false": False}
INTEGER, FLOAT = re.compile(r"-?\d{1,19}", re.ASCII), re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
PLAIN = frozenset({"text", "caption", "callback_query_id"})  # never JSON, whatever they look like


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of a request with their values, and what is wrong with them."""

    values: dict[str, Any]
    problems: tuple[str, ...] = ()


class Facts:
    """What the Bot API knows: methods, their fields, and the types these are made of."""

    def __init__(self, table: Mapping[str, Any] | None = None) -> None:
        self.methods: dict[str, dict[str, str]] = dict(table["methods"]) if table else {}
        self._types: dict[str, Any] = dict(table["types"]) if table else {}

    @classmethod
    def load(cls, path: Path = DEFAULT_TABLE) -> "Facts":
        """Return the table at a path; raise FileNotFoundError when there is none."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def read(self, method: str, given: Mapping[str, Any], *, as_text: bool) -> Reading:
        """Return the fields of a request; of a form (`as_text`) they come as strings, else as JSON."""
        if not self.methods:
            return Reading({name: _guess(name, value) if as_text else value for name, value in given.items()})
        fields = self.methods[method]
        values, problems = {}, []
        for name, value in given.items():
            if name not in fields:
                if not _attached(name, given):
                    problems.append(f"{name}: unknown field")
                continue
            types = fields[name].removeprefix(REQUIRED)
            values[name] = _decoded(value, types) if as_text and isinstance(value, str) else value
            problems += self._problems(values[name], types, name)
        problems += _missing(fields, given, "")
        return Reading(values, tuple(problems))

    def _problems(self, value: object, types: str, at: str) -> list[str]:
        """Return what is wrong with a value under the type that fits it best."""
        return min((self._against(value, one, at) for one in types.split("|")), key=len)

    def _against(self, value: object, kind: str, at: str) -> list[str]:
        if kind.startswith(ARRAY):
            if not isinstance(value, list):
                return [f"{at}: must be {kind}"]
            inner = kind.removeprefix(ARRAY)
            return [one for number, item in enumerate(value) for one in self._against(item, inner, f"{at}[{number}]")]
        if kind in PRIMITIVES:
            # True is an int in Python and none in JSON
            fits = isinstance(value, PRIMITIVES[kind]) and isinstance(value, bool) == (kind == "Boolean")
            return [] if fits else [f"{at}: must be {kind}"]
        if kind == "InputFile":
            return [] if isinstance(value, Upload) else [f"{at}: must be a file"]
        return self._against_type(value, kind, at)

    def _against_type(self, value: object, kind: str, at: str) -> list[str]:
        known = self._types.get(kind, {})
        if isinstance(known, list):
            return self._problems(value, "|".join(known), at)
        if not isinstance(value, dict):
            return [f"{at}: must be {kind}"]
        problems = _missing(known, value, f"{at}.")
        for name, item in value.items():
            if name in known:
                problems += self._problems(item, known[name].removeprefix(REQUIRED), f"{at}.{name}")
            else:
                problems.append(f"{at}.{name}: unknown field of {kind}")
        return problems


def _missing(fields: Mapping[str, str], given: Mapping[str, Any], at: str) -> list[str]:
    return [
        f"{at}{name}: required" for name, types in fields.items() if types.startswith(REQUIRED) and name not in given
    ]


def _attached(name: str, given: Mapping[str, Any]) -> bool:
    """Say whether this is a file that another field names as attach://…."""
    return isinstance(given[name], Upload) and any(f"attach://{name}" in str(value) for value in given.values())


def _decoded(value: str, types: str) -> object:
    """Return what a form's string means, a string of its own only where nothing else fits."""
    for kind in sorted(types.split("|"), key=lambda one: one == "String"):
        if kind == "String":
            return value
        if kind == "Integer" and INTEGER.fullmatch(value):
            return int(value)
        if kind == "Float" and FLOAT.fullmatch(value):
            return float(value)
        if kind == "Boolean" and value.lower() in BOOLEANS:
            return BOOLEANS[value.lower()]
        if kind not in PRIMITIVES and value[:1] in ("{", "["):
            return _json(value)
    return value


def _guess(name: str, value: object) -> object:
    if not isinstance(value, str) or name in PLAIN:
        return value
    if INTEGER.fullmatch(value):
        return int(value)
    return BOOLEANS.get(value.lower(), value) if value[:1] not in ("{", "[") else _json(value)


def _json(value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        return value
