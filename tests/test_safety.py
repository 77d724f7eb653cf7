"""Self-harm statements are recognised however they are written, and daily talk is not.

Somebody who denies it ("I am not thinking of suicide") gets the card, on purpose.
"""

import pytest

from index.normalise import normalise
from index.safety import SafetyCheck
from index.types import Knowledge, Safety, SafetyRule


@pytest.fixture(scope="module")
def check(knowledge: Knowledge) -> SafetyCheck:
    """Return the shipped rules."""
    return SafetyCheck(knowledge.safety)


IN_DANGER = [
    pytest.param("再这样下去我真不想活了", id="plain"),
    pytest.param("不 想 活 了", id="spaced"),
    pytest.param("不·想·活·了，你们满意了吧", id="separated"),
    pytest.param("不\u200b想\u200b活了", id="zero-width"),
    pytest.param("我真係唔想做人喇", id="Cantonese"),
    pytest.param("活著還有什麼意思", id="traditional"),
    pytest.param("你们再逼我，我就死给你们看", id="threat to oneself"),
    pytest.param("我死了你们就高兴了", id="bitter"),
    pytest.param("遗书我已经写好了放在抽屉里", id="a letter left"),
    pytest.param("我现在就站在楼顶上，往下看头晕", id="on a roof"),
    pytest.param("昨晚吞了一瓶安眠药又被救回来了", id="an attempt"),
    pytest.param("下辈子再还你们吧", id="next life"),
    pytest.param("我老公说要跳楼，求你们别打了", id="about a relative"),
    pytest.param("不想再连累爸妈，走了算了", id="a burden"),
    pytest.param("被你们逼得只有死路一条", id="no way out"),
    pytest.param("自sha的心都有了", id="half in pinyin"),
    pytest.param("我撑不下去了，想结束这一切", id="end it all"),
    pytest.param("药我已经吃下去了", id="taken already"),
    pytest.param("没有活路了", id="no way to live"),
    pytest.param("抱着孩子跳下去算了", id="with the child"),
    pytest.param("不想在这个世上了", id="not in this world"),
    pytest.param("没必要活了", id="no need to live"),
    pytest.param("我去烧炭吧", id="charcoal"),
    pytest.param("想自s", id="half a word"),
    pytest.param("I can't do this anymore, I want to end my life.", id="English"),
]
DAILY_TALK = [
    pytest.param("商场跳楼价大甩卖，全场五折", id="bargain"),
    pytest.param("气死我了，这破系统又卡死了", id="angry"),
    pytest.param("累死了，先睡了", id="tired"),
    pytest.param("笑死我了哈哈哈", id="laughing"),
    pytest.param("APP死活登不上去，怎么还款", id="stubborn app"),
    pytest.param("这个月的钱还清了，终于解脱了", id="relief"),
    pytest.param("同事走了，现在由我接手这个账户", id="left the job"),
    pytest.param("安眠药能走医保报销吗", id="question of cost"),
    pytest.param("去游乐园坐了跳楼机，腿软", id="a ride"),
    pytest.param("买了把紫砂壶泡茶", id="a teapot"),
    pytest.param("孩子托付给外婆带，我去上班", id="child care"),
    pytest.param("电视剧里那个人跳楼的镜头太假了", id="television"),
    pytest.param("打死我也不信你们会退钱", id="never"),
    pytest.param("想死你了，周末回家吃饭", id="missing somebody"),
    pytest.param("这是我最后一次联系你们客服，再不处理我就投诉", id="last warning"),
    pytest.param("不想活动，腿疼", id="not to move"),
    pytest.param("我去跳海鲜市场了", id="a market"),
    pytest.param("在医院做洗胃镜，晚点回", id="an examination"),
    pytest.param("这个APP太难用了想死", id="a clumsy app"),
    pytest.param("店里生意难做，快活不下去了", id="a shop"),
    pytest.param("买了农药给果树打", id="farming"),
    pytest.param("想死你们了，好久没联系", id="missing friends"),
    pytest.param("你们不能逼死中小企业", id="small firms"),
    pytest.param("药我已经吃完了，感冒还是没好", id="a cold"),
    pytest.param("带着孩子跳绳呢，晚点回你", id="a game with the child"),
    pytest.param("吃了安眠药还是睡不着，医生让我换药", id="under treatment"),
]

# What a wish stands beside is no reason to look away from it: the words here also make false friends (花, 车, 新闻).
BEFORE = [
    "花呗还不上", "车被收走", "手机响个不停", "股票亏光", "房子没了", "店没了", "公司倒闭", "打游戏输光", "养鱼赔光",
    "考试没过", "邻居都知道了", "楼下贴纸条", "抖音都传遍", "新闻都报了", "催收天天打", "客服让人", "老婆跑了",
]  # fmt: skip
WISHES = ["想跳楼", "不想活了", "想自杀", "活不下去了", "只想死", "想上吊", "就想轻生", "死了算了"]
AFTER = [
    "打电话也没用",
    "等明天",
    "心都凉了",
    "命不值钱",
    "成天被催",
    "动不动就哭",
    "在家等着",
    "账也不要了",
    "记住你们",
]
BROKEN_UP = [
    "我自😭杀",
    "自\n杀",
    "跳！楼",
    "我不。想。活。了",
    "我不😭想😭活😭了",
    "自\u3164杀",
    "zì shā",
    "z i s h a",
    "bù xiǎng huó",
]


@pytest.mark.parametrize("wish", WISHES)
def test_nothing_before_a_wish_hides_it(check: SafetyCheck, wish: str) -> None:
    assert [before for before in BEFORE if not check.find(normalise(before + wish).text)] == []


@pytest.mark.parametrize("wish", ["我想死", "我不想活", "我要自杀"])
def test_nothing_after_a_wish_hides_it(check: SafetyCheck, wish: str) -> None:
    assert [after for after in AFTER if not check.find(normalise(f"{wish} {after}").text)] == []


@pytest.mark.parametrize("text", BROKEN_UP)
def test_a_word_broken_up_by_signs_or_spelt_in_pinyin_is_recognised(check: SafetyCheck, text: str) -> None:
    assert check.find(normalise(text).text) is Safety.SELF_HARM


@pytest.mark.parametrize("text", IN_DANGER)
def test_a_person_in_danger_is_recognised(check: SafetyCheck, text: str) -> None:
    assert check.find(normalise(text).text) is Safety.SELF_HARM


@pytest.mark.parametrize("text", DAILY_TALK)
def test_daily_talk_is_not_taken_for_danger(check: SafetyCheck, text: str) -> None:
    assert check.find(normalise(text).text) is None


def test_no_text_of_the_library_sets_it_off(check: SafetyCheck, knowledge: Knowledge) -> None:
    in_danger = [text for text in knowledge.texts if check.find(normalise(text).text) is Safety.SELF_HARM]
    assert in_danger == []


def test_self_harm_comes_before_every_other_category() -> None:
    def rule(category: Safety) -> SafetyRule:
        return SafetyRule(category, ("住院",), (), (), (), {"zh-Hans": "", "en": ""}, (), (), {})

    check = SafetyCheck([rule(Safety.ILLNESS), rule(Safety.SELF_HARM)])
    assert check.find("我在住院") is Safety.SELF_HARM


def test_without_rules_nothing_is_found() -> None:
    assert SafetyCheck([]).find("不想活了") is None


def test_signs_are_read_over_without_joining_what_lies_apart(knowledge: Knowledge) -> None:
    check = SafetyCheck(knowledge.safety)
    far = "今天天气很好我们去公园走走然后回家吃饭看电视睡觉明天再说吧大家都很开心"
    assert check.find(f"{far},想自😭杀,{far}") is Safety.SELF_HARM
    assert check.find(f"{far}我😭想,{far}{far},{far}死😭机了") is None
