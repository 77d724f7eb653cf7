"""Shared wording between texts."""

from index.overlap import Overlap, near_duplicates, shared_runs

LONG = "请在三个工作日内给我书面答复并说明依据"


def found(*texts: str, longest: int = 12) -> list[Overlap]:
    """Return the overlaps of texts named 0, 1, 2, ..."""
    return list(shared_runs({str(number): text for number, text in enumerate(texts)}, longest))


def test_a_stretch_is_found_whatever_stands_between_its_characters() -> None:
    [overlap] = found(f"您好。{LONG}", "請在三個工作日内，給我書面答復，並說明依據！")
    assert (overlap.one, overlap.other) == ("0", "1")
    assert overlap.shared == LONG[:13]


def test_up_to_the_limit_is_allowed() -> None:
    assert found(LONG[:12], "今天" + LONG[:12]) == []
    assert len(found(LONG[:13], "今天" + LONG[:13])) == 1


def test_the_title_of_a_law_is_nobodys_wording() -> None:
    title = "《商业银行信用卡业务监督管理办法》"
    assert found(f"根据{title}第七十条", f"依{title}，本人") == []


def test_a_text_that_repeats_itself_is_no_overlap() -> None:
    assert found(LONG * 2) == []


def test_english_is_counted_in_words() -> None:
    sentence = "please send me proof of this debt before you call again about it today"
    assert found(sentence[:40], "now " + sentence[:40]) == []
    assert len(found(sentence, "now " + sentence)) == 1


def twins(*texts: str, least: float = 0.6) -> list[tuple[str, str]]:
    """Return the near duplicates of texts named 0, 1, 2, ..."""
    return [(one.one, one.other) for one in near_duplicates({str(n): text for n, text in enumerate(texts)}, least)]


def test_near_duplicates_are_found_in_another_spelling_and_with_a_word_changed() -> None:
    assert twins(LONG, "今天下雨", "請在三個工作日内給我書面答復并說明原因") == [("0", "2")]
    assert twins(LONG, "请在月底以前给我一个电话") == []


def test_texts_without_words_are_nobodys_twins() -> None:
    assert twins("？？？", "🐶🐶") == []
    assert twins("在吗", "在嗎？") == [("0", "1")]
