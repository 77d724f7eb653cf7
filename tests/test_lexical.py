"""Units, n-grams and alignment."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import (
    SHORTEST_RUN,
    WORDING,
    Run,
    align,
    containment,
    covered,
    expand,
    grams,
    inverse_document_frequency,
    seed_positions,
    shares,
    units_of,
)


def runs_of(message: Sequence[str], script: Sequence[str]) -> list[Run]:
    return align(message, grams(message, WORDING), script, seed_positions(script))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("停催15天", "停催0天", id="digits are one unit whatever their value"),
        pytest.param("xx银行", "□银行", id="an open slot"),
        pytest.param("[金额]元", "□元", id="a bracketed slot"),
        pytest.param("〔手机号〕", "□", id="a masked slot"),
        pytest.param("停,催。收", "停催收", id="punctuation is no unit"),
        pytest.param("2,000.50元", "0元", id="an amount is one unit"),
    ],
)
def test_text_is_read_as_units(text: str, expected: str) -> None:
    assert "".join(units_of(text).values) == expected


def test_a_latin_word_is_one_unit() -> None:
    assert units_of("please stop calling").values == ("please", "stop", "calling")


def test_grams_of_a_text_that_is_too_short_are_none() -> None:
    assert grams("停催", 3) == []
    assert grams("停催收", 3) == ["停_催_收"]


def test_expansion_holds_overlapping_grams_of_each_length() -> None:
    assert expand("停催收").split() == ["停", "催", "收", "停_催", "催_收", "停_催_收"]


def test_alignment_finds_runs_in_another_order() -> None:
    message = units_of("请你们停止一切催收行为,另外我还款意愿强烈")
    script = units_of("本人还款意愿强烈,现要求停止一切催收行为")
    runs = runs_of(message.values, script.values)
    shared = ["".join(message.values[run.start : run.end]) for run in runs]
    assert shared == ["停止一切催收行为", "还款意愿强烈"]
    assert all(message.values[run.start : run.end] == script.values[run.other_start : run.other_end] for run in runs)


def test_runs_with_a_small_gap_are_one() -> None:
    message, script = units_of("依据第七十条的规定申请个性化分期"), units_of("依据第七十条之规定申请个性化分期")
    [run] = runs_of(message.values, script.values)
    assert (run.start, run.end) == (0, len(message.values))


def test_containment_of_nothing_is_zero() -> None:
    assert containment({}, {"a": ()}) == 0.0


def test_containment_is_the_weighted_share() -> None:
    assert containment(shares(["a", "b", "a"], {"a": 1.5}, unseen=1.0), {"a": ()}) == 0.75


def test_rare_wording_weighs_more() -> None:
    weights = inverse_document_frequency([tuple("我想问一下"), tuple("我想问一声"), tuple("停息挂账吧")])
    assert weights["停_息_挂"] > weights["我_想_问"]


@given(st.lists(st.sampled_from("停催收款分期"), max_size=40), st.lists(st.sampled_from("停催收款分期"), max_size=40))
def test_runs_never_overlap_and_are_long_enough(message: list[str], script: list[str]) -> None:
    runs = runs_of(message, script)
    assert all(run.end - run.start >= SHORTEST_RUN for run in runs)
    assert all(first.end <= second.start for first, second in itertools.pairwise(runs))
    assert covered(runs) <= len(message)


@given(st.lists(st.sampled_from("停催收款分期"), min_size=SHORTEST_RUN, max_size=40))
def test_a_text_aligns_with_itself_whole(text: list[str]) -> None:
    assert covered(runs_of(text, text)) == len(text)
