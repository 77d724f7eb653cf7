"""Guidance follows the topic and the institution, and nothing else."""

import datetime as dt
import inspect
import itertools
import re

import pytest

from bot.guidance import Advice, Adviser, Reach
from bot.profile import Counsel, Profile
from bot.replies import advice_lines
from bot.words import word
from index.knowledge import LIBRARY
from index.lines import KINDS
from index.types import Knowledge, Safety

TODAY = dt.date(2026, 11, 22)
HOTLINE = {"hotline": {"zh-Hans": "4001-TEST", "en": "4001-TEST"}}
FAMILIES = tuple(sorted(path.stem for path in LIBRARY.glob("[A-Z]*.toml")))
INSTALMENTS = "N01_PERSONAL_INSTALMENT_60"
CASES = list(itertools.product((*FAMILIES, None), (*KINDS, None), ("zh-Hans", "zh-Hant", "en")))


def everything(advice: Advice) -> str:
    """Return every line that an advice would print."""
    own = (*advice.do, *advice.never, advice.reply, *advice.deadlines)
    return "\n".join((*own, *advice.base_do, *advice.base_never))


def test_no_verdict_can_reach_the_guidance() -> None:
    assert set(inspect.signature(Adviser.advise).parameters) == {"self", "topic", "language", "today", "citations"}


@pytest.mark.parametrize(("topic", "kind", "language"), CASES)
def test_every_topic_kind_and_language_has_usable_guidance(
    knowledge: Knowledge, topic: str | None, kind: str | None, language: str
) -> None:
    advice = Adviser(knowledge, Profile(kind=kind, contacts=HOTLINE)).advise(topic, language, TODAY)
    assert advice.do
    assert len(advice.do) + len(advice.base_do) >= 4
    assert advice.never
    assert 0 < len(advice.reply) <= 256
    assert (advice.topic is None) == (topic is None)
    assert not re.search(r"[{}]", everything(advice))


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "bank_card"])
def test_article_70_of_the_card_rules_reaches_card_banks_only(knowledge: Knowledge, kind: str, language: str) -> None:
    def said(of: str) -> str:
        advice = Adviser(knowledge, Profile(kind=of)).advise(INSTALMENTS, language, TODAY)
        return "\n".join((everything(advice), *(rule.id for rule in advice.rules)))

    assert "G05-70" in said("bank_card")
    assert "G05" not in said(kind)
    assert not re.search(r"第七十条|第70条|第七十條|第70條|[Aa]rticle 70", said(kind))


def test_unverified_ended_and_foreign_rules_are_never_shown(knowledge: Knowledge) -> None:
    for topic, kind, language in CASES:
        for rule in Adviser(knowledge, Profile(kind=kind)).advise(topic, language, TODAY).rules:
            assert rule.status in ("verified", "second-hand")
            assert not rule.until or rule.until >= TODAY.isoformat()
            assert rule.jurisdiction == "CN"


def test_a_deadline_is_counted_from_today(knowledge: Knowledge) -> None:
    advice = Adviser(knowledge, Profile(kind="bank_card")).advise("C02_THIRD_PARTY_ACCUSE", "zh-Hans", TODAY)
    assert any((TODAY + dt.timedelta(days=15)).isoformat() in deadline for deadline in advice.deadlines)


def test_a_topic_that_the_library_no_longer_holds_has_the_base_duties(knowledge: Knowledge) -> None:
    adviser = Adviser(knowledge, Profile())
    assert adviser.advise("Z99_GONE", "zh-Hans", TODAY) == adviser.advise(None, "zh-Hans", TODAY)


def test_counsels_signature_is_known(knowledge: Knowledge) -> None:
    signed = Profile(counsel=Counsel("法务部", TODAY))
    assert Adviser(knowledge, signed).advise(None, "en", TODAY).signed_off
    assert not Adviser(knowledge, Profile()).advise(None, "en", TODAY).signed_off


def test_the_self_harm_card_names_the_numbers_of_the_jurisdiction(knowledge: Knowledge) -> None:
    card = Adviser(knowledge, Profile()).card(Safety.SELF_HARM, "zh-Hans")
    assert all(number in "\n".join(card.do) for number in ("110", "120", "12356"))


FORBIDDEN = re.compile("老赖|黑产|恶意|撤诉才|必须批准|保证通过|一定批准")


def test_no_word_of_the_guidance_wrongs_a_person(knowledge: Knowledge) -> None:
    guidance = [family.guidance for family in knowledge.families.values()] + [knowledge.base]
    lines = [line for one in guidance for line in (*one.do, *one.replies, *one.deadlines)]
    names = [family.name["zh-Hans"] for family in knowledge.families.values()]
    assert not [text for text in (*names, *(line.text["zh-Hans"] for line in lines)) if FORBIDDEN.search(text)]


@pytest.mark.parametrize("topic", ["EN_DEBT_VALIDATION", "EN_CREDIT_REPAIR", "EN_CEASE_CONTACT"])
def test_us_law_is_shown_to_us_institutions_only(knowledge: Knowledge, topic: str) -> None:
    there = Adviser(knowledge, Profile(kind="outsourced_agency", jurisdiction="US")).advise(topic, "en", TODAY)
    assert there.reach is Reach.WHOLE
    assert {rule.jurisdiction for rule in there.rules} == {"US"}
    here = Adviser(knowledge, Profile(kind="outsourced_agency")).advise(topic, "en", TODAY)
    assert here.reach is Reach.ELSEWHERE
    assert here.do == Adviser(knowledge, Profile(kind="outsourced_agency")).advise(None, "en", TODAY).do
    assert "rests on US law" in "\n".join(advice_lines(here, "en"))


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_law_that_a_topic_rests_on_has_a_name(knowledge: Knowledge, language: str) -> None:
    for family in knowledge.families.values():
        assert word(f"law.{family.jurisdiction}", language)


def test_a_jurisdiction_without_rules_has_courtesy_and_safety_alone_and_is_told_so(knowledge: Knowledge) -> None:
    advice = Adviser(knowledge, Profile(kind="bank_card", jurisdiction="SG")).advise(INSTALMENTS, "en", TODAY)
    assert advice.reach is Reach.NO_RULES
    assert advice.rules == ()
    assert advice.do
    assert advice.reply
    assert not re.search("22:00|15 days|30 days", everything(advice))
    assert "your counsel" in "\n".join(advice_lines(advice, "en"))
