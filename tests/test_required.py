"""The characters that a pattern needs: a text without them is passed over, and never one that would have matched."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.normalise import normalise
from index.required import Patterns, alternatives, required
from index.types import Knowledge


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("死", "死"),
        ("(?:我|你)(?:死|亡)", "死亡"),  # the rarer of two sets
        ("我{0,3}死", "死"),
        ("[死亡]了", "死亡"),
        ("(?<!累)死(?!机)", "死"),
        ("(?:死|亡){2}", "死亡"),
    ],
)
def test_the_most_telling_characters_are_found(pattern: str, needed: str) -> None:
    assert required(pattern)[0] == frozenset(needed)


@pytest.mark.parametrize("pattern", ["", ".", "死?", "(?:死|)", "(?:死|.)", "[^死]", r"\d", "[一-龥]", "(?:死){0,2}"])
def test_what_may_match_without_any_needs_none(pattern: str) -> None:
    assert required(pattern) == ()


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("死|亡", ["死", "亡"]),
        ("(?:死|亡)了", ["(?:死|亡)了"]),
        ("(?:死|亡)|[|)]没|完", ["(?:死|亡)", "[|)]没", "完"]),
        (r"\|死|[^\]|]亡", [r"\|死", r"[^\]|]亡"]),
        ("[]|]死|亡", ["[]|]死", "亡"]),
    ],
)
def test_a_choice_is_taken_apart(pattern: str, parts: list[str]) -> None:
    assert alternatives(pattern) == parts


PARTS = st.recursive(
    st.sampled_from(
        ["死", "亡", "我", ".", "[死亡]", "[^我]", r"\d", "[0-9]", "^", "$", "(?<!我)", "(?!亡)", "(?=死)"]
    ),
    lambda part: st.one_of(
        st.lists(part, min_size=1, max_size=3).map("".join),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(st.lists(part, min_size=1, max_size=2), st.sampled_from(["?", "{0,2}", "{1,3}", "+?"])).map(
            lambda pair: f"(?:{''.join(pair[0])}){pair[1]}"
        ),
    ),
    max_leaves=8,
)


@given(PARTS, st.text(alphabet="死亡我7a", max_size=6))
def test_no_text_that_matches_is_passed_over(pattern: str, text: str) -> None:
    if re.search(pattern, text):
        assert not any(needed.isdisjoint(text) for needed in required(pattern))
        assert Patterns([pattern]).found_in(text, frozenset(text))


def test_no_rule_passes_over_a_text_of_the_library_that_it_matches(knowledge: Knowledge) -> None:
    texts = [normalise(text).text for text in knowledge.texts]
    for pattern in (pattern for rule in knowledge.safety for pattern in (*rule.certain, *rule.patterns)):
        asked, compiled = Patterns([pattern]), re.compile(pattern)
        assert [text for text in texts if asked.found_in(text, frozenset(text))] == [*filter(compiled.search, texts)]
