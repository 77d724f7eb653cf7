"""The trade's own words: what each sounds like, and what is said in its place to hide it. Matches nothing."""

import functools

from pypinyin import lazy_pinyin

# what is disguised, because filters and collectors look for it
WORDS = (
    "停息挂账", "个性化分期", "停止催收", "还款意愿", "个人信息", "担保费", "会员费", "服务费", "违约金", "律师函",
    "委托书", "通讯录", "银行卡", "信用卡", "银保监", "催收", "投诉", "协商", "征信", "逾期", "减免", "利息", "罚息",
    "本金", "分期", "还款", "网贷", "贷款", "借款", "退费", "退息", "起诉", "监管", "骚扰", "结清", "欠款", "延期",
    "债务", "录音", "曝光", "微信", "合同", "授权", "修复", "上岸", "法务", "代理", "垫还", "套现",
)  # fmt: skip
# what stands beside it in the same messages, and is disguised with it
BESIDE = (
    "停息", "停催", "催款", "催债", "暴力催收", "软暴力", "个性化", "还款能力", "偿还", "欠债", "个人信息保护法",
    "个保法", "保险费", "保费", "手续费", "滞纳金", "复利", "利率", "息费", "本息", "律师", "律所", "授权书", "委托",
    "委外", "外包", "第三方", "联系人", "亲友", "家人", "放款", "借条", "砍头息", "套路贷", "高利贷", "年化",
    "银监会", "金管局", "监管局", "监管部门", "申诉", "诉求", "举报", "信访", "撤诉", "撤单", "诉讼", "时效", "法院",
    "应诉", "判决", "传票", "立案", "管辖异议", "结清证明", "平账", "销账", "恶意", "异议", "删除", "更正", "呆账",
    "录像", "媒体", "记者", "直播", "抖音", "微博", "报警", "警察", "公安", "寻衅滋事", "隐私", "威胁", "恐吓",
    "辱骂", "诈骗", "敲诈", "非法债务", "精神损失", "赔偿", "赔礼道歉", "道歉", "补偿", "债权转让", "债权", "转让",
    "债务人", "失业", "住院", "困难证明", "困难", "低保", "病历", "诊断证明", "收入证明", "证明", "流水", "过户",
    "财产", "反催收", "代理人", "专员", "客服", "工号", "资质", "书面", "答复", "函件", "回函", "公章", "盖章",
    "上门", "外访", "代还", "一次性", "受理", "拒绝", "民法典", "刑法", "消费者", "维权", "退款", "集体", "身份证",
    "屏蔽", "侵犯", "泄露", "违规", "举证", "强制", "拖欠", "无权", "非法", "违法", "全免", "清零", "密码", "到账",
    "承诺", "核实", "撤回", "注销", "后果", "声明", "签字", "拉黑", "失联", "冒用", "盗用", "亲笔签字", "保护",
    "暂停", "停止", "要求", "请求", "信息",
)  # fmt: skip
READINGS = {"还": "huan"}  # in this trade; alone the library reads hai
# Latin letters that stand for a word: the first letters of its syllables, where they are no other abbreviation
INITIALS = {
    "bj": "本金", "bg": "曝光", "cs": "催收", "dbf": "担保费", "dk": "贷款", "fcs": "反催收", "fq": "分期",
    "fw": "法务", "fx": "罚息", "gh": "工号", "gk": "公开", "grxx": "个人信息", "gxh": "个性化",
    "gxhfq": "个性化分期", "hk": "还款", "ht": "合同", "hyf": "会员费", "jgj": "监管局", "jk": "借款", "jm": "减免",
    "jq": "结清", "kf": "客服", "lsh": "律师函", "lx": "利息", "lxr": "联系人", "ly": "录音", "qk": "欠款",
    "qs": "起诉", "sqs": "授权书", "tc": "停催", "tf": "退费", "ts": "投诉", "tx": "停息", "txgz": "停息挂账",
    "txl": "通讯录", "wd": "网贷", "wf": "外访", "wts": "委托书", "wx": "微信", "wyj": "违约金", "xs": "协商",
    "xyk": "信用卡", "ybj": "银保监", "yh": "银行", "yhk": "银行卡", "yq": "逾期", "zx": "征信",
}  # fmt: skip
CODE_WORDS = {"歌颂": "投诉"}  # said by nobody else of a bank
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


# halves of characters as they are written at the left side
LEFT = {
    "亻": "人", "忄": "心", "讠": "言", "扌": "手", "氵": "水", "钅": "金", "纟": "丝", "犭": "犬", "饣": "食",
    "礻": "示", "衤": "衣", "彳": "彳", "阝": "阜", "辶": "辵", "疒": "疒", "冫": "冰",
}  # fmt: skip


@functools.cache
def everyday_characters() -> tuple[str, ...]:
    """Return the characters of everyday use: those of the first level of GB 2312."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return tuple(character for code in codes if (character := code.decode("gb2312", "ignore")))


@functools.cache
def sound(word: str) -> tuple[str, ...]:
    """Return the toneless pinyin of a word of Han characters, one syllable each."""
    return tuple(READINGS.get(one, syllable) for one, syllable in zip(word, lazy_pinyin(word), strict=True))


def initials(word: str) -> str:
    """Return the first letters of its syllables, as in yhk for 银行卡."""
    return "".join(syllable[0] for syllable in sound(word))
