"""Disguising clean texts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fuzz import EVADE
from index.yardstick import EVASIONS

TEXT = "根据信用卡办法第70条，本人申请停息挂账60期并停止催收，如不协商将向12378投诉，加V联系律师函，电话打到我家。"
ALL = [random.Random(seed) for seed in range(3)]  # noqa: S311 - repeatable, not secret


def disguised(name: str, text: str = TEXT) -> str:
    """Return a text after one evasion, with chance fixed."""
    return EVADE[name](text, random.Random(4))  # noqa: S311 - repeatable, not secret


def test_every_evasion_of_the_yardsticks_can_be_made() -> None:
    assert set(EVADE) == set(EVASIONS)


@pytest.mark.parametrize("name", EVADE)
def test_a_disguise_changes_the_text_and_comes_out_the_same_again(name: str) -> None:
    assert disguised(name) != TEXT
    assert disguised(name) == disguised(name)


@pytest.mark.parametrize(
    ("name", "hidden", "shown"),
    [
        pytest.param("initials", "停息挂账", "txgz", id="initials"),
        pytest.param("pinyin", "停息挂账", "ting xi gua zhang", id="pinyin"),
        pytest.param("pinyin", "还款", "huan kuan", id="the sound it has in this trade"),
        pytest.param("split", "停息", "亻亭自心", id="halves"),
        pytest.param("separator", "我", "我", id="nothing to part"),
    ],
)
def test_a_word_is_disguised_as_the_field_does(name: str, hidden: str, shown: str) -> None:
    word = "停息挂账" if hidden == "停息" else hidden
    assert shown in disguised(name, word)


def test_homophones_sound_the_same() -> None:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - only this test listens

    other = disguised("homophone", "催收")
    assert other != "催收"
    assert lazy_pinyin(list(other)) == ["cui", "shou"]


@pytest.mark.parametrize("name", EVADE)
@given(text=st.text(max_size=40))
def test_anything_can_be_disguised(name: str, text: str) -> None:
    assert isinstance(disguised(name, text), str)
