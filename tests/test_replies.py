"""Rendering: whatever people write, what goes out is valid, short enough, and complete."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import replies
from bot.buttons import card_buttons, feedback_buttons
from bot.guidance import Adviser
from bot.profile import Profile, load_profile
from index.lines import KINDS
from index.types import Assessment, Coverage, Evidence, Knowledge, Note, Safety, Verdict

TODAY = dt.date(2026, 11, 22)
TAGS = {"b", "i", "pre", "blockquote"}
TOPIC = "N01_PERSONAL_INSTALMENT_60"
EXAMPLE = Path(__file__).resolve().parent.parent / "profile.example.toml"


class Checker(HTMLParser):
    """Fails on a tag that is unknown, unbalanced or left open, and collects the plain text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Allow the few tags that are used."""
        assert tag in TAGS
        assert attrs in ([], [("expandable", None)])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect the words."""
        self.text += data


def plain_text(html: str) -> str:
    """Return the text of one message, checked."""
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert not checker.open
    return checker.text


def assessed(verdict: Verdict, **fields: object) -> Assessment:
    """Return an assessment with these fields."""
    known: Mapping[str, object] = {"snapshot": "v1", "language": "zh-Hans", "probability": 0.87, "topic": TOPIC}
    return Assessment(verdict=verdict, **{**known, **fields})  # type: ignore[arg-type]  # a shorthand of the tests


def answer(knowledge: Knowledge, text: str, assessment: Assessment, language: str = "zh-Hans") -> list[str]:
    """Return the messages of an answer."""
    advice = Adviser(knowledge, Profile()).advise(assessment.topic, language, TODAY)
    names = {family.id: family.name[language] for family in knowledge.families.values()}
    lines = replies.assessment_reply(text, assessment, advice, language, topics=names, scripts={"s": text})
    return replies.split(lines)


def whole_answer(knowledge: Knowledge, text: str, assessment: Assessment, language: str = "zh-Hans") -> str:
    return "\n".join(plain_text(message) for message in answer(knowledge, text, assessment, language))


@given(st.text(alphabet=st.characters(), min_size=1, max_size=300), st.data())
def test_any_message_is_quoted_as_valid_html(knowledge: Knowledge, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    evidence = Evidence(start, end, text[start:end], "s", start, end, text[start:end])
    assessment = assessed(Verdict.MATCH, evidence=(evidence,), coverage=(Coverage("s", TOPIC, 0.5),))
    for message in answer(knowledge, text, assessment):
        plain_text(message).encode("utf-8")
        assert 0 < replies.units(message) <= replies.LONGEST_MESSAGE


@given(
    st.lists(
        st.sampled_from(["", "<b>一</b>", "二" * 30, "<pre>三\n三</pre>", "<blockquote>四\n四</blockquote>"]),
        max_size=60,
    )
)
def test_splitting_loses_nothing_and_opens_no_tag(lines: list[str]) -> None:
    messages = replies.split(lines, limit=64)
    assert all(replies.units(message) <= 64 for message in messages)
    together = "".join(plain_text(message) for message in messages).replace("\n", "")
    assert together == "".join(plain_text(line) for line in lines).replace("\n", "")


def test_a_long_answer_is_cut_between_paragraphs() -> None:
    lines = ["一" * 30, "", "二" * 10, "二" * 15, "", "三" * 50]
    assert replies.split(lines, limit=64) == ["一" * 30 + "\n\n" + "二" * 10 + "\n" + "二" * 15, "三" * 50]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_guidance_is_word_for_word_the_same_at_every_verdict(knowledge: Knowledge, language: str) -> None:
    advice = Adviser(knowledge, Profile()).advise(TOPIC, language, TODAY)
    guidance = together(plain_text("\n".join(replies.advice_lines(advice, language))))
    for verdict in Verdict:
        assert guidance in together(whole_answer(knowledge, "消息", assessed(verdict), language))


def together(text: str) -> str:
    """Return a text without its empty lines: where an answer is cut in two, one is lost."""
    return "\n".join(filter(None, text.split("\n")))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_answer_says_that_a_match_speaks_of_wording(knowledge: Knowledge, verdict: Verdict) -> None:
    assert "吻合只说明措辞" in whole_answer(knowledge, "消息", assessed(verdict))


def test_no_answer_prints_an_internal_id(knowledge: Knowledge) -> None:
    coverage = (Coverage("s", TOPIC, 0.4),)
    text = whole_answer(knowledge, "停息挂账申请书", assessed(Verdict.MATCH, coverage=coverage))
    assert TOPIC not in text
    assert "40%" in text


def test_evidence_stands_side_by_side_with_the_shared_words_in_bold(knowledge: Knowledge) -> None:
    text = "您好，贵行必须受理本人的申请"
    evidence = Evidence(3, 9, text[3:9], "s", 3, 9, text[3:9])
    [first, *_] = answer(knowledge, text, assessed(Verdict.POSSIBLE, evidence=(evidence,)))
    assert "消息：您好，<b>贵行必须受理</b>本人的申请\n话术：您好，<b>贵行必须受理</b>本人的申请" in first


@pytest.mark.parametrize(("probability", "shown"), [(0.004, "不到 1%"), (0.87, "87%"), (0.999, "99% 以上")])
def test_a_probability_is_never_shown_as_certain(knowledge: Knowledge, probability: float, shown: str) -> None:
    assert shown in whole_answer(knowledge, "消息", assessed(Verdict.MATCH, probability=probability))


@pytest.mark.parametrize("note", [Note.TOO_SHORT, Note.UNSUPPORTED_LANGUAGE])
def test_what_could_not_be_compared_has_no_number(knowledge: Knowledge, note: Note) -> None:
    [first, *_] = whole_answer(knowledge, "停", assessed(Verdict.NONE, notes=(note,), topic=None)).split("\n")
    assert first == "无法研判"


def test_a_safety_card_holds_no_score(knowledge: Knowledge) -> None:
    card = Adviser(knowledge, Profile()).card(Safety.SELF_HARM, "zh-Hans")
    text = "\n".join(plain_text(message) for message in replies.split(replies.safety_reply(card, "zh-Hans")))
    assert "12356" in text
    [[copy]] = card_buttons(card, "zh-Hans").inline_keyboard
    assert copy.copy_text is not None
    assert "12356" in copy.copy_text.text
    assert not any(word in text for word in ("%", "吻合", "话术", "依据"))


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("path", [None, EXAMPLE])
def test_every_reply_fits_a_copy_button(knowledge: Knowledge, language: str, path: Path | None) -> None:
    profile = load_profile(path)
    for kind in KINDS:
        for topic in (*knowledge.families, None):
            advice = Adviser(knowledge, replace(profile, kind=kind)).advise(topic, language, TODAY)
            [first, *_] = feedback_buttons(1, advice.reply, language).inline_keyboard[0]
            assert first.copy_text is not None, (topic, kind, len(advice.reply))


def test_a_message_without_a_topic_gets_the_duties_folded(knowledge: Knowledge) -> None:
    [message] = answer(knowledge, "在吗，什么时候上班", assessed(Verdict.NONE, topic=None))
    assert message.count("<blockquote expandable>") == 4
    assert "登记" in message


def test_buttons_keep_within_telegrams_limits(knowledge: Knowledge) -> None:
    for topic in (*knowledge.families, None):
        advice = Adviser(knowledge, Profile()).advise(topic, "zh-Hans", TODAY)
        for row in feedback_buttons(10**17, advice.reply, "zh-Hans").inline_keyboard:
            for button in row:
                if isinstance(button.callback_data, str):
                    assert 1 <= len(button.callback_data.encode()) <= 64
                if button.copy_text is not None:
                    assert 1 <= len(button.copy_text.text) <= 256
