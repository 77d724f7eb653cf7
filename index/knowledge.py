"""Read and check the knowledge base in index/library/. Does not embed, match or render anything.

Every refusal names the file and the line. What counts as wrong: a file that is not TOML, a table or key that is
missing, unknown or of the wrong type, a duplicate id, an empty text, a text holding personal data, an unknown rule or
placeholder, and a line of guidance that rests on unverified rules alone.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.errors import KnowledgeError
from index.redact import find_personal_data
from index.tables import Document, Table, read_document
from index.types import (
    Deadline,
    Family,
    Genuine,
    Guidance,
    Knowledge,
    Line,
    Rule,
    Safety,
    SafetyRule,
    Script,
)

LIBRARY = Path(__file__).with_name("library")
KINDS = ("bank_card", "consumer_finance", "small_loan", "assisted_lending", "assignee", "outsourced_agency")
STYLES = ("template", "reworded", "spoken", "fragment", "long")
GENUINE_KINDS = ("hardship", "request", "question", "complaint", "dispute", "caution")
ORDINARY_KINDS = (
    "greeting", "logistics", "payment", "smalltalk", "offtopic",
    # of debts, but on none of the subjects held
    "complaint", "contact", "credit_record", "dispute", "hardship", "identity", "legal", "question",
)  # fmt: skip
TEXT_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
STATUSES = ("verified", "second-hand", "unverified")
STRENGTHS = ("weak", "ordinary", "strong")
SIGNALS = (
    "odd_error", "open_slots", "shared_contact", "named_agent", "fee", "answerer_not_borrower", "forged_paper",
    "miscited_law", "numbered_demands", "absent_event", "number_changed", "same_day_complaint", "style_switch",
    "cites_law", "asks_id", "says_recording", "says_willing", "asks_60", "threatens_complaint",
)  # fmt: skip
PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
PLACEHOLDERS = frozenset(
    f"{{{name}}}"
    for name in (
        "institution", "hotline", "supervisor", "complaint_channel", "police", "medical", "psychological_aid"
    )
)  # fmt: skip
FAMILY_FILE = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")


def load_knowledge(directory: Path = LIBRARY) -> Knowledge:
    """Read and check every file of the knowledge base; raise KnowledgeError at the first thing that is wrong."""
    documents = {path.stem: read_document(path) for path in sorted(directory.glob("*.toml"))}
    for name in ("rules", "base", "safety", "ordinary"):
        if name not in documents:
            raise KnowledgeError(f"{directory / name}.toml is missing: restore it from the repository")
    rules = read_rules(documents["rules"])
    families = {stem: document for stem, document in documents.items() if FAMILY_FILE.fullmatch(stem)}
    knowledge = Knowledge(
        families={stem: read_family(document, rules) for stem, document in families.items()},
        scripts=tuple(script for document in families.values() for script in read_scripts(document)),
        genuine=tuple(
            genuine
            for document in (*families.values(), documents["ordinary"])
            for genuine in read_genuine(document, None if document is documents["ordinary"] else document.path.stem)
        ),
        rules=rules,
        safety=tuple(read_safety(table, rules) for table in documents["safety"].tables("categories")),
        base=read_guidance(documents["base"], rules, prefix=""),
        digest=digest(documents),
    )
    refuse_duplicates(documents.values())
    return knowledge


def digest(documents: dict[str, Document]) -> str:
    """Return the sha256 over all files, name and content."""
    total = hashlib.sha256()
    for stem, document in sorted(documents.items()):
        total.update(f"{stem}\0".encode())
        total.update(document.path.read_bytes())
    return total.hexdigest()


def read_rules(document: Document) -> dict[str, Rule]:
    """Return the rules of rules.toml by id."""
    return {rule.id: rule for rule in map(read_rule, document.tables("rules"))}


def read_rule(table: Table) -> Rule:
    """Return one rule."""
    keys = ("id", "name", "issuer", "jurisdiction", "kinds", "article", "in_force", "until", "demand", "status")
    table.only(*keys, "source", "checked")
    return Rule(
        id=table.text("id"),
        name=table.words("name"),
        issuer=table.words("issuer"),
        jurisdiction=table.text("jurisdiction"),
        kinds=table.some_of("kinds", KINDS),
        article=table.words("article") if "article" in table.data else {},
        in_force=table.text("in_force", optional=True),
        until=date_text(table, "until", optional=True),
        demand=table.words("demand"),
        status=table.one_of("status", STATUSES),
        source=table.text("source"),
        checked=date_text(table, "checked"),
    )


def date_text(table: Table, key: str, *, optional: bool = False) -> str:
    """Return an ISO date as text, or "" when it is absent and may be."""
    value = table.text(key, optional=optional)
    try:
        return value and dt.date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise table.error(f"{key} is {value!r}: write it as YYYY-MM-DD") from error


def read_line(table: Table, rules: dict[str, Rule]) -> Line:
    """Return one line of guidance, resting on something that may be shown."""
    table.only("zh-Hans", "en", "zh-Hant", "rules", "kinds", "days")
    cited = table.some_of("rules")
    if unknown := [rule for rule in cited if rule not in rules]:
        raise table.error(f"unknown rule {unknown[0]!r}: add it to rules.toml or correct the id")
    if cited and all(rules[rule].status == "unverified" for rule in cited):
        raise table.error(f"rests on unverified rules alone ({', '.join(cited)}): verify one or remove the line")
    words = table.words()
    allowed = PLACEHOLDERS | {"{date}"} if "days" in table.data else PLACEHOLDERS
    for text in words.values():
        if unknown := sorted(set(PLACEHOLDER.findall(text)) - allowed):
            raise table.error(f"unknown placeholder {unknown[0]}; known here: {', '.join(sorted(allowed))}")
    return Line(words, cited, table.some_of("kinds", KINDS))


def read_deadline(table: Table, rules: dict[str, Rule]) -> Deadline:
    """Return one deadline."""
    line, days = read_line(table, rules), table.data.get("days")
    if not isinstance(days, int) or days < 0:
        raise table.error("days must be a whole number of days from today")
    if any("{date}" not in text for text in line.text.values()):
        raise table.error("a deadline says {date} in every language")
    return Deadline(line.text, line.rules, line.kinds, days)


def read_guidance(document: Document, rules: dict[str, Rule], prefix: str = "guidance.") -> Guidance:
    """Return the guidance of a family, or the base duties."""

    def lines(name: str, *, needed: bool = False) -> tuple[Line, ...]:
        found = tuple(read_line(table, rules) for table in document.tables(prefix + name))
        if needed and not found:
            raise document.root().error(f"[[{prefix}{name}]] is missing: guidance needs at least one")
        return found

    return Guidance(
        do=lines("do", needed=True),
        never=lines("never", needed=True),
        replies=lines("reply", needed=True),
        deadlines=tuple(read_deadline(table, rules) for table in document.tables(prefix + "deadline")),
        verify=lines("verify"),
        decides=lines("decides"),
        escalate=lines("escalate"),
    )


def read_family(document: Document, rules: dict[str, Rule]) -> Family:
    """Return what a family file says beside its texts."""
    root = document.root()
    root.only("id", "strength", "jurisdiction", "name", "asks", "when_real", "guidance", "scripts", "genuine")
    if root.text("id") != document.path.stem:
        raise root.error(f"id is {root.text('id')!r}, but the file is named {document.path.stem}.toml")
    return Family(
        id=document.path.stem,
        name=root.words("name"),
        asks=root.words("asks"),
        when_real=root.words("when_real"),
        strength=root.one_of("strength", STRENGTHS),
        jurisdiction=root.text("jurisdiction"),
        guidance=read_guidance(document, rules),
    )


def read_scripts(document: Document) -> Iterator[Script]:
    """Yield the scripts of a family file."""
    for table in document.tables("scripts"):
        table.only("id", "text", "style", "lang", "signals", "of")
        yield Script(
            id=table.text("id"),
            family=document.path.stem,
            text=clean_text(table),
            style=table.one_of("style", STYLES),
            lang=table.one_of("lang", TEXT_LANGUAGES),
            signals=table.some_of("signals", SIGNALS),
            of=table.text("of", optional=True) or None,
        )


def read_genuine(document: Document, family: str | None) -> Iterator[Genuine]:
    """Yield the genuine neighbours of a family, or the ordinary messages."""
    for table in document.tables("genuine"):
        table.only("id", "text", "kind", "lang", "hard")
        yield Genuine(
            id=table.text("id"),
            family=family,
            text=clean_text(table),
            kind=table.one_of("kind", GENUINE_KINDS if family else ORDINARY_KINDS),
            lang=table.one_of("lang", TEXT_LANGUAGES),
            hard=table.data.get("hard", False) is True,
        )


def clean_text(table: Table) -> str:
    """Return a text that holds no personal data."""
    text = table.text("text")
    if found := find_personal_data(text):
        raise table.error(f"the text holds personal data ({found[0].kind}): replace it with a placeholder")
    return text


def read_safety(table: Table, rules: dict[str, Rule]) -> SafetyRule:
    """Return one safety category."""
    table.only("category", "phrases", "certain", "patterns", "not_when", "title", "do", "never", "reply")
    for pattern in (*table.some_of("certain"), *table.some_of("patterns"), *table.some_of("not_when")):
        try:
            re.compile(pattern)
        except re.error as error:
            raise table.error(f"{pattern!r} is not a regular expression ({error})") from error

    def lines(key: str) -> tuple[Line, ...]:
        return tuple(read_line(Table(table.path, table.line, entry), rules) for entry in table.data.get(key, ()))

    return SafetyRule(
        category=Safety(table.one_of("category", tuple(Safety))),
        phrases=table.some_of("phrases"),
        certain=table.some_of("certain"),
        patterns=table.some_of("patterns"),
        not_when=table.some_of("not_when"),
        title=table.words("title"),
        do=lines("do"),
        never=lines("never"),
        reply=read_line(Table(table.path, table.line, table.data.get("reply", {})), rules).text,
    )


def refuse_duplicates(documents: Iterable[Document]) -> None:
    """Refuse an id that stands twice, in one file or in two."""
    seen: dict[str, Table] = {}
    for document in documents:
        for name in ("scripts", "genuine", "rules"):
            for table in document.tables(name):
                key = table.text("id")
                if key in seen:
                    raise table.error(f"id {key!r} stands already at {seen[key].path}:{seen[key].line}")
                seen[key] = table
