"""Assessing a message: verdict, evidence, topic, and the cases that must stay unjudged."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import assemble
from index.calibrate import Calibration, Thresholds
from index.citations import CitationCheck
from index.classifier import NgramClassifier
from index.encoder import build_ngram_encoder
from index.leave_one_out import Classifiers
from index.matcher import LONGEST, Matcher
from index.normalise import normalise
from index.retold import is_retold
from index.safety import SafetyCheck
from index.types import Knowledge, Note, Safety, Verdict
from tests.small import GENUINE, SCRIPTS, CharacterCountEmbedder, small_knowledge

CERTAIN = Calibration((8.0, 8.0, 8.0, 0.0, 0.0, 0.0), -4.0, 0.3, Thresholds(match=0.8, possible=0.5))
NEUTRAL = Classifiers(
    scripts=NgramClassifier(("genuine", "script"), (), np.zeros(0), np.zeros((0, 2)), np.zeros(2)),
    topics=NgramClassifier(("N01_SMALL",), (), np.zeros(0), np.zeros((0, 1)), np.zeros(1)),
    out_of_fold=(),
)


def small_matcher(knowledge: Knowledge, calibration: Calibration = CERTAIN) -> Matcher:
    """Return a matcher of a small library that is generous with its verdicts."""
    contents = assemble(knowledge, CharacterCountEmbedder(), NEUTRAL)
    return Matcher(
        version="v1",
        scripts=contents.scripts,
        script_corpus=contents.script_corpus,
        genuine=contents.genuine,
        genuine_corpus=contents.genuine_corpus,
        embedder=contents.embedder,
        classifier=contents.classifier,
        topics=contents.topics,
        calibration=calibration,
        safety=SafetyCheck(knowledge.safety),
        citations=CitationCheck(knowledge.citations),
        weak=frozenset(family.id for family in knowledge.families.values() if family.strength == "weak"),
    )


def test_a_known_script_is_matched_with_its_evidence() -> None:
    assessment = small_matcher(small_knowledge()).assess(SCRIPTS[1])
    assert (assessment.verdict, assessment.family, assessment.script_id) == (Verdict.MATCH, "N01_SMALL", "s1")
    [evidence] = assessment.evidence
    assert evidence.text in SCRIPTS[1]
    assert assessment.coverage[0].share > 0.9


def test_evidence_points_into_the_text_as_it_was_sent() -> None:
    text = "您好。\u200b貴行必須受理本人的停·息·掛·賬申請，盡快"
    assessment = small_matcher(small_knowledge()).assess(text)
    assert assessment.evidence
    for one in assessment.evidence:
        assert one.text == text[one.start : one.end]
        assert one.script_text == SCRIPTS[1][one.script_start : one.script_end]
    assert "停·息·掛·賬" in assessment.evidence[0].text


def test_a_message_that_is_as_near_to_a_genuine_one_is_never_a_match() -> None:
    knowledge = small_knowledge(genuine=(*GENUINE, SCRIPTS[1]))
    assert small_matcher(knowledge).assess(SCRIPTS[1]).verdict is Verdict.POSSIBLE


def test_the_title_of_a_law_that_both_cite_makes_no_match() -> None:
    sure = Calibration((0.0,) * 6, 9.0, 0.3, Thresholds(match=0.8, possible=0.5))
    text = "我昨天给你们打电话说过根据信用卡管理办法这件事情应该先登记下来再慢慢查清楚可是到今天也没有人理我"
    assert small_matcher(small_knowledge(), sure).assess(text).verdict is Verdict.POSSIBLE


def test_a_weak_family_alone_is_never_a_match() -> None:
    assert small_matcher(small_knowledge(strength="weak")).assess(SCRIPTS[1]).verdict is Verdict.POSSIBLE


def test_a_short_message_is_never_a_match() -> None:
    assert small_matcher(small_knowledge(scripts=("申请停息挂账",))).assess("申请停息挂账").verdict is Verdict.POSSIBLE


@pytest.mark.parametrize("text", ["", "停催", "😀😀😀", "，。！", "\u200b" * 50, "12378", "\ud800", "\u202e"])
def test_a_few_characters_are_too_short_to_judge(text: str) -> None:
    assessment = small_matcher(small_knowledge()).assess(text)
    assert Note.TOO_SHORT in assessment.notes
    assert (assessment.verdict, assessment.families, assessment.topic) == (Verdict.NONE, (), None)


def test_a_language_that_the_index_does_not_hold_is_said() -> None:
    assessment = small_matcher(small_knowledge()).assess(
        "I would like to dispute this debt, please send validation of it."
    )
    assert (assessment.language, assessment.verdict) == ("en", Verdict.NONE)
    assert Note.UNSUPPORTED_LANGUAGE in assessment.notes


def test_a_long_message_is_assessed_up_to_the_limit_and_says_so() -> None:
    assessment = small_matcher(small_knowledge()).assess(SCRIPTS[1] + "好" * LONGEST)
    assert Note.TRUNCATED in assessment.notes
    assert assessment.evidence


def test_somebody_in_danger_is_seen_beyond_the_limit(matcher: Matcher) -> None:
    assert matcher.assess("请问还款日是几号。" * 300 + "我不想活了", 200).safety is Safety.SELF_HARM


@pytest.mark.parametrize(
    "frame",
    [
        "有人发给我这段话让我照抄：“{}”是真的吗？我不想乱写",
        "这段话不是我写的，是中介发的，我没同意：“{}”我想自己跟你们谈",
        "我在网上看到有人教写：{}这样写有用吗？",
    ],
)
def test_a_script_that_is_only_passed_on_is_never_a_match(matcher: Matcher, knowledge: Knowledge, frame: str) -> None:
    judged = [matcher.assess(frame.format(script.text)) for script in knowledge.scripts]
    assert not [one.script_id for one in judged if one.verdict is Verdict.MATCH]
    assert all(Note.RETOLD in one.notes for one in judged)


def test_no_script_reads_like_one_that_is_passed_on(knowledge: Knowledge) -> None:
    assert not [script.id for script in knowledge.scripts if is_retold(normalise(script.text).text)]


def test_a_letter_that_mixes_scripts_names_how_much_each_covers() -> None:
    other = small_knowledge()
    letter = f"尊敬的客服：{SCRIPTS[0]}另外我上周才换了工作，情况有点乱。{SCRIPTS[3]}"
    assessment = small_matcher(other).assess(letter)
    assert 0.2 < assessment.coverage[0].share < 0.9


def test_a_self_harm_statement_has_no_score_even_inside_a_script(matcher: Matcher, knowledge: Knowledge) -> None:
    text = next(script.text for script in knowledge.scripts if script.style == "template")
    assessment = matcher.assess(f"{text}我真的不想活了")
    assert assessment.safety is Safety.SELF_HARM
    scored = (assessment.verdict, assessment.probability, assessment.family, assessment.topic, assessment.script_id)
    assert scored == (None,) * 5
    assert (assessment.families, assessment.evidence, assessment.coverage) == ((), (), ())


def test_every_script_of_the_library_is_found_and_no_genuine_text_is_matched(
    matcher: Matcher, knowledge: Knowledge
) -> None:
    long_enough = [script for script in knowledge.scripts if script.style != "fragment"]
    verdicts = {script: matcher.assess(script.text).verdict for script in long_enough}
    assert Verdict.NONE not in verdicts.values()
    # wording that nearly everybody uses is never more than possible
    able = [verdict for script, verdict in verdicts.items() if knowledge.families[script.family].strength != "weak"]
    assert able.count(Verdict.MATCH) >= 0.95 * len(able)
    assert not [one.id for one in knowledge.genuine if matcher.assess(one.text).verdict is Verdict.MATCH]


def test_one_clause_pasted_from_a_script_is_found(matcher: Matcher, knowledge: Knowledge) -> None:
    text = next(script.text for script in knowledge.scripts if script.style == "template")
    assert matcher.assess(text[:60]).verdict is not Verdict.NONE


def test_the_topic_follows_the_subject_whatever_the_verdict(matcher: Matcher, knowledge: Knowledge) -> None:
    with_family = [one for one in knowledge.genuine if one.family is not None]
    right = sum(matcher.assess(one.text).topic == one.family for one in with_family)
    assert right >= 0.95 * len(with_family)


def test_a_hundred_thousand_characters_take_seconds_not_minutes(matcher: Matcher, knowledge: Knowledge) -> None:
    began = time.monotonic()
    matcher.assess((knowledge.scripts[0].text * 400)[:100_000], longest=100_000)
    assert time.monotonic() - began < 30


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(), max_size=120))
def test_any_text_is_assessed_without_an_error(matcher: Matcher, text: str) -> None:
    assessment = matcher.assess(text)
    assert all(text[one.start : one.end] == one.text for one in assessment.evidence)
    assert assessment.probability is None or 0 <= assessment.probability <= 1


@settings(max_examples=40)
@given(st.lists(st.sampled_from("".join(SCRIPTS) + "，。\u200b·"), min_size=10, max_size=120).map("".join))
def test_evidence_is_always_a_slice_of_the_text(text: str) -> None:
    assessment = small_matcher(small_knowledge()).assess(text)
    assert all(text[one.start : one.end] == one.text for one in assessment.evidence)


def test_the_built_in_encoder_serves_a_matcher_as_the_toy_does() -> None:
    knowledge = small_knowledge()
    contents = assemble(knowledge, build_ngram_encoder([*SCRIPTS, *GENUINE]), NEUTRAL)
    assert contents.script_corpus.vectors.dimension == contents.embedder.dimension


def test_the_neighbours_of_a_library_text_begin_with_itself(matcher: Matcher, knowledge: Knowledge) -> None:
    script, genuine = knowledge.scripts[3], knowledge.genuine[3]
    near = matcher.neighbours(script.text, 2)
    assert (near.scripts[0].id, near.scripts[0].family) == (script.id, script.family)
    assert near.scripts[0].likeness >= near.scripts[1].likeness
    assert matcher.neighbours(genuine.text).genuine[0].id == genuine.id
