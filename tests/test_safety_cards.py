"""The cards that stand above the normal answer: who they are for, and whom they are not for."""

import pytest

from bot.guidance import Adviser
from bot.profile import Profile
from index.normalise import normalise
from index.safety import SafetyCheck
from index.types import Knowledge, Safety

FOR = {
    Safety.ILLNESS: [
        "我在化疗，头发都掉光了，能不能晚点还",
        "老婆怀孕七个月在家保胎，我一个人挣钱",
        "刚做完手术还在住院，别打电话了",
        "我是二级残疾，靠低保过日子",
        "我有重度抑郁，一听电话响就发抖",
        "我媽剛中風偏癱，家裡走不開",
        "I am on dialysis three times a week",
    ],
    Safety.MINOR: [
        "我今年才16岁，是用我妈身份证弄的",
        "我还在上学，爸妈不知道这个事",
        "孩子偷偷拿我手机借了五千块",
        "办卡的时候我还没满18",
        "我是大三学生，兼职工资还没发",
    ],
    Safety.BEREAVEMENT: [
        "借款人上个月去世了，你们不要再打了",
        "我爸三月突发脑梗走了，卡上的钱我不知道",
        "家里在办丧事，过几天再说",
        "公證處說要死亡證明才能辦繼承",
        "My husband died of a stroke in March",
    ],
    Safety.THREAT: [
        "再打我就弄死你们",
        "我拿刀去你们公司信不信",
        "小心你全家，我知道你住哪等着",
        "老子一把火烧了你们网点",
    ],
    Safety.ABUSE: [
        "我老公喝醉了就打我，这钱是他逼我借的",
        "被前夫打伤住院，他拿着我的卡",
        "我在躲我前夫，别把我新地址说出去",
        "男朋友逼我刷脸贷的款",
    ],
}
FOR_NOBODY = [
    "跳楼价清仓，孕妇装三折",
    "气死我了，APP死活登不上",
    "累死了，我这懒癌又犯了",
    "你们系统是不是瘫痪了，还款还不了",
    "你们是不是有精神病啊，一天打八个电话",
    "我买过防癌险和重疾险，能退吗",
    "我女儿在上大学，学费要先交",
    "大学生那会儿办的卡，早就还清了",
    "他打我电话我没接到",
    "你们催收员说要弄死我，我录音了",
    "打死我也不信你们会退钱",
    "手机进水人没事机器死了",
    "非物质文化遗产展还有票吗",
    "我们家狗做手术花了不少",
    "我在医院上班，手术室里接不了电话",
]


@pytest.fixture(scope="module")
def check(knowledge: Knowledge) -> SafetyCheck:
    """Return the shipped rules."""
    return SafetyCheck(knowledge.safety)


@pytest.mark.parametrize(("category", "text"), [(one, text) for one, texts in FOR.items() for text in texts])
def test_who_needs_care_is_recognised(check: SafetyCheck, category: Safety, text: str) -> None:
    assert check.find(normalise(text).text) is category


@pytest.mark.parametrize("text", FOR_NOBODY)
def test_daily_talk_brings_no_card(check: SafetyCheck, text: str) -> None:
    assert check.find(normalise(text).text) is None


def test_somebody_in_danger_comes_before_everything_else(check: SafetyCheck) -> None:
    assert check.find(normalise("我在化疗，老公还打我，我不想活了").text) is Safety.SELF_HARM


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("category", list(Safety))
def test_every_card_is_complete_in_every_language(knowledge: Knowledge, category: Safety, language: str) -> None:
    card = Adviser(knowledge, Profile()).card(category, language)
    assert 3 <= len(card.do) <= 7
    assert 2 <= len(card.never) <= 4
    assert 0 < len(card.reply) <= 256
    assert "{" not in "".join((card.title, card.reply, *card.do, *card.never))
    [rule] = [one for one in knowledge.safety if one.category is category]
    assert all({"zh-Hans", "zh-Hant", "en"} <= words.keys() for words in (rule.title, rule.reply))


@pytest.mark.parametrize("category", [*Safety, None])
def test_many_wordings_bring_the_right_card(check: SafetyCheck, knowledge: Knowledge, category: Safety | None) -> None:
    texts = {one.id: one.text for one in knowledge.safety_texts if one.category is category}
    assert len(texts) >= 100
    missed = [name for name, text in texts.items() if check.find(normalise(text).text) is not category]
    assert missed == []
