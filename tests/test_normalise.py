"""Normalising: one spelling, and offsets that lead back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.normalise import Aligned, normalise, to_simplified, to_traditional


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("１２３７８", "12378", id="full-width digits"),
        pytest.param("停\u200b催\u202e收\ufe0f", "停催收", id="zero-width, bidi and variation characters"),
        pytest.param("協商分期還款", "协商分期还款", id="traditional"),
        pytest.param("活著", "活着", id="traditional particle"),
        pytest.param("停.催*收·吧", "停催收吧", id="separators between Han characters"),
        pytest.param("停 息 挂 账", "停息挂账", id="spaces between Han characters"),
        pytest.param("停丨息丨挂丨账", "停息挂账", id="a Han-like stroke between Han characters"),
        pytest.param("停。催。收。吧", "停催收吧", id="sentence marks between single characters"),
        pytest.param("停\n催\n收\n吧", "停催收吧", id="one character a line"),
        pytest.param("好，我知道。谢谢", "好,我知道。谢谢", id="punctuation between words stays"),
        pytest.param("APP  Store", "app store", id="Latin words keep one space"),
        pytest.param("e\u0301", "é", id="combining mark composed"),
        pytest.param("停\u0336催\u0336", "停催", id="struck through"),
        pytest.param("a\ud800b", "ab", id="half a surrogate pair"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_text_has_one_spelling(text: str, expected: str) -> None:
    assert normalise(text).text == expected


def test_offsets_lead_back_over_dropped_and_expanded_characters() -> None:
    text = "请\u200b停.催 ㍿ 收"
    aligned = normalise(text)
    start = aligned.text.index("停催")
    assert text[slice(*aligned.original(start, start + 2))] == "停.催"
    start = aligned.text.index("株式会社")
    assert text[slice(*aligned.original(start, start + 4))] == "㍿"


@given(st.text(alphabet=st.characters(), max_size=80))
def test_every_character_has_a_span_of_the_original(text: str) -> None:
    aligned = normalise(text)
    assert len(aligned.text) == len(aligned.spans)
    assert all(0 <= start < end <= len(text) for start, end in aligned.spans)
    assert list(aligned.spans) == sorted(aligned.spans)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalise(text).text
    twice = normalise(once).text
    assert normalise(twice).text == twice


@given(st.text(alphabet="停催收还款分期协商abc12", min_size=1, max_size=40), st.sampled_from("·*|_~ \u200b\u2060"))
def test_a_separator_between_all_han_characters_changes_nothing(text: str, separator: str) -> None:
    han_only = "".join(character for character in text if not character.isascii())
    assert normalise(separator.join(han_only)).text == han_only


def test_covering_replaces_each_span_by_one_character() -> None:
    covered = normalise("打我199 0000 0000说").cover([(2, 15)], "□")
    assert covered.text == "打我□说"
    assert covered.original(2, 3) == (2, 15)


def test_covering_nothing_changes_nothing() -> None:
    aligned = normalise("停催")
    assert aligned.cover([], "□") == aligned


def test_empty_span_of_an_empty_text_is_at_its_start() -> None:
    assert Aligned("", ()).original(0, 0) == (0, 0)


def test_conversion_keeps_every_character_in_its_place() -> None:
    text = "頭髮乾燥，後悔與皇后"
    assert len(to_simplified(text)) == len(text)
    assert len(to_traditional(to_simplified(text))) == len(text)
