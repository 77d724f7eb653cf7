"""Splitting a message into clauses."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from index.segment import LONGEST, SHORTEST, segment


def clauses(text: str) -> list[str]:
    return [text[start:end] for start, end in segment(text)]


def test_sentences_are_clauses() -> None:
    assert clauses("本人因失业无法按期还款。现申请个性化分期六十期!请尽快给我书面答复") == [
        "本人因失业无法按期还款",
        "现申请个性化分期六十期",
        "请尽快给我书面答复",
    ]


def test_a_short_clause_joins_its_neighbour() -> None:
    assert clauses("您好。我想问一下分期的事情怎么办") == ["您好。我想问一下分期的事情怎么办"]


def test_a_long_sentence_is_cut_at_a_pause() -> None:
    long = ",".join(["要求贵行停止计收罚息并出具书面说明"] * 8)
    assert all(clause.endswith((",", "说明")) and len(clause) <= LONGEST for clause in clauses(long))


def test_nothing_has_no_clause() -> None:
    assert clauses("") == clauses("。。!\n") == []


@given(st.text(alphabet="停催收款,。!\n 1a", max_size=300))
def test_clauses_are_in_order_bounded_and_lose_only_end_marks(text: str) -> None:
    spans = segment(text)
    assert all(start < end and end - start <= LONGEST for start, end in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    inside = {place for start, end in spans for place in range(start, end)}
    assert all(place in inside for place, character in enumerate(text) if character.isalnum())


def test_only_a_message_that_is_short_itself_has_a_short_clause() -> None:
    assert [len(clause) < SHORTEST for clause in clauses("好的。知道了。这个月二十号发了工资就还")] == [False]
