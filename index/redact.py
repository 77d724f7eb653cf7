"""Finds personal data in a text and masks it. Does not judge the text, and keeps nothing.

Numbers are found by their shape and, where there is one, their check digit; names and addresses only after words that
announce them, because a Han character by itself does not say whether it is a surname. Sums, dates, hotlines and
placeholders such as XXX stay.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.normalise import HAN, Aligned, normalise
from index.numbers import DIGITS, find_numbers

MAIL, WECHAT, QQ, PLATE, NAME, ADDRESS = "邮箱", "微信号", "QQ号", "车牌", "姓名", "地址"
ROUNDS = 10  # masking can uncover a boundary that shows the next item; this many times is enough in practice
BEFORE_WORD = r"(?<![a-z0-9])"
MAIL_ADDRESS = re.compile(
    r"(?<![a-z0-9._%+\-])[a-z0-9][a-z0-9._%+\-]{0,63} ?@ ?[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,5}"
)
SAID = r"(?:[ ]?(?:[:：=]|号码?|id|是|为|加)){1,3}[ ]?"
NOT_A_SUM = r"(?![0-9a-z_\-]| ?[元块万亿%])"
CHAT = rf"(?:{BEFORE_WORD}(?:vx|wx|wechat|weixin)|{BEFORE_WORD}v信|[微薇威徽]信|加我?[v微])"
# Without 号 or a colon the id has to hold a digit or _, or it would be any English word.
WECHAT_ID = re.compile(
    rf"{CHAT}(?:{SAID}(?P<said>[a-z][a-z0-9_\-]{{5,19}}|[1-9][0-9]{{4,10}}{NOT_A_SUM})"
    rf"| ?(?P<bare>[a-z](?=[a-z\-]{{0,18}}[0-9_])[a-z0-9_\-]{{5,19}}|[1-9][0-9]{{5,10}}{NOT_A_SUM}))"
)
QQ_ID = re.compile(rf"(?:{BEFORE_WORD}qq|扣扣|企鹅)群?(?:{SAID}| ?)(?P<said>[1-9](?:[ \-]?[0-9]){{4,10}}){NOT_A_SUM}")
PLATE_NUMBER = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-z][ ·.\-]?"
    r"(?=[a-z]{0,2}[0-9][a-z]?[0-9])[a-hj-np-z0-9]{4,5}(?:[a-hj-np-z0-9]|[挂学警港澳])(?![a-z0-9])"
)

SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞"
    "章鲁葛伍韦申尤毕聂焦柳邢岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄曲游阳裴席卫屈鲍霍翁植甘景单司柏柯阮闵解"
    "柴华冉房辜饶刁瞿戚丘滕晋苑邬臧褚娄符奚穆党燕郎冀姬郜晏栾商蒙窦迟敖鄢冷卓仇艾蓝巩楚佟栗匡宗巫桑荆蔺岑胥卞闫代付覃向项路"
)
COMPOUND = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|东方|西门|南宫|端木|百里|长孙|宇文|闻人|澹台|独孤"
# Words that begin like a name. What follows an announcing word is far more often one of these than a rare name.
NOT_NAMES = (
    "高[利管中级额度考风压薪血]|马上|金[融额]|方[便案式面才法寸]|余[额款生下钱]|周[一二三四五六日末转期边]|陈[述诉]|郑重|严[正重格肃词]|顾[虑不及]|陆续|"
    "万[分一般不万念]|常[年常期住在去]|于[情理法今本上去昨前近当是此]|曾[经在与向多因]|白[天领血]|向[贵你银平您法金人监有]|谢[谢绝]|许[诺可多]|何[时以况必]|"
    "单[亲位身方独]|关[于注]|任[何职由]|范围|杜绝|程序|管[理]|解[决除释]|易怒|康复|文[化件]|路[过上]|钱[款不]|房[贷租东产]|石家庄|江[苏西浙]|"
    "安[徽全排]|温州|苏州|杭州|柳州|华[人为夏]|费[用率]|项[目]|施[工压]|申[请诉]|纪[检委]|游[客戏]|卫生|冷静|艾滋|辛苦|武汉|毕业|尤其|季度|"
    "代[理表办偿还]|付[款出不]|商[户量家业]|党员|盛大|晋[城中江]|左右|田地|金牌|符合|景区|司[机法]|燕郊|章程|迟[迟到延]|黄[金冈石山]|郎中|"
    rf"{HAN}{{0,2}}某"
)
LAST = r"[人的了生员吗啊工户民者呢吧师们妈爸着过地得款贷债钱天月年日某]"
HAN_NAME = rf"(?:(?:{COMPOUND}){HAN}{{1,2}}?|[{SINGLE}]{HAN}{{1,3}}?)"
FOLLOWING = r"身份证|证件|电话|手机|联系|住址|地址|性别|年龄|出生|卡号|微信|qq|户籍|先生|女士|男|女"
KIN = r"[妈爸母父妻姐哥弟妹儿女]|丈夫|老公|老婆|家[属人]|朋友|同事|爱人|亲戚"
ENDS = rf"(?=$|[^\w]|[0-9]|{FOLLOWING})"
LOOSE_ENDS = rf"(?=$|(?!{HAN})|{FOLLOWING}|本人|[现因于是在的欠从去有想要已和与向找来就叫今我他])"
BY_COLON = (
    r"(?:姓名|名字|投诉人|申请人|持卡人|借款人|申诉人|举报人|委托人|联系人|担保人|经办人|收件人|签名|户名)[ ]?[:：][ ]?"
)
SIGNER = r"(?:(?:投诉|申请|持卡|借款|申诉|举报|委托|债务|联系|担保)人|姓名)[ ]?"
DATED = r"[ ]?[0-9]{4}[年./\-]"
SIGNATURE = rf"(?P<said>(?!{NOT_NAMES})(?:(?:{COMPOUND}){HAN}{{1,2}}|[{SINGLE}]{HAN}{{1,2}}))"
NAMES = (
    re.compile(
        rf"(?:{BY_COLON}|我叫做?|名叫|姓名[是为]|我的?名字[是叫]|我系(?=[{SINGLE}]{HAN}{{2}}))(?P<said>(?!{NOT_NAMES})(?:{HAN_NAME}{LOOSE_ENDS}"
        rf"|(?:{COMPOUND}){HAN}{{1,2}}|[{SINGLE}]{HAN}{{2}}))"
    ),
    # Three characters at most: 「本人安分守己」 is no name.
    re.compile(
        rf"(?:本人|我是|我就是|本人是|客户[:：])(?P<said>(?!{NOT_NAMES})(?:(?:{COMPOUND}){HAN}{{1,2}}?"
        rf"|[{SINGLE}]{HAN}{{1,2}}?)(?<!{LAST}))(?:{ENDS}|(?=的(?:{KIN})))"
    ),
    # 本人王小明因…: three characters, and then a word that goes on with the sentence
    re.compile(
        rf"本人[:： ]?(?P<said>(?!{NOT_NAMES})(?:(?:{COMPOUND}){HAN}{{1,2}}|[{SINGLE}]{HAN}{{1,2}}?)(?<!{LAST}))"
        r"(?=因|现[在因就已]|系|于[0-9一二]|在贵|在你|欠[贵你]|名下|自[0-9愿]|从[0-9未])"
    ),
    re.compile(rf"本人[:：][ ]?(?P<said>(?!{NOT_NAMES})(?:{HAN_NAME}){ENDS})"),
    # A letter's end: 申请人 and a name, or a name alone above the date.
    re.compile(rf"{SIGNER}{SIGNATURE}(?=[ ]*(?:$|[\n,。;(]|1[3-9][0-9]{{9}}|{DATED}))"),
    re.compile(rf"(?:^|\n)[ ]*{SIGNATURE}(?=[ ]*\n{DATED})"),
    re.compile(rf"(?:(?<!{HAN})|(?<=尊敬的)){SIGNATURE}(?=先生|女士)"),
    re.compile(rf"我(?:{KIN})(?:叫|名叫)(?P<said>(?!{NOT_NAMES})[{SINGLE}]{HAN}{{1,2}}){ENDS}"),
    re.compile(rf"(?:(?<!{HAN})|(?<=[叫是找让请]))(?P<said>(?!向)[{SINGLE}])(?=先生|女士|小姐|经理)"),
)
# Characters that write the names of other peoples: 古丽, 卓玛, 巴特尔. Three and more of them together are a name.
OTHER = (
    "阿艾爱依伊吾乌买麦木穆莫提吐图塔塞赛沙莎尔逊孙古丽娜江克热合汗罕帕迪力拉亚库卡卓玛扎西次仁多吉旺堆达瓦尼桑平措央金格罗布丹增洛"
    "巴音特其日乐苏和敖哈斯那"
)
OTHER_NAME = re.compile(
    rf"(?:{BY_COLON}|本人[:： ]?|我叫做?|名叫|姓名[是为]|我是|我的?名字[是叫])(?P<said>[{OTHER}]{{3,10}})(?!{HAN})"
)
LATIN_NAME = re.compile(
    rf"(?:{BY_COLON}|我叫|名叫|姓名[是为]|我的?名字[是叫])[ ]?"
    r"(?P<said>(?!app|vip|qq|x)[a-z][a-z'’\-]{1,20}(?: [a-z][a-z'’\-]{1,20}){0,3})(?![a-z])"
)
ENGLISH_NAME = re.compile(r"my name is (?P<said>[a-z][a-z'’\-]{1,30}(?: [a-z][a-z'’\-]{1,30}){0,2})(?![a-z])")

MARK = (
    r"单元|小区|大道|街道|自治[区州县]|[弄栋幢巷]|省(?![钱吃事])|市(?![场民])|区(?!别)|[县乡](?!下)|[镇村](?![里上民委])|"
    r"路(?![上边过])|街(?![上边道])|号(?!码)|室(?!友)|楼(?![上下道])"
)
# Characters of a sentence, not of an address: an address that ran through one would swallow the message.
PLACE = r"(?:(?![的了我你他她您被给说跟把欠是不还也就能催])[㐀-鿿0-9a-z#\- ])"
NOT_PLACES = (
    "农村|城[市区]|市区|县城|乡[下镇]|村|镇|[楼路街]|同|附近|[哪几]|这|那|老家|小区|派出所|居委|社区|公[安司开]|单位|[和与或及等]|"
    "x|发|信息|泄|告|贴|曝|电话|宿舍|亲|一[起样]"
)
PLACE_AFTER = re.compile(
    r"(?:住址|地址|住在|家住|我家在|现居|寄[到往]|户籍(?:所在)?地?|现住址?|居住[地于在]|(?<![居入常暂])住(?=[^院]{2,4}[省市]))"
    r"[:：是为在于 ]{0,3}+"
    rf"(?P<said>(?!{NOT_PLACES})(?:{PLACE}{{1,10}}?(?:{MARK})){{1,9}}(?:[0-9a-z\-]{{1,12}}(?![0-9a-z\-]))?)"
)
# 我住朝阳区望京街道; 住四川成都武侯, whose places go without their marks
PLACE_AFTER_I_LIVE = re.compile(
    rf"(?:(?<=[我家人])|(?<!{HAN}))住(?:在|的是)?(?![院房宿户处进口手建])(?P<said>(?!{NOT_PLACES})(?:{PLACE}{{1,8}}?(?:{MARK})){{1,9}})"
)
PROVINCE = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|"
    "青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
PLACE_IN_PROVINCE = re.compile(
    rf"(?:(?<![居入常暂记站守抓顶])住|住在|家在|现居|老家|户籍|地址)[:：是在于 ]{{0,2}}"
    rf"(?P<said>(?:{PROVINCE})(?:(?![做打开种务上卖跑当读干]){PLACE}){{2,12}})"
)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One piece of personal data: text[start:end] of the text it was found in, and its kind in Chinese."""

    start: int
    end: int
    kind: str


def find_personal_data(text: str, normalised: Aligned | None = None) -> list[PersonalData]:
    """Return what has to be masked, in order and without overlaps.

    `normalised` is what `normalise` makes of the text, for a caller who has it already.
    """
    found: list[PersonalData] = []
    for _ in range(ROUNDS):
        masked = _masked(text, found)
        aligned = normalised if normalised and not found else normalise(masked.text)
        added = _longest(found, (_placed(item, masked) for item in _find(masked.text, aligned)))
        if not added:
            break
        found = sorted([*found, *added], key=lambda item: item.start)
    return found


def redact(text: str) -> str:
    """Return the text with a placeholder that names the kind in the place of each piece of personal data."""
    return _masked(text, find_personal_data(text)).text


def _masked(text: str, found: list[PersonalData]) -> Aligned:
    """Put the placeholders in; every character of one stands for the whole of what it replaced."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    for item in [*found, PersonalData(len(text), len(text), "")]:
        pieces.append(text[position : item.start])
        spans.extend((at, at + 1) for at in range(position, item.start))
        placeholder = f"〔{item.kind}〕" if item.kind else ""
        pieces.append(placeholder)
        spans.extend([(item.start, item.end)] * len(placeholder))
        position = item.end
    return Aligned("".join(pieces), tuple(spans))


def _placed(item: PersonalData, within: Aligned) -> PersonalData:
    return PersonalData(*within.original(item.start, item.end), item.kind)


def _longest(taken: list[PersonalData], candidates: Iterable[PersonalData]) -> list[PersonalData]:
    """Return the candidates that overlap nothing taken and no longer candidate."""
    kept = sorted((item.start, item.end) for item in taken)
    chosen = []
    for item in sorted(candidates, key=lambda item: (item.start - item.end, item.start)):
        at = bisect_left(kept, (item.start, item.end))
        if (at == 0 or kept[at - 1][1] <= item.start) and (at == len(kept) or item.end <= kept[at][0]):
            kept.insert(at, (item.start, item.end))
            chosen.append(item)
    return chosen


def _find(text: str, aligned: Aligned) -> list[PersonalData]:
    """Return every candidate, overlapping ones too, with offsets into this text."""
    digits = aligned.text.translate(DIGITS)
    found = [PersonalData(*number) for written in {aligned.text, digits} for number in find_numbers(written)]
    found += _matches(digits, {WECHAT_ID: WECHAT, QQ_ID: QQ})
    found += _matches(aligned.text, {MAIL_ADDRESS: MAIL, PLATE_NUMBER: PLATE})
    found += _matches(aligned.text, dict.fromkeys((*NAMES, OTHER_NAME, LATIN_NAME), NAME))
    found += _matches(aligned.text, dict.fromkeys((PLACE_AFTER, PLACE_AFTER_I_LIVE, PLACE_IN_PROVINCE), ADDRESS))
    found += _english_names(aligned, text)
    return [_placed(item, aligned) for item in found]


def _matches(text: str, patterns: dict[re.Pattern[str], str]) -> Iterator[PersonalData]:
    for pattern, kind in patterns.items():
        for match in pattern.finditer(text):
            # The announcing word stays; what it announces is masked.
            start, end = match.span(match.lastgroup or 0)
            yield PersonalData(start, end, kind)


def _english_names(aligned: Aligned, original: str) -> Iterator[PersonalData]:
    """Yield the words after "my name is" that were written with a capital."""
    for match in ENGLISH_NAME.finditer(aligned.text):
        end = match.start("said")
        for word in re.finditer(r"[^ ]+", match["said"]):
            at = match.start("said") + word.start()
            if not original[aligned.spans[at][0]].isupper():
                break
            end = match.start("said") + word.end()
        if end > match.start("said"):
            yield PersonalData(match.start("said"), end, NAME)
