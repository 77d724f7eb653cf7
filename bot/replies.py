"""Assessment + advice -> Telegram HTML; the only place that escapes.

Every line is complete in itself (no tag is open at its end), so that a long answer can be split between any two.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from bot.guidance import Advice, Reach, SafetyCard, said
from bot.words import word
from index.types import Assessment, Evidence, Note, Rule, Verdict

LONGEST_MESSAGE = 4096  # UTF-16 units, after entities are parsed: Telegram's limit
SHOWN_EVIDENCE = 2  # the rest would push what to do off the first screen
CONTEXT, LONGEST_QUOTE = 12, 120  # characters around, and of, what matched

Lines = list[str]


def assessment_reply(
    text: str,
    assessment: Assessment,
    advice: Advice,
    language: str,
    *,
    topics: Mapping[str, str],
    scripts: Mapping[str, str],
    card: SafetyCard | None = None,
) -> Lines:
    """Return the whole answer, paragraph after paragraph; a card stands above everything else.

    `text` is the message as it was assessed; `topics` names families and `scripts` holds texts, both by id.
    """
    return [
        *([*safety_reply(card, language), "", *plain(word("card.below", language))] if card else []),
        *_verdict(assessment, language),
        # beside the number it qualifies: an answer in two messages must not part them
        f"<i>{escape(word('wording_only', language))}</i>",
        *_notes(assessment, len(text), language),
        *_evidence(text, assessment, language, topics, scripts),
        *advice_lines(advice, language),
        *([] if advice.signed_off else ["", f"<i>{escape(word('not_signed_off', language))}</i>"]),
    ]


def advice_lines(advice: Advice, language: str) -> Lines:
    """Return the guidance alone: word for word the same at every verdict."""
    own = advice.topic is not None and advice.reach is Reach.WHOLE
    return [
        "",
        *_subject(advice, language),
        *(_guidance if own else _duties)(advice, language),
        *_corrections(advice, language),
        *_folded(word("base", language), [*advice.base_do, *advice.base_never]),
        *_folded(word("rules", language), [_rule(rule, language) for rule in advice.rules]),
    ]


def _subject(advice: Advice, language: str) -> Lines:
    """Return what the message is about and who really writes so, and why the guidance may be less than whole."""
    lines = [escape(word("topic.none", language))] if advice.topic is None else []
    if advice.topic is not None:
        lines = [f"<b>{escape(word('topic', language, topic=advice.topic))}</b>", f"<i>{escape(advice.when_real)}</i>"]
    if advice.reach is Reach.ELSEWHERE:
        law = word(f"law.{advice.jurisdiction}", language)
        return [*lines, escape(word("advice.elsewhere", language, law=law))]
    return [*lines, escape(word("advice.no_rules", language))] if advice.reach is Reach.NO_RULES else lines


def _guidance(advice: Advice, language: str) -> Lines:
    """Return what is special to a topic."""
    return [
        *_numbered(word("do", language), advice.do),
        *_listed(word("never", language), advice.never),
        *_copied(word("reply", language), advice.reply),
        *_listed(word("deadlines", language), advice.deadlines),
        *_folded(word("more", language), _more(advice, language)),
    ]


def _corrections(advice: Advice, language: str) -> Lines:
    """Return what the rules cited really say, for the collector alone."""
    lines = [word("citation", language, claim=one.claim, fact=one.fact) for one in advice.citations]
    return _folded(word("citations", language), [*lines, word("citations.use", language)] if lines else [])


def _more(advice: Advice, language: str) -> Lines:
    """Return what is needed once the message is answered: what to check, who decides, when to pass it on."""
    return [
        *(word("more.verify", language, line=line) for line in advice.verify),
        *(word("more.decides", language, line=line) for line in (advice.decides,) if line),
        *(word("more.escalate", language, line=line) for line in advice.escalate),
    ]


def _duties(advice: Advice, language: str) -> Lines:
    """Return the duties that hold for any message, folded: a greeting is not answered with a wall of them."""
    return [
        *_folded(word("do", language), advice.do),
        *_folded(word("never", language), advice.never),
        *_copied(word("reply", language), advice.reply),
        *_folded(word("deadlines", language), advice.deadlines),
    ]


def safety_reply(card: SafetyCard, language: str) -> Lines:
    """Return a safety card."""
    return [
        f"<b>{escape(card.title)}</b>",
        *_numbered(word("do", language), card.do),
        *_copied(word("reply", language), card.reply),
        *_listed(word("never", language), card.never),
    ]


def plain(text: str) -> Lines:
    """Return sentences of the bot's own as lines."""
    return [escape(line) for line in text.split("\n")]


def split(lines: Sequence[str], limit: int = LONGEST_MESSAGE) -> list[str]:
    """Return messages of at most `limit` UTF-16 units each, cut between paragraphs where that is possible."""
    messages = [""]
    for paragraph in _paragraphs(lines):
        whole = "\n".join(paragraph)
        for piece in [whole] if units(whole) <= limit else paragraph:
            joined = f"{messages[-1]}\n{piece}" if messages[-1] else piece
            if units(joined) <= limit:
                messages[-1] = joined
            else:
                messages.append(piece.lstrip("\n"))
    return [message.strip("\n") for message in messages if message.strip()]


def units(text: str) -> int:
    """Return the length as Telegram counts at most: UTF-16 units, markup included."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def percent_text(probability: float, language: str) -> str:
    """Return a probability as whole percent; the ends are never called certain."""
    if probability < 0.01:
        return word("percent.low", language)
    return word("percent.high", language) if probability > 0.99 else f"{probability * 100:.0f}%"


def _verdict(assessment: Assessment, language: str) -> Lines:
    """Return the first line; a message that could not be compared has no number."""
    if assessment.probability is None or {Note.TOO_SHORT, Note.UNSUPPORTED_LANGUAGE} & set(assessment.notes):
        return [f"<b>{escape(word('verdict.unjudged', language))}</b>"]
    verdict = word(f"verdict.{assessment.verdict}", language)
    percent = percent_text(assessment.probability, language)
    return [f"<b>{escape(verdict)}</b> · {escape(word('probability', language, percent=percent))}"]


def _notes(assessment: Assessment, limit: int, language: str) -> Lines:
    return [escape(word(f"note.{note}", language, of=assessment.language, limit=limit)) for note in assessment.notes]


def _evidence(
    text: str, assessment: Assessment, language: str, topics: Mapping[str, str], scripts: Mapping[str, str]
) -> Lines:
    """Return the longest shared stretches side by side, and how much of the message each script covers."""
    if assessment.verdict in (None, Verdict.NONE):
        return []
    longest = sorted(assessment.evidence, key=lambda one: one.start - one.end)[:SHOWN_EVIDENCE]
    lines = ["", f"<b>{escape(word('evidence', language))}</b>"] if longest or assessment.coverage else []
    lines += [
        _side_by_side(text, one, scripts.get(one.script_id, one.script_text), language)
        for one in sorted(longest, key=lambda one: one.start)
    ]
    for coverage in assessment.coverage:
        percent, topic = f"{coverage.share * 100:.0f}", topics.get(coverage.family, coverage.family)
        lines.append(escape(word("coverage", language, percent=percent, topic=topic)))
    return lines


def _side_by_side(text: str, one: Evidence, script: str, language: str) -> str:
    """Return this part of the message over that part of the script, what they share in bold."""
    message = f"{escape(word('evidence.message', language))}：{_quoted(text, one.start, one.end)}"
    known = f"{escape(word('evidence.script', language))}：{_quoted(script, one.script_start, one.script_end)}"
    return f"<blockquote>{message}\n{known}</blockquote>"


def _quoted(text: str, start: int, end: int) -> str:
    """Return text[start:end] in bold with a little of what stands around it, on one line."""
    shared = visible(text[start:end])
    before, after = visible(text[:start]), visible(text[end:])
    if len(shared) > LONGEST_QUOTE:
        shared, after = shared[:LONGEST_QUOTE], "…"
    parts = (
        "…" if len(before) > CONTEXT else "",
        escape(before[-CONTEXT:]),
        f"<b>{escape(shared)}</b>",
        escape(after[:CONTEXT]),
        "…" if len(after) > CONTEXT else "",
    )
    return "".join(parts)


def visible(text: str) -> str:
    """Return a piece of somebody's text on one line, without what is invisible or cannot be sent."""
    return "".join(character if character.isprintable() else " " if character.isspace() else "" for character in text)


def rule_reply(rule: Rule, language: str, *, ours: bool) -> Lines:
    """Return all that is known of one rule, and whether it is shown to this institution at all."""
    known = word("rules.until" if rule.until else "rules.from", language, date=rule.in_force, until=rule.until)
    kinds = (word(f"kind.{kind}", language) for kind in rule.kinds or ("all",))
    about = word(
        "rules.one",
        language,
        demand=said(rule.demand, language),
        issuer=said(rule.issuer, language),
        in_force=known if rule.in_force else word("rules.undated", language),
        kinds=word("list.comma", language).join(kinds),
        status=word(f"status.{rule.status}", language),
        checked=rule.checked,
        source=rule.source,
    )
    return [
        f"<b>{escape(f'{rule.id}　{_title(rule, language)}')}</b>",
        *plain(about),
        *(plain(word("rules.replaced", language, of=rule.replaced_by)) if rule.replaced_by else []),
        *([] if ours else ["", f"<i>{escape(word('rules.not_ours', language))}</i>"]),
    ]


def rules_reply(rules: Sequence[Rule], language: str) -> Lines:
    """Return the ids of all rules that are shown to this institution."""
    if not rules:
        return plain(word("rules.none", language))
    lines = [escape(f"{rule.id}　{_title(rule, language)}") for rule in rules]
    heading = escape(word("rules.list", language, example=rules[0].id))
    return [heading, *(f"<blockquote expandable>{chunk}</blockquote>" for chunk in _chunks(lines))]


def _title(rule: Rule, language: str) -> str:
    article = said(rule.article, language) if rule.article else ""
    return said(rule.name, language) + (" " if language == "en" and article else "") + article


def _rule(rule: Rule, language: str) -> str:
    name, demand = said(rule.name, language), said(rule.demand, language)
    article = said(rule.article, language) if rule.article else ""
    status = word(f"status.{rule.status}", language)
    return word("rule", language, id=rule.id, name=name, article=article, status=status, of=demand)


def _numbered(title: str, items: Iterable[str]) -> Lines:
    return _section(title, (f"{number}. {item}" for number, item in enumerate(items, start=1)))


def _listed(title: str, items: Iterable[str]) -> Lines:
    return _section(title, (f"• {item}" for item in items))


def _folded(title: str, items: Iterable[str]) -> Lines:
    """Return a paragraph that opens with a tap: what is always the same does not stand in a collector's way."""
    lines = [escape(f"• {item}") for item in items]
    if not lines:
        return []
    return [
        "",
        f"<b>{escape(title)}</b>",
        *(f"<blockquote expandable>{chunk}</blockquote>" for chunk in _chunks(lines)),
    ]


def _chunks(lines: Sequence[str]) -> Lines:
    """Return the lines joined into pieces that each fit into a message."""
    chunks: Lines = []
    for line in lines:
        if chunks and units(chunks[-1]) + units(line) < LONGEST_MESSAGE // 2:
            chunks[-1] += f"\n{line}"
        else:
            chunks.append(line)
    return chunks


def _copied(title: str, reply: str) -> Lines:
    return ["", f"<b>{escape(title)}</b>", f"<pre>{escape(reply)}</pre>"] if reply else []


def _section(title: str, items: Iterable[str]) -> Lines:
    """Return a titled paragraph, or nothing when it would be empty."""
    lines = [escape(item) for item in items]
    return ["", f"<b>{escape(title)}</b>", *lines] if lines else []


def _paragraphs(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines of each paragraph; each but the first begins with an empty line."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line == "" and paragraphs[-1]:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs
