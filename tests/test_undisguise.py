"""Undoing disguises: the trade's words come back, and what people really wrote stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus import comparable
from index.normalise import normalise
from index.types import Knowledge
from index.undisguise import undisguise


def plain(text: str) -> str:
    """Return the text as it is compared."""
    return undisguise(normalise(text)).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("我要头素你们崔收", "我要投诉你们催收", id="homophones"),
        pytest.param("正信异义怎么办", "征信异议怎么办", id="a word of four by its sounds"),
        pytest.param("伟约金全部捡免", "违约金全部减免", id="one character in another's place"),
        pytest.param("亻亭息还夂、讠斥讼", "停息还夂、诉讼", id="left halves"),
        pytest.param("册刂掉我的记录", "删掉我的记录", id="a right half"),
        pytest.param("名下没贝才产", "名下没财产", id="two whole characters that complete a word"),
        pytest.param("我要ting xi不要cuishou", "我要停息不要催收", id="pinyin"),
        pytest.param("你们cui收太过分", "你们催收太过分", id="half a word in pinyin"),
        pytest.param("jian.guan.ju会管的吧", "监管局会管的吧", id="pinyin with dots"),
        pytest.param("我的xyk不还了tx60期", "我的信用卡不还了停息60期", id="initials"),
        pytest.param("你的💳欠款📞通知", "你的卡欠款电话通知", id="pictures"),
        pytest.param("打12三78找他们", "打12378找他们", id="a hotline in two scripts"),
        pytest.param("第柒拾條分陸拾期", "第70条分60期", id="formal numerals"),
        pytest.param("第五百八十五条", "第585条", id="an article in Han numerals"),
        pytest.param("不办就去歌颂你们", "不办就去投诉你们", id="a code word"),
    ],
)
def test_a_disguised_word_comes_back(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "晚上听戏,周末坐车回老家",
        "我记着呢,下个月一号还",
        "正常还款都还不上了",
        "拆迁款年底才到",
        "手机忘带了,在外面放羊",
        "app打不开,sim卡也坏了",
        "一律视为骚扰",
        "the change of my address",
        "把话说清楚再谈",
    ],
)
def test_what_is_written_plainly_stays(text: str) -> None:
    assert plain(text) == normalise(text).text


def test_honest_messages_are_hardly_touched(knowledge: Knowledge) -> None:
    """Where a word comes back that nobody meant, an honest message moves towards the scripts."""
    texts = [normalise(one.text) for one in knowledge.genuine if one.lang == "zh-Hans"]
    letters = [(one.text, undisguise(one).text) for one in texts]
    touched = [new for old, new in letters if _without_numerals(old) != _without_numerals(new)]
    assert len(touched) <= 0.02 * len(letters), touched


def _without_numerals(text: str) -> str:
    return "".join(one for one in text if not one.isdigit() and one not in "零〇一二两三四五六七八九十百千万")


def test_offsets_lead_back_to_the_disguise() -> None:
    text = "他们 ting xi 了,讠斥讼第柒拾条"
    aligned = undisguise(normalise(text))
    for word, written in (("停息", "ting xi"), ("诉讼", "讠斥讼"), ("70条", "柒拾条")):
        start = aligned.text.index(word)
        assert text[slice(*aligned.original(start, start + len(word)))] == written


@given(st.text(alphabet="亻亭停催崔收tingxi. 💳头投诉素二三十期条0一百", max_size=60))
def test_every_character_has_a_span_of_the_original(text: str) -> None:
    aligned = undisguise(normalise(text))
    assert len(aligned.text) == len(aligned.spans)
    assert all(0 <= start < end <= len(text) for start, end in aligned.spans)
    assert list(aligned.spans) == sorted(aligned.spans)


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万壹贰拾佰仟0123456789期条元第点", max_size=30))
def test_no_numeral_is_too_odd(text: str) -> None:
    assert isinstance(plain("本人欠" + text), str)


@given(st.text(max_size=80))
def test_any_text_can_be_compared(text: str) -> None:
    aligned = comparable(text)
    assert len(aligned.text) == len(aligned.spans)
