"""The answers written out for counsel are those that the program gives."""

import pytest

from bot.words import LANGUAGES
from index.normalise import normalise
from index.safety import SafetyCheck
from index.types import Knowledge, Safety
from scripts.answers import ANSWERS, KINDS, SAID, answers


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answers_to_read_are_those_that_are_given(knowledge: Knowledge, kind: str, language: str) -> None:
    written = (ANSWERS / f"{kind}.{language}.txt").read_text(encoding="utf-8")
    assert answers(knowledge, kind, language) == written, "run python -m scripts.answers, and read what has changed"


def test_card_rules_reach_no_agency(knowledge: Knowledge) -> None:
    for language in LANGUAGES:
        assert "G05-" not in answers(knowledge, "outsourced_agency", language)


@pytest.mark.parametrize("category", Safety)
def test_the_message_above_a_card_brings_it(knowledge: Knowledge, category: Safety) -> None:
    assert SafetyCheck(knowledge.safety).find(normalise(SAID[category]).text) is category
