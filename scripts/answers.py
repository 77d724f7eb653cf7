"""python -m scripts.answers: write out every answer's guidance, for counsel to read in one sitting and to sign.

One file a kind of institution and language in tests/data/answers/. The guidance is the same at every verdict, so that
no verdict stands here; deadlines are counted from a fixed day.
"""

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import click

from bot import replies
from bot.guidance import Adviser
from bot.profile import Profile
from bot.words import LANGUAGES
from index.knowledge import load_knowledge
from index.types import Family, Knowledge, Safety
from scripts.command import plain_errors

ANSWERS = Path(__file__).resolve().parent.parent / "tests" / "data" / "answers"
DAY = dt.date(2026, 1, 5)
KINDS = ("bank_card", "outsourced_agency")  # one that the card rules bind, and one that they never reach
TAG = re.compile(r"<[^>]+>")
RULE = "-" * 80
SAID = {  # what somebody writes for whom a card is
    Safety.SELF_HARM: "这债我这辈子还不清，安眠药买好了，你们以后不用再打了",
    Safety.THREAT: "再打我妈电话，我带刀到你们公司楼下等你下班",
    Safety.ABUSE: "钱是他逼我用我的名字借的，不肯就打，我现在躲在我姐家",
    Safety.MINOR: "我上高二，钱是拿我爸身份证借的，他还不知道",
    Safety.BEREAVEMENT: "我老伴上个月走了，这张卡是他的，我一个人弄不明白",
    Safety.ILLNESS: "我在化疗，第三个疗程，下周又要住院，这个月真凑不出来",
}


@click.command()
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=ANSWERS, help="Write here.")
@plain_errors
def main(output: Path) -> None:
    """Write the guidance on every subject, in every language, for two kinds of institution."""
    knowledge = load_knowledge()
    output.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        for language in LANGUAGES:
            path = output / f"{kind}.{language}.txt"
            path.write_text(answers(knowledge, kind, language), encoding="utf-8")
            click.echo(f"written to {path}")


def answers(knowledge: Knowledge, kind: str, language: str) -> str:
    """Return the guidance on every subject and every card, as plain text."""
    return f"\n{RULE}\n\n".join([*_subjects(knowledge, kind, language), *_cards(knowledge, kind, language)])


def _subjects(knowledge: Knowledge, kind: str, language: str) -> Iterator[str]:
    every = [citation.id for citation in knowledge.citations]
    for family in [None, *knowledge.families.values()]:
        adviser = Adviser(knowledge, Profile(kind=kind, jurisdiction=family.jurisdiction if family else "CN"))
        advice = adviser.advise(family.id if family else None, language, DAY, () if family else every)
        heading = (
            f"{family.id}\n{quoted(message_of(knowledge, family, language))}"
            if family
            else "(no subject; every wrong citation)"
        )
        yield f"{heading}\n\n{plain(replies.advice_lines(advice, language))}"


def _cards(knowledge: Knowledge, kind: str, language: str) -> Iterator[str]:
    adviser = Adviser(knowledge, Profile(kind=kind))
    for rule in knowledge.safety:
        card = plain(replies.safety_reply(adviser.card(rule.category, language), language))
        yield f"safety: {rule.category}\n{quoted(SAID[rule.category])}\n\n{card}"


def message_of(knowledge: Knowledge, family: Family, language: str) -> str:
    """Return what somebody who means it writes on a subject, in the reader's language where the library has it."""
    own = [one for one in knowledge.genuine if one.family == family.id]
    return next(one.text for one in sorted(own, key=lambda one: one.lang != language))


def quoted(text: str) -> str:
    """Return a message with a mark before each line."""
    return "> " + text.replace("\n", "\n> ")


def plain(lines: replies.Lines) -> str:
    """Return Telegram HTML as text."""
    return unescape(TAG.sub("", "\n".join(lines))).strip() + "\n"


if __name__ == "__main__":
    main()
