"""Which language a text is in. Does not test langdetect itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.language import language_of

CASES = {
    "simplified": ("请停止骚扰我的家人", "zh-Hans"),
    "traditional": ("請停止騷擾我的家人", "zh-Hant"),
    "both_spellings_alike": ("你好，我不同意", "zh-Hans"),
    "chinese_with_latin_words": ("我的 yhk 被 APP 扣了", "zh-Hans"),
    "chinese_with_one_kana": ("我の信用卡逾期了没有钱还", "zh-Hans"),
    "japanese": ("お支払いについて相談したいです", "ja"),
    "korean": ("대출 상환이 어렵습니다", "ko"),
    "short_english": ("please stop calling my mother", "en"),
    "english_with_a_chinese_term": ("The agent told me to ask for 停息挂账 and to refuse to pay", "en"),
    "french": ("Je ne peux pas payer ma dette ce mois-ci parce que j'ai perdu mon emploi", "fr"),
    "russian": ("Я не могу заплатить кредит в этом месяце", "ru"),
    "short_cyrillic": ("нет денег", "unknown"),
    "pinyin": ("wo mei qian huan", "unknown"),
    "longer_pinyin": ("wo yao tousu nimen yinhang cuishou saorao wo de jiaren", "unknown"),
    "one_latin_word": ("hello", "unknown"),
    "digits": ("12378", "unknown"),
    "emoji": ("😀👍🏽", "unknown"),
    "empty": ("", "unknown"),
    "surrogates": ("\ud800\udfff", "unknown"),
    "surrogate_in_chinese": ("请停\ud800止骚扰", "zh-Hans"),
    "full_width_english": ("Ｐｌｅａｓｅ ｄｏ ｎｏｔ ｃａｌｌ ｍｅ", "en"),
    "zero_width_and_digits": ("\u200b123\u200b", "unknown"),
}


@pytest.mark.parametrize(("text", "language"), CASES.values(), ids=CASES)
def test_language_is_named(text: str, language: str) -> None:
    assert language_of(text) == language


def test_only_the_beginning_of_a_long_text_counts() -> None:
    assert language_of("我没有钱还" * 400 + "please do not call me " * 10_000) == "zh-Hans"


def test_the_same_text_always_gets_the_same_answer() -> None:
    text = "No puedo pagar la deuda este mes porque perdí mi trabajo"
    assert {language_of(text) for _ in range(5)} == {"es"}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters()))
def test_any_text_has_an_answer(text: str) -> None:
    assert language_of(text)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.characters(codec=None, categories=["Cs", "Lo", "Ll", "Mn", "Zs"]), min_size=30))
def test_letters_and_surrogates_have_an_answer(text: str) -> None:
    assert language_of(text)
