"""One spelling for building and for querying, with offsets back to the original text. Does not mask and does not split.

What changes: NFKC and casefold, Traditional to Simplified (OpenCC), white space to single spaces, zero-width, bidi and
variation characters gone, stray combining marks gone, separators that were put between Han characters gone. Sentence
punctuation and line ends stay, because clauses are found by them.
"""

import functools
import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import opencc

NORMALISER_VERSION = "1"
# without \u4e28 (丨), which is used as a stroke between characters
HAN = r"[\u3400-\u4dbf\u4e00-\u4e27\u4e29-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# Between two Han characters these carry no meaning of their own.
SEPARATOR = re.compile(rf"(?<={HAN})[ \t·・•‧∙●○◦☆★*|丨_\-–—~^+=#@/\\.`'&$%<>♥❤]{{1,3}}(?={HAN})")
# 停。催。收: one Han character at a time, always the same character between.
SPELLED_OUT = re.compile(rf"(?<!{HAN}){HAN}([^\w])(?:{HAN}\1)+{HAN}(?!{HAN})")
HANGUL_FILLER = "\u1160"  # what NFKC makes of U+3164 and U+FFA0, which are blank
MARKS_PER_CHARACTER = 8  # more is a flood, and canonical ordering of a flood takes quadratic time


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text derived from another one, with the span of the original behind each of its characters."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text behind text[start:end]."""
        if start >= end:
            at = self.spans[start][0] if start < len(self.spans) else self.spans[-1][1] if self.spans else 0
            return at, at
        return self.spans[start][0], self.spans[end - 1][1]

    def keep(self, kept: list[int]) -> "Aligned":
        """Return the text made of the characters at these positions."""
        return Aligned("".join(self.text[i] for i in kept), tuple(self.spans[i] for i in kept))

    def replace(self, edits: Sequence[tuple[int, int, str]]) -> "Aligned":
        """Return the text with [start, end) of each edit written otherwise; of edits that meet, the first one counts.

        As many characters as before keep their own spans; others share the span of all that they replace.
        """
        text: list[str] = []
        spans: list[tuple[int, int]] = []
        at = 0
        for start, end, new in sorted(edits):
            if start < at:
                continue
            text += [self.text[at:start], new]
            spans += self.spans[at:start]
            if len(new) == end - start:
                spans += self.spans[start:end]
            else:
                spans += [(self.spans[start][0], self.spans[end - 1][1])] * len(new)
            at = end
        return Aligned("".join((*text, self.text[at:])), (*spans, *self.spans[at:]))

    def cover(self, spans: Sequence[tuple[int, int]], character: str) -> "Aligned":
        """Return the text with one `character` in the place of each of these spans of the original, in order."""
        text, kept, upcoming = [], [], deque(spans)
        for position, (start, end) in enumerate(self.spans):
            while upcoming and upcoming[0][1] <= start:
                upcoming.popleft()
            if not upcoming or end <= upcoming[0][0]:
                text.append(self.text[position])
                kept.append((start, end))
            elif not kept or kept[-1] != upcoming[0]:
                text.append(character)
                kept.append(upcoming[0])
        return Aligned("".join(text), tuple(kept))


def normalise(text: str) -> Aligned:
    """Return the spelling that texts are compared in."""
    characters = list(_characters(text))
    folded = Aligned("".join(character for character, _ in characters), tuple(span for _, span in characters))
    # OpenCC leaves 著 as it is, since it is a word of its own in 著名; texts are compared without that difference
    simplified = Aligned(to_simplified(folded.text).replace("著", "着"), folded.spans)
    return _without_separators(_single_spaces(simplified))


def to_simplified(text: str) -> str:
    """Return the text in Simplified characters, each in its place."""
    return _convert("t2s", text)


def to_traditional(text: str) -> str:
    """Return the text in Traditional characters, each in its place."""
    return _convert("s2t", text)


@functools.cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def _convert(name: str, text: str) -> str:
    convert = _converter(name).convert
    encodable = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    converted = str(convert(encodable))
    if len(converted) == len(text):
        return converted
    # A phrase changed its length: convert character by character, so that offsets hold.
    single = (str(convert(character)) for character in encodable)
    return "".join(new if len(new) == 1 else old for old, new in zip(encodable, single, strict=True))


def _characters(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the folded characters with their spans; one original character may give several or none."""
    position, length = 0, len(text)
    while position < length:
        end = position + 1
        while end < length and unicodedata.combining(text[end]):
            end += 1
        for folded in _folded(text[position : min(end, position + 1 + MARKS_PER_CHARACTER)]):
            yield folded, (position, end)
        position = end


@functools.lru_cache(maxsize=16_384)  # the characters of everyday use, looked at once
def _folded(cluster: str) -> tuple[str, ...]:
    """Return what is kept of a character and its marks."""
    composed = cluster if cluster.isascii() else unicodedata.normalize("NFKC", cluster)
    return tuple(folded for folded in composed.casefold() if _is_kept(folded))


def _is_kept(character: str) -> bool:
    """Say whether a character can be seen: format, surrogate, mark and control characters cannot."""
    if character in "\n\t" or character.isascii():
        return character in "\n\t" or character.isprintable()
    return unicodedata.category(character) not in {"Cf", "Cs", "Cc", "Mn", "Me"} and character != HANGUL_FILLER


def _single_spaces(aligned: Aligned) -> Aligned:
    """Turn every run of white space into one space, or into one line end when it holds one."""
    characters: list[str] = []
    kept: list[int] = []
    for position, character in enumerate(aligned.text):
        if not character.isspace():
            characters.append(character)
            kept.append(position)
        elif characters and characters[-1].isspace():
            if character == "\n":
                characters[-1] = "\n"
        else:
            characters.append("\n" if character == "\n" else " ")
            kept.append(position)
    return Aligned("".join(characters), tuple(aligned.spans[position] for position in kept))


def _without_separators(aligned: Aligned) -> Aligned:
    """Drop what was put between Han characters to break a word up."""
    dropped: set[int] = set()
    for found in SEPARATOR.finditer(aligned.text):
        dropped.update(range(*found.span()))
    for found in SPELLED_OUT.finditer(aligned.text):
        dropped.update(range(found.start() + 1, found.end(), 2))
    if not dropped:
        return aligned
    return aligned.keep([position for position in range(len(aligned.text)) if position not in dropped])
