"""The institution that the bot speaks for: what it is, how it is reached, which rules bind it.

Without a profile the bot works on: rules and lines for every kind of institution are shown, neutral phrases stand
where a contact is missing, and `gaps()` names what is missing. Renders nothing.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import ProfileError
from index.lines import KINDS
from index.tables import LANGUAGES
from index.types import Line, Rule, Words

LONGEST = 80  # characters of a contact: it stands inside replies that a button copies
CONTACTS = ("institution", "hotline", "complaint_channel", "supervisor")
CRISIS = ("police", "medical", "psychological_aid")
CRISIS_OF = {"CN": {"police": "110", "medical": "120", "psychological_aid": "12356"}}
NEUTRAL: dict[str, Words] = {
    "institution": {"zh-Hans": "本机构", "zh-Hant": "本機構", "en": "our institution"},
    "hotline": {
        "zh-Hans": "本机构官方客服热线",
        "zh-Hant": "本機構官方客服熱線",
        "en": "our official hotline",
    },
    "complaint_channel": {
        "zh-Hans": "本机构公布的投诉渠道",
        "zh-Hant": "本機構公布的投訴渠道",
        "en": "our published complaint channel",
    },
    "supervisor": {"zh-Hans": "金融监管部门", "zh-Hant": "金融監管部門", "en": "the financial supervisor"},
    "police": {"zh-Hans": "当地报警电话", "zh-Hant": "當地報警電話", "en": "the local police emergency number"},
    "medical": {"zh-Hans": "当地急救电话", "zh-Hant": "當地急救電話", "en": "the local medical emergency number"},
    "psychological_aid": {
        "zh-Hans": "当地心理援助热线",
        "zh-Hant": "當地心理援助熱線",
        "en": "the local psychological aid line",
    },
}


@dataclass(frozen=True, slots=True)
class Counsel:
    """Who has signed the guidance off for the institution, and when."""

    name: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the institution; `kind` is None until it is set."""

    kind: str | None = None
    jurisdiction: str = "CN"
    contacts: Mapping[str, Words] = field(default_factory=dict)
    crisis: Mapping[str, str] = field(default_factory=lambda: CRISIS_OF["CN"])
    counsel: Counsel | None = None

    def gaps(self) -> tuple[str, ...]:
        """Name what is missing, as it is written in the profile file."""
        missing = [] if self.kind else ["kind"]
        missing += [name for name in CONTACTS if name not in self.contacts]
        missing += [f"crisis.{name}" for name in CRISIS if name not in self.crisis]
        return tuple(missing if self.counsel else [*missing, "counsel"])

    def fill(self, lang: str) -> dict[str, str]:
        """Return what stands for each placeholder of a guidance line, a neutral phrase where a contact is missing."""
        known: Mapping[str, Words] = {
            **self.contacts,
            **{name: {"zh-Hans": text} for name, text in self.crisis.items()},
        }
        return {name: in_language(known.get(name, NEUTRAL[name]), lang) for name in NEUTRAL}

    def applies(self, rule: Rule, today: dt.date) -> bool:
        """Return whether a rule binds this institution today and may be shown."""
        day = today.isoformat()  # compares with "2025" as well as with "2025-10-01"
        in_force = rule.in_force <= day and not (rule.until and rule.until < day)
        of_our_kind = not rule.kinds or self.kind in rule.kinds
        return rule.jurisdiction == self.jurisdiction and of_our_kind and rule.status != "unverified" and in_force

    def rules_of(self, line: Line, rules: Mapping[str, Rule], today: dt.date) -> tuple[Rule, ...]:
        """Return the rules under a line that apply here, in the line's order."""
        return tuple(rules[name] for name in line.rules if name in rules and self.applies(rules[name], today))

    def shows(self, line: Line, rules: Mapping[str, Rule], today: dt.date) -> bool:
        """Return whether a line is for this kind of institution and rests on a rule that applies, or on none."""
        of_our_kind = not line.kinds or self.kind in line.kinds
        ours = of_our_kind and line.jurisdiction in ("", self.jurisdiction)
        return ours and (not line.rules or bool(self.rules_of(line, rules, today)))


def in_language(words: Words, lang: str) -> str:
    """Return the words in a language, in the nearest one that is there."""
    nearest = ("zh-Hant", "zh-Hans", "en") if lang == "zh-Hant" else (lang, "zh-Hans", "en")
    return next(words[name] for name in nearest if name in words)


def load_profile(path: Path | None) -> Profile:
    """Return the profile in a file, or one with nothing set; raise ProfileError naming file, line and next step."""
    if path is None:
        return Profile()
    try:
        source = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(source)
    except OSError as error:
        raise ProfileError(f"{path} cannot be read ({error.strerror}): correct RADAR_PROFILE") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path} is not UTF-8 text: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path} is not TOML ({error}): compare it with profile.example.toml") from error
    return read_profile(Source(path, source, data))


@dataclass(frozen=True, slots=True)
class Source:
    """A profile file that knows on which line a key stands."""

    path: Path
    text: str
    data: Mapping[str, Any]

    def error(self, key: str, message: str) -> ProfileError:
        """Return the error that names the file and the line of a key."""
        written = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key.rsplit('.', 1)[-1])}[\"']?\s*[\].=]")
        lines = enumerate(self.text.splitlines(), start=1)
        line = next((number for number, text in lines if written.match(text)), 1)
        return ProfileError(f"{self.path}:{line}: {message}; profile.example.toml shows how it is written")

    def only(self, name: str, known: tuple[str, ...]) -> Mapping[str, Any]:
        """Return the table `name` (the whole file for ""); refuse keys that nothing reads, which are misspelt."""
        table = self.data.get(name, {}) if name else self.data
        if not isinstance(table, Mapping):
            raise self.error(name, f"{name} must be a table, [{name}]")
        if unknown := min(set(table) - set(known), default=""):
            raise self.error(unknown, f"unknown key {unknown!r}; known here: {', '.join(known)}")
        return table

    def text_of(self, key: str, value: Any) -> str:
        """Return a contact: one line of text, short enough to stand in a reply."""
        if not isinstance(value, str):
            raise self.error(key, f"{key} must be a text in quotes")
        text = value.strip()
        if not text or len(text) > LONGEST or not text.isprintable():
            raise self.error(key, f"{key} must be one line of 1 to {LONGEST} characters")
        return text


def read_profile(source: Source) -> Profile:
    """Return the profile that a file holds; raise ProfileError at the first thing that is wrong."""
    data = source.only("", ("kind", "jurisdiction", *CONTACTS, "crisis", "counsel"))
    kind, jurisdiction = data.get("kind"), data.get("jurisdiction", "CN")
    if kind is not None and kind not in KINDS:
        raise source.error("kind", f"kind is {kind!r}; known kinds: {', '.join(KINDS)}")
    if not isinstance(jurisdiction, str) or not re.fullmatch(r"[A-Z]{2}", jurisdiction):
        raise source.error("jurisdiction", "jurisdiction must be a country code of two capital letters, such as CN")
    written = {key: source.text_of(f"crisis.{key}", value) for key, value in source.only("crisis", CRISIS).items()}
    return Profile(
        kind=kind,
        jurisdiction=jurisdiction,
        contacts={key: read_words(source, key) for key in CONTACTS if key in data},
        crisis={**CRISIS_OF.get(jurisdiction, {}), **written},
        counsel=read_counsel(source) if "counsel" in data else None,
    )


def read_words(source: Source, key: str) -> Words:
    """Return a contact by language; a plain text stands for every language."""
    value = source.data[key]
    if not isinstance(value, Mapping):
        return {"zh-Hans": source.text_of(key, value)}
    words = {lang: source.text_of(f"{key}.{lang}", text) for lang, text in source.only(key, LANGUAGES).items()}
    if "zh-Hans" not in words:
        raise source.error(key, f"{key} is missing in zh-Hans")
    return words


def read_counsel(source: Source) -> Counsel:
    """Return counsel's sign-off."""
    table = source.only("counsel", ("name", "date"))
    name, date = source.text_of("counsel.name", table.get("name")), table.get("date")
    try:
        return Counsel(name, dt.date.fromisoformat(str(date)))  # TOML's own date, or one in quotes
    except ValueError as error:
        raise source.error("counsel.date", "counsel.date must be a day such as 2026-05-01") from error
