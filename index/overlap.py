"""Where two texts share wording: one pen that wrote both, or one text copied from the other. Scores no message."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.lexical import units_of
from index.normalise import normalise

# what may stand in any text: nobody can say these otherwise
TERMS = (
    "商业银行信用卡业务监督管理办法",
    "信用卡业务监督管理办法",
    "银行业保险业消费投诉处理管理办法",
    "银行保险机构消费者权益保护管理办法",
    "互联网金融逾期债务催收自律公约",
    "互联网金融贷后催收业务指引",
    "最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
    "中华人民共和国消费者权益保护法",
    "中华人民共和国个人信息保护法",
    "个人信息保护法",
    "中华人民共和国民法典",
    "中华人民共和国刑法",
    "关于规范商业银行信用卡催收行为的通知",
    "通信短信息服务管理规定",
    "个人信用信息基础数据库",
    "国家金融监督管理总局",
    "中国人民银行征信中心",
    "一年期贷款市场报价利率四倍",
    "Fair Debt Collection Practices Act",
    "Consumer Financial Protection Bureau",
    "Fair Credit Reporting Act",
    # what an article says: people paste it to ask whether it is meant for them
    "在特殊情况下，确认信用卡欠款金额超出持卡人还款能力、且持卡人仍有还款意愿的，发卡银行可以与持卡人平等协商，达成个性化分期还款协议",
    "个性化分期还款协议的最长期限不得超过5年",
    "超出还款能力且仍有还款意愿",
    "未通知债务人的，该转让对债务人不发生效力",
    "未通知债务人的，对债务人不发生效力",
)
TERM = "\0"
ARTICLE = re.compile(
    "(?:民法典|刑法)?第[一二三四五六七八九十百千零0-9]+条(?:之[一二三])?(?:第[一二三四五六七八九十]+款)?"
)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A stretch that stands in two texts, as the units that are compared."""

    one: str  # id of the text that came first
    other: str
    shared: str


def shared_runs(texts: Mapping[str, str], longest: int, terms: Iterable[str] = TERMS) -> Iterator[Overlap]:
    """Yield each text that shares more than `longest` units in a row with an earlier one, with the first such stretch.

    A unit is a Han character, a Latin word or a number, in one spelling and without punctuation; `terms` and the
    numbers of articles do not count and end a stretch.
    """
    known: dict[tuple[str, ...], str] = {}
    plain = sorted((normalise(term).text for term in terms), key=len, reverse=True)
    for name, text in texts.items():
        stretches = list(_stretches(text, plain, longest + 1))
        found = next((one for one in stretches if one in known), None)
        if found is not None:
            yield Overlap(known[found], name, "".join(found))
        for one in stretches:
            known.setdefault(one, name)


def _stretches(text: str, terms: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield the stretches of so many units that hold no term."""
    plain = normalise(text).text
    for term in terms:
        plain = plain.replace(term, TERM)
    plain = ARTICLE.sub(TERM, plain)
    for part in plain.split(TERM):
        values = units_of(part).values
        yield from (values[start : start + length] for start in range(len(values) - length + 1))


@dataclass(frozen=True, slots=True)
class Twin:
    """Two texts that are nearly the same."""

    one: str  # id of the text that came first
    other: str
    likeness: float  # Jaccard index of their 5-grams, 0.0 to 1.0


def near_duplicates(texts: Mapping[str, str], least: float) -> Iterator[Twin]:
    """Yield pairs of texts whose sets of 5-grams of units are this much alike (Jaccard, 1901); short texts whole.

    Compares only texts that share an n-gram, so that thousands are done in seconds.
    """
    holders: dict[tuple[str, ...], list[str]] = {}
    known: dict[str, frozenset[tuple[str, ...]]] = {}
    for name, text in texts.items():
        values = units_of(normalise(text).text).values
        own = frozenset(values[start : start + 5] for start in range(max(len(values) - 4, 1)) if values)
        shared = Counter(other for gram in own for other in holders.get(gram, ()))
        for other, count in shared.items():
            likeness = count / (len(own) + len(known[other]) - count)
            if likeness >= least:
                yield Twin(other, name, likeness)
        known[name] = own
        for gram in own:
            holders.setdefault(gram, []).append(name)
