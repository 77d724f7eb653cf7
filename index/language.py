"""Says which language a text is written in, as a BCP 47 tag or "unknown". Does not translate and does not convert.

The writing system decides first, because a statistical guess is unreliable for short texts: only texts in letters that
several languages share, and long enough, are put to langdetect.
"""

import functools
import re
import threading
import unicodedata
from collections import Counter
from typing import Any

from index.normalise import to_simplified, to_traditional

UNKNOWN = "unknown"
LONGEST = 2000  # characters looked at; more does not change the answer
CERTAIN = 0.9
FEWEST_WORDS, FEWEST_LETTERS = 4, 20  # below this langdetect guesses
HAN_PER_LATIN = 2  # one Han character carries about as much as two Latin letters, so 「我的APP」 is Chinese
ENGLISH = frozenset(
    re.findall(
        r"\S+",
        "the of and to in is it that for on with as are was were be been this have has had not but from or by an at "
        "i you he she we they me my your our their his her them us do does did will would can could should must may "
        "am if so no what when where who why how a there which about any all please don't can't i'm it's",
    )
)
# One or more syllables of pinyin without tones, with or without ü; ng and r endings included.
PINYIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|ve|er|[aoeiuv]))+"
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_loading = threading.Lock()  # langdetect fills a module-wide table on first use


def language_of(text: str) -> str:
    """Return the BCP 47 tag of the language, "zh-Hans" or "zh-Hant" for Chinese, or "unknown"."""
    looked_at = unicodedata.normalize("NFKC", text[:LONGEST])
    counts = Counter(_script(character) for character in looked_at if character.isalpha())
    han, kana, hangul, latin = (counts[script] for script in ("han", "kana", "hangul", "latin"))
    east = han + kana + hangul
    if east and east * HAN_PER_LATIN >= latin and east >= counts["other"]:
        # A single の or 韩文 word inside Chinese does not change the language.
        if kana * 6 >= east:
            return "ja"
        return "ko" if hangul * 4 >= east else _chinese(looked_at)
    words = WORD.findall(looked_at.casefold())
    if latin > counts["other"]:
        return _latin(words)
    return _guess(" ".join(words)) if counts["other"] >= FEWEST_LETTERS else UNKNOWN


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if name.startswith(("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH")):
        return "han"
    if name.startswith(("HIRAGANA", "KATAKANA")):
        return "kana"
    if name.startswith("HANGUL"):
        return "hangul"
    return "latin" if name.startswith("LATIN") else "other"


def _chinese(text: str) -> str:
    """Tell the two spellings apart by which conversion finds more to change."""
    to_hans = sum(old != new for old, new in zip(text, to_simplified(text), strict=True))
    to_hant = sum(old != new for old, new in zip(text, to_traditional(text), strict=True))
    return "zh-Hant" if to_hans > to_hant else "zh-Hans"


def _latin(words: list[str]) -> str:
    latin = [word.replace("’", "'") for word in words if _script(word[0]) == "latin"]
    # Chinese typed in Latin letters is no language langdetect knows, and it would name one.
    if sum(PINYIN.fullmatch(word) is not None for word in latin) > 0.8 * len(latin):
        return UNKNOWN
    if len(latin) >= 3 and 3 * sum(word in ENGLISH for word in latin) >= len(latin):
        return "en"
    if len(latin) < FEWEST_WORDS or sum(map(len, latin)) < FEWEST_LETTERS:
        return UNKNOWN
    return _guess(" ".join(latin))


def _guess(text: str) -> str:
    """Return what langdetect is certain of."""
    detect, failure = _detector()
    try:
        best = detect(text)[0]
    except failure:
        return UNKNOWN
    return str(best.lang) if best.prob >= CERTAIN and not best.lang.startswith("zh") else UNKNOWN


def _detector() -> tuple[Any, type[Exception]]:
    with _loading:
        return _load_detector()


@functools.cache
def _load_detector() -> tuple[Any, type[Exception]]:
    # Imported here because its tables take a while to load and most texts never need them.
    from langdetect import DetectorFactory, LangDetectException, detect_langs  # noqa: PLC0415 - see above

    DetectorFactory.seed = 0
    detect_langs("The tables are read on the first call.")
    return detect_langs, LangDetectException
