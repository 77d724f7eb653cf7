"""Read and check the knowledge base in index/library/. Does not embed, match or render anything.

Every refusal names the file and the line. What counts as wrong: a file that is not TOML, a table or key that is
missing, unknown or of the wrong type, a duplicate id, an empty text, a text holding personal data, an unknown rule or
placeholder, and a line of guidance that rests on unverified rules alone.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from index.errors import KnowledgeError
from index.lines import GUIDANCE, clean_words, read_guidance, read_line, read_rules, refuse_personal_data
from index.tables import Document, Table, read_document
from index.types import Citation, Family, Genuine, Knowledge, Line, Rule, Safety, SafetyRule, SafetyText, Script

LIBRARY = Path(__file__).with_name("library")
STYLES = ("template", "reworded", "spoken", "fragment", "long")
GENUINE_KINDS = ("hardship", "request", "question", "complaint", "dispute", "caution")
ORDINARY_KINDS = (
    "greeting", "logistics", "payment", "smalltalk", "offtopic",
    # of debts, but on none of the subjects held
    "complaint", "contact", "credit_record", "dispute", "hardship", "identity", "legal", "question",
)  # fmt: skip
TEXT_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
STRENGTHS = ("weak", "ordinary", "strong")
SIGNALS = (
    "odd_error", "open_slots", "shared_contact", "named_agent", "fee", "answerer_not_borrower", "forged_paper",
    "miscited_law", "numbered_demands", "absent_event", "number_changed", "same_day_complaint", "style_switch",
    "cites_law", "asks_id", "says_recording", "says_willing", "asks_60", "threatens_complaint",
)  # fmt: skip
LIST = re.compile("«([a-z_]+)»")
FAMILY_FILE = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")
TABLES = {
    "rules": ("rules",),
    "base": GUIDANCE,
    "safety": ("categories",),
    "safety_texts": ("texts",),
    "citations": ("citations",),
    "ordinary": ("genuine",),
}  # of other files


def load_knowledge(directory: Path = LIBRARY) -> Knowledge:
    """Read and check every file of the knowledge base; raise KnowledgeError at the first thing that is wrong."""
    documents = {path.stem: read_document(path) for path in sorted(directory.glob("*.toml"))}
    for name, tables in TABLES.items():
        if name not in documents:
            raise KnowledgeError(f"{directory / name}.toml is missing: restore it from the repository")
        documents[name].root().only(*tables)
    rules = read_rules(documents["rules"])
    families = {stem: document for stem, document in documents.items() if stem not in TABLES}
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
        safety_texts=tuple(read_safety_text(table) for table in documents["safety_texts"].tables("texts")),
        citations=tuple(read_citation(table, rules) for table in documents["citations"].tables("citations")),
        base=read_guidance(documents["base"], rules, prefix=""),
        digest=digest(documents),
    )
    refuse_duplicates(documents.values())
    refuse_rewordings_of_nothing(families)
    if Safety.SELF_HARM not in {rule.category for rule in knowledge.safety if rule.phrases}:
        raise (
            documents["safety"].root().error("no category self_harm with phrases: nobody in danger would be recognised")
        )
    return knowledge


def digest(documents: dict[str, Document]) -> str:
    """Return the sha256 over all files, name and content."""
    total = hashlib.sha256()
    for stem, document in sorted(documents.items()):
        total.update(f"{stem}\0".encode())
        total.update(document.path.read_bytes())
    return total.hexdigest()


def read_family(document: Document, rules: dict[str, Rule]) -> Family:
    """Return what a family file says beside its texts."""
    root = document.root()
    if not FAMILY_FILE.fullmatch(document.path.stem):
        known = ", ".join(f"{name}.toml" for name in TABLES)
        raise root.error(f"a family's file is named in capital letters, such as N01_NAME.toml; other files: {known}")
    root.only("id", "strength", "jurisdiction", "name", "asks", "when_real", "guidance", "scripts", "genuine")
    if isinstance(guidance := root.data.get("guidance"), Mapping):
        Table(document.path, 1, guidance).only(*GUIDANCE)
    if root.text("id") != document.path.stem:
        raise root.error(f"id is {root.text('id')!r}, but the file is named {document.path.stem}.toml")
    return Family(
        id=document.path.stem,
        name=clean_words(root, "name"),
        asks=clean_words(root, "asks"),
        when_real=clean_words(root, "when_real"),
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
            text=refuse_personal_data(table, table.text("text")),
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
            text=refuse_personal_data(table, table.text("text")),
            kind=table.one_of("kind", GENUINE_KINDS if family else ORDINARY_KINDS),
            lang=table.one_of("lang", TEXT_LANGUAGES),
            hard=table.data.get("hard", False) is True,
        )


def read_safety(table: Table, rules: dict[str, Rule]) -> SafetyRule:
    """Return one safety category."""
    table.only("category", "phrases", "certain", "patterns", "not_when", "lists", "title", "do", "never", "reply")
    return SafetyRule(
        category=Safety(table.one_of("category", tuple(Safety))),
        phrases=table.some_of("phrases"),
        certain=patterns_of(table, "certain"),
        patterns=patterns_of(table, "patterns"),
        not_when=patterns_of(table, "not_when"),
        title=table.words("title"),
        do=lines_of(table, "do", rules),
        never=lines_of(table, "never", rules),
        reply=read_line(Table(table.path, table.line, table.data.get("reply", {})), rules).text,
    )


def read_safety_text(table: Table) -> SafetyText:
    """Return one message that calls for a card, or only sounds so."""
    table.only("id", "text", "category", "lang")
    return SafetyText(
        id=table.text("id"),
        text=refuse_personal_data(table, table.text("text")),
        category=Safety(table.one_of("category", tuple(Safety))) if "category" in table.data else None,
        lang=table.one_of("lang", TEXT_LANGUAGES),
    )


def read_citation(table: Table, rules: dict[str, Rule]) -> Citation:
    """Return one claim that the rules do not bear out."""
    table.only("id", "patterns", "claim", "fact")
    patterns, facts = patterns_of(table, "patterns"), lines_of(table, "fact", rules)
    if not patterns or not facts:
        raise table.error("a citation needs patterns and at least one [[citations.fact]]")
    return Citation(table.text("id"), patterns, table.words("claim"), facts)


def patterns_of(table: Table, key: str) -> tuple[str, ...]:
    """Return a list of regular expressions; «name» stands for what the table of `lists` holds under the name."""
    lists = table.data.get("lists", {})
    found = []
    for written in table.some_of(key):
        if unknown := [name for name in LIST.findall(written) if name not in lists]:
            raise table.error(f"unknown list «{unknown[0]}»; known here: {', '.join(lists)}")
        pattern = LIST.sub(lambda name: str(lists[name[1]]), written)
        try:
            re.compile(pattern)
        except re.error as error:
            raise table.error(f"{pattern!r} is not a regular expression ({error})") from error
        found.append(pattern)
    return tuple(found)


def lines_of(table: Table, key: str, rules: dict[str, Rule]) -> tuple[Line, ...]:
    """Return the lines in a table of a table."""
    return tuple(read_line(Table(table.path, table.line, entry), rules) for entry in table.data.get(key, ()))


def refuse_duplicates(documents: Iterable[Document]) -> None:
    """Refuse an id that stands twice, in one file or in two."""
    seen: dict[str, Table] = {}
    for document in documents:
        for name in ("scripts", "genuine", "texts", "rules", "citations"):
            for table in document.tables(name):
                key = table.text("id")
                if key in seen:
                    raise table.error(f"id {key!r} stands already at {seen[key].path}:{seen[key].line}")
                seen[key] = table


def refuse_rewordings_of_nothing(families: Mapping[str, Document]) -> None:
    """Refuse a script that claims to reword one that is not in its family."""
    for document in families.values():
        tables = list(document.tables("scripts"))
        known = {table.text("id") for table in tables}
        for table in tables:
            if (of := table.text("of", optional=True)) and of not in known:
                raise table.error(f"of is {of!r}, but this file holds no such script")
