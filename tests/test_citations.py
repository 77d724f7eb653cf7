"""What circulates of the rules and is wrong is recognised; what is right, or only asked, is not."""

import datetime as dt
import re

import pytest

from bot.guidance import Adviser
from bot.profile import Profile
from index.citations import CitationCheck
from index.lines import KINDS
from index.normalise import normalise
from index.types import Knowledge

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def check(knowledge: Knowledge) -> CitationCheck:
    """Return the shipped table."""
    return CitationCheck(knowledge.citations)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        pytest.param("信用卡办法第70条规定你们必须同意分期", "ARTICLE_70_MUST", id="article 70"),
        pytest.param("超过LPR四倍的部分无效，我不用还", "FOUR_TIMES_LPR", id="four times LPR"),
        pytest.param("24%-36%是自然债务区，可还可不还", "NATURAL_DEBT", id="natural debt"),
        pytest.param("根据规定每天最多打三次电话", "THREE_CALLS_A_DAY", id="three calls"),
        pytest.param("晚上九点以后不得催收", "NO_CALLS_AFTER_21", id="nine in the evening"),
        pytest.param("EMS签收7天未回复视为接受", "SILENCE_IS_CONSENT", id="silence"),
        pytest.param("《通信短信息服务管理规定》第18条要求停止", "SMS_RULES_ARTICLE_18", id="text messages"),
        pytest.param("《關於規範商業銀行信用卡催收行為的通知》寫得很清楚", "CARD_COLLECTION_NOTICE", id="traditional"),
        pytest.param("依据网络安全法你们不得联系我的通讯录", "CYBERSECURITY_LAW", id="cybersecurity"),
        pytest.param("我去12315投诉你们银行", "HOTLINE_12315", id="12315"),
        pytest.param("居委会开的证明银行必须认", "POVERTY_CERTIFICATE", id="certificate"),
        pytest.param("请删除我的逾期记录", "CREDIT_RECORD_DELETED", id="deleted record"),
        pytest.param("你们已经构成催收非法债务罪", "CRIME_OF_ILLEGAL_COLLECTION", id="crime"),
    ],
)
def test_a_wrong_citation_is_recognised(check: CitationCheck, text: str, cited: str) -> None:
    assert check.find(normalise(text).text) == (cited,)


@pytest.mark.parametrize(
    "text",
    [
        "办法第七十条用的是“可以”二字，我想问问能不能协商",
        "我一天打了三次电话都没人接",
        "晚上九点我下班，那时候可以联系",
        "请十五日内答复我",
        "我的征信有一笔记错了，想提异议",
    ],
)
def test_what_is_right_or_only_asked_is_not(check: CitationCheck, text: str) -> None:
    assert check.find(normalise(text).text) == ()


@pytest.mark.parametrize("kind", [*KINDS, None])
def test_every_kind_of_institution_is_told_something_that_binds_it(knowledge: Knowledge, kind: str | None) -> None:
    adviser, every = Adviser(knowledge, Profile(kind=kind)), [one.id for one in knowledge.citations]
    told = adviser.advise(None, "zh-Hans", TODAY, every).citations
    expected = len(every) if kind else len(every) - 1  # which side article 70 is on cannot be said of no kind
    assert len(told) == expected
    assert not re.search(r"[{}]", " ".join(one.fact for one in told))


def test_article_70_reaches_card_banks_only(knowledge: Knowledge) -> None:
    def told(kind: str) -> str:
        return (
            Adviser(knowledge, Profile(kind=kind)).advise(None, "zh-Hans", TODAY, ["ARTICLE_70_MUST"]).citations[0].fact
        )

    assert "第70条" in told("bank_card")
    assert not [kind for kind in KINDS if kind != "bank_card" and "70" in told(kind)]
