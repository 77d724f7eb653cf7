"""Simpler ways of matching, for comparison."""

import pytest

from index.baselines import rank_baselines
from index.fitting import nearest_by
from index.types import Script
from index.yardstick import Labelled

KNOWN = ("停息挂账六十期", "刪除征信逾期记录", "请退还 全部 担保费")


def test_dice_counts_what_two_texts_share_of_both() -> None:
    scores, places = nearest_by("bigram_dice", KNOWN, ["停息挂账", "逾期", "?"])
    assert scores.tolist() == pytest.approx([2 * 3 / (6 + 3), 2 * 1 / (7 + 1), 0.0])
    assert places[:2] == [0, 1]


@pytest.mark.parametrize("likeness", ["character_tfidf", "bigram_dice", "token_cosine"])
def test_a_known_text_is_its_own_nearest(likeness: str) -> None:
    scores, places = nearest_by(likeness, KNOWN, KNOWN)
    assert scores.tolist() == pytest.approx([1, 1, 1])
    assert places == [0, 1, 2]


def test_tokens_see_nothing_in_a_text_without_spaces() -> None:
    scores, _ = nearest_by("token_cosine", KNOWN, ["请退还全部担保费", "全部 退还"])
    assert scores.tolist() == pytest.approx([0, 1 / 3**0.5 / 2**0.5])


def test_each_baseline_is_ranked_with_what_it_reports_by_itself() -> None:
    scripts = [
        Script(f"s{i}", family, text, "template", "zh-Hans")
        for i, (family, text) in enumerate(zip("ABC", KNOWN, strict=True))
    ]
    rows = [
        Labelled("1", "停息挂账六十期", "script", "A"),
        Labelled("2", "删除征信逾期记录吧", "script", "B"),
        Labelled("3", "今天下雨不出门", "genuine", "A"),
        Labelled("4", "不想活了", "vulnerable", None),
    ]
    rankings = {one.name: one for one in rank_baselines(scripts, rows)}
    strict, loose = rankings["Dice on bigrams, at least 0.95"], rankings["Dice on bigrams, at least 0.80"]
    assert (strict.area, strict.found.count, strict.wrong.count, strict.wrong.total) == (1.0, 1, 0, 1)
    assert strict.family_right.count == loose.family_right.count == 2
    assert rankings["token cosine on white space"].family_right.count == 1
