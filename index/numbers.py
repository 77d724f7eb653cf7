"""Finds telephone, identity and bank card numbers in normalised text. Does not look at words, names or addresses.

A number is recognised by its shape and, where there is one, its check digit, however its digits are grouped.
"""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

MOBILE, LANDLINE, IDENTITY, CARD = "手机号", "固定电话", "身份证号", "银行卡号"
SHORTEST, LONGEST = 10, 19
Number = tuple[int, int, str]  # start, end, kind
# Numerals written as Han characters or in circles count as digits; each keeps its place.
DIGITS = str.maketrans(
    "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖⓿❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒",
    "00" + "123456789" + "1" + "123456789" + "0" + "123456789" * 3,
)
CHUNK = re.compile(r"[0-9]+")
JOINT = re.compile(r"[ \-‐‑–—_·.,/)*~|、。]{1,3}")
SUM_AFTER = re.compile(r" ?(?:[元块万亿%¥$]|人民币|rmb)|\.[0-9]{1,2}(?![0-9])|,[0-9]{3}(?![0-9])")
SUM_BEFORE = re.compile(r"(?:[¥$] ?|(?<![0-9])[0-9]{1,3}\.)$")
MOBILE_SHAPES = {(11,), (3, 4, 4), (4, 4, 3), (3, 3, 5), (3, 8), (7, 4), (4, 3, 4), (4, 7), (3, 2, 2, 2, 2)}
OLD_IDENTITY_SHAPES = {(15,), (6, 6, 3), (1,) * 15}
LANDLINE_SHAPES = {(3, 8), (3, 7), (4, 7), (4, 8), (3, 4, 4), (4, 4, 4), (4, 3, 4), (3, 3, 4), (10,), (11,), (12,)}


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers made of whole runs of digits, so that no number is cut out of a longer one."""
    group: list[re.Match[str]] = []
    for chunk in CHUNK.finditer(text):
        if group and not JOINT.fullmatch(text, group[-1].end(), chunk.start()):
            yield from _windows(text, group)
            group = []
        group.append(chunk)
    yield from _windows(text, group)


def _windows(text: str, group: list[re.Match[str]]) -> Iterator[Number]:
    for first in range(len(group)):
        if first and len(group[first][0]) == len(group[first - 1][0]) == 1:
            continue  # in digits written one by one only the first can begin a number
        joined, last = "", first
        while last < len(group) and len(joined) + len(group[last][0]) <= LONGEST:
            joined += group[last][0]
            last += 1
            if len(joined) >= SHORTEST and not _is_part(text, group, first, last):
                yield from _number(text, group[first:last], joined)


def _is_part(text: str, group: list[re.Match[str]], first: int, last: int) -> bool:
    """Say whether the runs beside these belong to the same number, as in four and four and four digits."""
    if last - first == 1:
        return False
    joint = text[group[first].end() : group[first + 1].start()]
    single = all(len(chunk[0]) == 1 for chunk in group[first:last])
    beside = [(group[first - 1], group[first])] if first else []
    beside += [(group[last - 1], group[last])] if last < len(group) else []
    for left, right in beside:
        neighbour = left if right is group[first] else right
        length = len(neighbour[0])
        same = text[left.end() : right.start()] == joint and neighbour[0] not in {"86", "0086"}
        if same and (length == 1 if single else 3 <= length <= 6):
            return True
    return False


def _number(text: str, chunks: list[re.Match[str]], digits: str) -> Iterator[Number]:
    start, end = chunks[0].start(), chunks[-1].end()
    # a single run of so many digits is nobody's sum, whatever stands beside it
    if len(chunks) > 1 and (SUM_AFTER.match(text, end) or SUM_BEFORE.search(text, max(0, start - 5), start)):
        return
    shape = tuple(len(chunk[0]) for chunk in chunks)
    announced = text[max(0, start - 8) : start]
    listed = any(text[left.end() : right.start()].strip(" -") for left, right in pairwise(chunks))  # 5000,3000,2000
    if len(digits) == 17 and text[end : end + 1] == "x" and _is_identity(digits + "x", shape, announced):
        yield (start, end + 1, IDENTITY)
    elif _is_identity(digits, shape, announced):
        yield (start, end, IDENTITY)
    elif _is_mobile(digits, shape):
        yield (start - (text[start - 1 : start] == "+"), end, MOBILE)
    elif _is_landline(digits, shape):
        yield (start - (text[start - 1 : start] == "(" and ")" in text[start:end]), end, LANDLINE)
    elif not listed and _is_card(digits, shape, announced):
        yield (start, end, CARD)


def _is_mobile(digits: str, shape: tuple[int, ...]) -> bool:
    abroad = re.fullmatch(r"((?:00)?86)?1[3-9][0-9]{9}", digits)
    if not abroad:
        return False
    prefix = len(abroad[1] or "")
    own = shape[1:] if prefix and shape[0] == prefix else (shape[0] - prefix, *shape[1:])
    return own in MOBILE_SHAPES or set(own) == {1}


def _is_landline(digits: str, shape: tuple[int, ...]) -> bool:
    area = re.fullmatch(r"0(?:10|2[0-9]|[3-9][0-9]{2})[1-9][0-9]{6,7}", digits)
    return area is not None and (shape in LANDLINE_SHAPES or set(shape) == {1})


def _is_identity(digits: str, shape: tuple[int, ...], announced: str) -> bool:
    """Apply GB 11643; an announced number with a slip of the pen is masked as well."""
    if len(digits) == 15:
        return shape in OLD_IDENTITY_SHAPES and _is_date("19" + digits[6:12])
    if len(digits) != 18 or not _is_date(digits[6:14]):
        return False
    weighted = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(digits[:17]))
    return "10x98765432"[weighted % 11] == digits[17] or re.search(r"身份|证件|(?<![a-z])id", announced) is not None


def _is_date(digits: str) -> bool:
    try:
        born = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2050


def _is_card(digits: str, shape: tuple[int, ...], announced: str) -> bool:
    """Apply Luhn's check to what is grouped like a card and does not begin like a date."""
    grouped = len(shape) == 1 or set(shape) == {1} or (set(shape[:-1]) <= {4, 6} and shape[-1] <= 13)
    if not (13 <= len(digits) <= 19 and grouped and re.match(r"[3-9]|2[2-7]", digits)):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return (
        sum(value - 9 * (value > 9) for value in doubled) % 10 == 0
        or re.search(r"卡号|银行卡|[工建农中交招]行卡", announced) is not None
    )
