"""Rules, and the lines of guidance that rest on them, as TOML tables hold them. Knows no family and no script."""

import datetime as dt
import re

from index.redact import find_personal_data
from index.tables import Document, Table
from index.types import Deadline, Guidance, Line, Rule, Words

KINDS = ("bank_card", "consumer_finance", "small_loan", "assisted_lending", "assignee", "outsourced_agency")
STATUSES = ("verified", "second-hand", "unverified")
PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
PLACEHOLDERS = frozenset(
    f"{{{name}}}"
    for name in (
        "institution", "hotline", "supervisor", "complaint_channel", "police", "medical", "psychological_aid"
    )
)  # fmt: skip
GUIDANCE = ("do", "never", "reply", "deadline", "verify", "decides", "escalate")


def read_rules(document: Document) -> dict[str, Rule]:
    """Return the rules of rules.toml by id; each may name the one that takes its place, never in a circle."""
    tables = {table.text("id"): table for table in document.tables("rules")}
    rules = {name: read_rule(table) for name, table in tables.items()}
    for name, table in tables.items():
        _follow(name, rules, table)
    return rules


def _follow(name: str, rules: dict[str, Rule], table: Table) -> None:
    """Refuse a rule whose successors are not held, or lead back to one of them."""
    met = [name]
    while successor := rules[met[-1]].replaced_by:
        if successor not in rules:
            raise table.error(f"unknown rule {successor!r} in replaced_by: add it to rules.toml or correct the id")
        if successor in met:
            raise table.error(
                f"replaced_by leads in a circle ({' -> '.join([*met, successor])}): end it at one of them"
            )
        met.append(successor)


def read_rule(table: Table) -> Rule:
    """Return one rule."""
    keys = (
        "id",
        "name",
        "issuer",
        "jurisdiction",
        "kinds",
        "article",
        "in_force",
        "until",
        "ended",
        "replaced_by",
        "demand",
        "status",
    )
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
        ended=table.data.get("ended", False) is True,
        replaced_by=table.text("replaced_by", optional=True),
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
    table.only("zh-Hans", "en", "zh-Hant", "rules", "kinds", "jurisdiction", "days")
    cited = table.some_of("rules")
    if unknown := [rule for rule in cited if rule not in rules]:
        raise table.error(f"unknown rule {unknown[0]!r}: add it to rules.toml or correct the id")
    if cited and all(rules[rule].status == "unverified" for rule in cited):
        raise table.error(f"rests on unverified rules alone ({', '.join(cited)}): verify one or remove the line")
    words = clean_words(table)
    allowed = PLACEHOLDERS | {"{date}"} if "days" in table.data else PLACEHOLDERS
    for text in words.values():
        if unknown := sorted(set(PLACEHOLDER.findall(text)) - allowed):
            raise table.error(f"unknown placeholder {unknown[0]}; known here: {', '.join(sorted(allowed))}")
    return Line(words, cited, table.some_of("kinds", KINDS), table.text("jurisdiction", optional=True))


def read_deadline(table: Table, rules: dict[str, Rule]) -> Deadline:
    """Return one deadline."""
    line, days = read_line(table, rules), table.data.get("days")
    if not isinstance(days, int) or days < 0:
        raise table.error("days must be a whole number of days from today")
    if any("{date}" not in text for text in line.text.values()):
        raise table.error("a deadline says {date} in every language")
    return Deadline(line.text, line.rules, line.kinds, line.jurisdiction, days)


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


def clean_words(table: Table, key: str | None = None) -> Words:
    """Return a sentence by language that holds no personal data."""
    words = table.words(key)
    for text in words.values():
        refuse_personal_data(table, text)
    return words


def refuse_personal_data(table: Table, text: str) -> str:
    """Return a text that holds no personal data."""
    if found := find_personal_data(text):
        raise table.error(f"the text holds personal data ({found[0].kind}): replace it with a placeholder")
    return text
