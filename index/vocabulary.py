"""The trade's own words: what each sounds like, and what is said in its place to hide it. Matches nothing."""

import functools

from pypinyin import lazy_pinyin

WORDS = (
    "停息挂账", "个性化分期", "停止催收", "还款意愿", "个人信息", "担保费", "会员费", "服务费", "违约金", "律师函",
    "委托书", "通讯录", "银行卡", "信用卡", "银保监", "催收", "投诉", "协商", "征信", "逾期", "减免", "利息", "罚息",
    "本金", "分期", "还款", "网贷", "贷款", "借款", "退费", "退息", "起诉", "监管", "骚扰", "结清", "欠款", "延期",
    "债务", "录音", "曝光", "微信", "合同", "授权", "修复", "上岸", "法务", "代理", "垫还", "套现",
)  # fmt: skip
READINGS = {"还": "huan"}  # in this trade; alone the library reads hai
SYNONYMS = {
    "投诉": ("歌颂", "表扬"),
    "逾期": ("过期", "超时"),
    "协商": ("商议", "商量"),
    "催收": ("催促", "提醒专员"),
    "律师函": ("法律信件",),
    "征信": ("信用记录",),
    "利息": ("资金成本",),
    "减免": ("优惠",),
}  # an agency's code words: harmless ones for those that filters look for


@functools.cache
def sound(word: str) -> tuple[str, ...]:
    """Return the toneless pinyin of a word of Han characters, one syllable each."""
    return tuple(READINGS.get(one, syllable) for one, syllable in zip(word, lazy_pinyin(word), strict=True))


def initials(word: str) -> str:
    """Return the first letters of its syllables, as in yhk for 银行卡."""
    return "".join(syllable[0] for syllable in sound(word))
