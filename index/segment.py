"""A long message -> clauses. Works on normalised text; knows nothing of scripts."""

import re

SHORTEST, LONGEST = 8, 64  # characters; shorter clauses say too little alone, longer ones mix ideas
SENTENCE_END = re.compile(r"(?:[。!?;\n…！？；]|\.(?=\s|$))+")
PAUSE = re.compile(r"[，,、：: ]")


def segment(text: str) -> list[tuple[int, int]]:
    """Return the spans of the clauses, in order; together they cover every character that is not an end mark."""
    spans: list[tuple[int, int]] = []
    for start, end in _sentences(text):
        spans.extend(_shorten(text, start, end))
    return _merge_short(spans)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans between sentence ends, blank ones left out."""
    ends = [*SENTENCE_END.finditer(text)]
    starts = [0, *(mark.end() for mark in ends)]
    stops = [*(mark.start() for mark in ends), len(text)]
    return [(start, stop) for start, stop in zip(starts, stops, strict=True) if text[start:stop].strip()]


def _shorten(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence that is too long, at a pause where there is one."""
    spans = []
    while end - start > LONGEST:
        pauses = [pause.end() for pause in PAUSE.finditer(text, start + SHORTEST, start + LONGEST)]
        cut = pauses[-1] if pauses else start + LONGEST
        spans.append((start, cut))
        start = cut
    return [*spans, (start, end)]


def _merge_short(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a clause that is too short to the one before it, where both fit together."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        short = end - start < SHORTEST or (merged and merged[-1][1] - merged[-1][0] < SHORTEST)
        if merged and short and end - merged[-1][0] <= LONGEST:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
