"""Personal data is found and masked, and nothing else is. Every number here is made up in this file."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.redact import find_personal_data, redact


def identity(first: str) -> str:
    """Complete 17 digits by GB 11643."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


def card(first: str) -> str:
    """Complete a card number by Luhn's check."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(first)))
    return first + str(-total % 10)


ID = identity("99010119900307123")  # no region has the code 99
ID_WITH_X = next(number for tail in range(100) if (number := identity(f"990101199003071{tail:02}")).endswith("X"))
CARD = card("999999000000012")
CARD_19 = card("999999000000012345")
NO_CARD = CARD[:-1] + str((int(CARD[-1]) + 1) % 10)

MASKED = {
    "mobile": ("打19900000000找我", "打〔手机号〕找我"),
    "mobile_spaced": ("电话 199 0000 0000。", "电话 〔手机号〕。"),
    "mobile_dashed_abroad": ("+86 199-0000-0000", "〔手机号〕"),
    "mobile_86_in_one": ("8619900000000", "〔手机号〕"),
    "mobile_one_by_one": ("1 9 9 0 0 0 0 0 0 0 0", "〔手机号〕"),
    "mobile_zero_width": ("199\u200b0000\u200b0000", "〔手机号〕"),
    "mobile_full_width": ("１９９００００００００", "〔手机号〕"),
    "mobile_circled": ("①⑨⑨00000000", "〔手机号〕"),
    "mobile_black_circles": ("❶❾❾00000000", "〔手机号〕"),
    "mobile_han": ("一九九零零零零零零零零", "〔手机号〕"),
    "mobile_capital_han": ("壹玖玖〇〇〇〇零零零零", "〔手机号〕"),
    "mobile_mixed": ("1九9零00000零0", "〔手机号〕"),
    "mobile_after_han_numeral": ("周五19900000000", "周五〔手机号〕"),
    "mobile_before_a_sum": ("手机19900000000,100块", "手机〔手机号〕,100块"),
    "mobile_before_a_numeral": ("19900000000万一打不通", "〔手机号〕万一打不通"),
    "mobile_before_a_day": ("电话19900000000.5号还", "电话〔手机号〕.5号还"),
    "mobile_in_a_list": ("1.19900000000", "1.〔手机号〕"),
    "identity_before_a_sum": (f"身份证{ID},100块", "身份证〔身份证号〕,100块"),
    "card_before_a_sum": (f"卡号{CARD},100块", "卡号〔银行卡号〕,100块"),
    "two_mobiles": ("19900000000,19900000001", "〔手机号〕,〔手机号〕"),
    "landline": ("0999-1234567", "〔固定电话〕"),
    "landline_in_one": ("01012345678", "〔固定电话〕"),
    "identity": (f"身份证{ID}", "身份证〔身份证号〕"),
    "identity_with_x": (f"证件 {ID_WITH_X.lower()}，", "证件 〔身份证号〕，"),
    "identity_grouped": (f"{ID[:6]} {ID[6:14]} {ID[14:]}", "〔身份证号〕"),
    "identity_old": ("990101900307123", "〔身份证号〕"),
    "card": (f"卡{CARD}", "卡〔银行卡号〕"),
    "card_grouped": (" ".join(CARD[at : at + 4] for at in range(0, 16, 4)), "〔银行卡号〕"),
    "card_19": (CARD_19, "〔银行卡号〕"),
    "card_announced_with_a_slip": (f"卡号：{NO_CARD}", "卡号：〔银行卡号〕"),
    "mail": ("邮箱some.one@example.com，", "邮箱〔邮箱〕，"),
    "wechat": ("微信号：abc_def1", "微信号：〔微信号〕"),
    "wechat_vx": ("加我vx abcdef12", "加我vx 〔微信号〕"),
    "qq": ("QQ：123456789", "QQ：〔QQ号〕"),
    "kou_kou": ("扣扣 123456789", "扣扣 〔QQ号〕"),
    "plate": ("车牌京Z·00A00，", "车牌〔车牌〕，"),
    "plate_new_energy": ("沪ZD00000", "〔车牌〕"),
    "name_after_colon": ("姓名：张三丰 性别：男", "姓名：〔姓名〕 性别：男"),
    "name_before_identity": ("申请人：王小明身份证号", "申请人：〔姓名〕身份证号"),
    "name_traditional": ("投訴人：陳小明，", "投訴人：〔姓名〕，"),
    "name_i_am_called": ("我叫李四，", "我叫〔姓名〕，"),
    "name_compound": ("我叫欧阳小明，", "我叫〔姓名〕，"),
    "name_after_self": ("本人张三，身份证在此", "本人〔姓名〕，身份证在此"),
    "name_i_am": ("我是王小明。", "我是〔姓名〕。"),
    "name_of_a_relative": ("我是张三的妈妈", "我是〔姓名〕的妈妈"),
    "landline_in_brackets": ("（0999）1234567", "〔固定电话〕"),
    "surname_with_title": ("找李经理", "找〔姓名〕经理"),
    "name_english": ("My name is John Smith and I owe", "My name is 〔姓名〕 and I owe"),
    "name_and_reason": ("本人王小明因生意失败，", "本人〔姓名〕因生意失败，"),
    "name_after_self_and_colon": ("本人：张三，", "本人：〔姓名〕，"),
    "name_uyghur": ("我叫买买提·吐尔逊，", "我叫〔姓名〕，"),
    "name_uyghur_by_colon": ("姓名：阿依古丽，", "姓名：〔姓名〕，"),
    "name_in_latin": ("我叫Zhang San，", "我叫〔姓名〕，"),
    "address_i_live": ("我住朝阳区望京街道，别上门", "我住〔地址〕，别上门"),
    "address_without_marks": ("现在住四川成都武侯，", "现在住〔地址〕，"),
    "address": ("住址：某某省某某市某某路12号3栋402，", "住址：〔地址〕，"),
    "address_in_prose": ("我家住南昌市红谷滩区，没工作", "我家住〔地址〕，没工作"),
    "after_a_surrogate": ("\ud800打19900000000", "\ud800打〔手机号〕"),
}

KEPT = {
    "hotlines": "4001234567、800-123-4567、95588、12378、12356、110",
    "sum": "欠款19900元，已还 ¥5000.00，合计138000.00元",
    "sums_in_a_row": "5000,3000,2000,1000",
    "date": "2023-05-12 10:30 至 2024年3月1日",
    "instalments": "60期，每期1500元，共90000元",
    "placeholders": "姓名：XXX，电话XXX，本人XXX，张某某",
    "tail": "尾号1234的卡",
    "no_card": NO_CARD,
    "inside_longer_run": "119900000000123",
    "inside_spaced_card": "9999 1990 0000 001",
    "longer_run_one_by_one": "5 1 9 9 0 0 0 0 0 0 0 0",
    "two_sums": "先还13500,200000元再说",
    "rule_number": "《商业银行信用卡业务监督管理办法》第七十条，2011年第2号",
    "willing": "本人有还款意愿",
    "unemployed": "本人因失业，还不上",
    "teacher": "我是老师，我是高中老师，我是石家庄人",
    "manager": "我叫你们经理来，向经理反映",
    "in_march": "本人于3月失业，本人于今年，",
    "already": "本人已经",
    "statement": "本人陈述如下：本人郑重声明，本人严正抗议，本人余额不足，",
    "proverb": "本人安分守己，我是江西的，我是高风险客户，客户：单子我不认",
    "wechat_transfer": "微信50000元，微信转账，微信联系",
    "english_name_is_not": "my name is on the list",
    "address_placeholder": "地址在XX路",
    "delivery": "我叫外卖的时候你们打来，我叫你们别打了，记住你们上海分行说的话",
    "in_hospital": "我住院三天在市区，住的地方没信号，我家在浙江做小生意",
    "village": "我家住农村，地址和单位楼下都知道，户籍地派出所和村委会",
    "which_floor": "你家住几楼？我连你家住几楼都查到了",
    "masked_before": "〔手机号〕〔姓名〕先生，微信〔微信号〕",
}


@pytest.mark.parametrize(("text", "masked"), MASKED.values(), ids=MASKED)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_other_text_stays(text: str) -> None:
    assert redact(text) == text


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "電\u200b話：１９９\u200b00000000。"
    (item,) = find_personal_data(text)
    assert text[item.start : item.end] == "１９９\u200b00000000"


@pytest.mark.parametrize("unit", ["1", "一", "住", "我是", "1 ", "12-", "住在", "微信", "a@", "王先生 ", "我叫张"])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    find_personal_data(unit)  # the conversion tables are read once
    began = time.process_time()
    find_personal_data(unit * (100_000 // len(unit)))
    assert time.process_time() - began < 3  # one second on an idle machine


PIECES = st.one_of(
    st.sampled_from([text for text, _ in MASKED.values()] + list(KEPT.values())),
    st.text(alphabet=st.characters(), max_size=8),
    st.text(alphabet="王李张本人我叫是住在家省市路号先生女士微信qvx19一二零 -,，:：@.〔〕\u200b", max_size=12),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=6).map("".join))
def test_masking_keeps_the_rest_and_is_done_once(text: str) -> None:
    found = find_personal_data(text)
    rest, position, rebuilt = redact(text), 0, ""
    for item in found:
        assert position <= item.start < item.end <= len(text)
        rebuilt += text[position : item.start] + f"〔{item.kind}〕"
        position = item.end
    assert rebuilt + text[position:] == rest
    assert redact(rest) == rest


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_can_be_masked(text: str) -> None:
    assert redact(redact(text)) == redact(text)
