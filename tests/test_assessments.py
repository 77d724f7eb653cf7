"""Facts about assessments and feedback as they are kept."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.records import Label, Origin, Press
from bot.store import Store
from index.types import FamilyScore, Safety, Verdict
from tests.remembered import (
    ANN,
    BEN,
    SECRET,
    START,
    FakeClock,
    assessment,
    everything_on_disk,
    record,
    self_harm,
    wait_in_inbox,
)


def test_an_assessment_comes_back_as_it_was_given(store: Store) -> None:
    number = store.record_assessment(assessment(), "〔手机号〕", Origin(ANN, 5, 6, is_update=True), 2.5)
    found = store.assessment(number)
    assert found is not None
    assert (found.user_id, found.chat_id, found.message_id, found.is_update) == (ANN, 5, 6, True)
    assert (found.verdict, found.probability, found.family) == (Verdict.MATCH, 0.91, "N01_A")
    assert found.families == (FamilyScore("N01_A", 0.91), FamilyScore("C02_B", 0.2))
    assert (found.masked_text, found.latency_ms, found.snapshot) == ("〔手机号〕", 2.5, "v1")
    assert found.created_at == START


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(text=st.text(st.characters()))
def test_any_text_can_be_kept(store: Store, text: str) -> None:
    found = store.assessment(record(store, text=text))
    assert found is not None
    assert found.masked_text == text.encode("utf-8", "replace").decode()


def test_of_self_harm_the_category_is_kept_and_no_text(store: Store) -> None:
    number = store.record_assessment(self_harm(), SECRET, Origin(ANN, ANN, 1), 1.0)
    found = store.assessment(number)
    assert found is not None
    assert (found.safety, found.masked_text, found.verdict) == (Safety.SELF_HARM, None, None)
    assert SECRET.encode() not in everything_on_disk(store)


def test_the_messages_of_the_answer_are_kept_in_order(store: Store) -> None:
    number = record(store)
    store.add_answer(number, 70)
    store.add_answer(number, 71)
    found = store.assessment(number)
    assert found is not None
    assert found.answer_message_ids == (70, 71)


def test_an_edited_message_has_its_latest_assessment(store: Store) -> None:
    record(store, message=8)
    latest = record(store, message=8)
    found = store.assessment_of(ANN, 8)
    assert found is not None
    assert found.id == latest
    assert store.assessment_of(ANN, 9) is None


def test_an_update_answered_again_after_a_crash_is_recorded_once(store: Store) -> None:
    wait_in_inbox(store, 31)
    assert record(store, update=31) == record(store, update=31)
    assert store.status().assessments == 1


def test_an_old_update_with_the_same_number_is_not_overwritten(store: Store) -> None:
    wait_in_inbox(store, 31)
    first = record(store, update=31)
    store.finish_update(31)
    assert record(store, update=31) != first


def test_numbers_are_never_used_again(store: Store) -> None:
    first = record(store)
    store.forget(ANN)
    assert record(store) > first


def test_the_last_press_wins_and_the_same_press_changes_nothing(store: Store) -> None:
    number = record(store)
    presses = [store.record_feedback(number, ANN, label) for label in (Label.RIGHT, Label.RIGHT, Label.NEW)]
    assert presses == [Press.RECORDED, Press.UNCHANGED, Press.CHANGED]
    assert store.status().feedback == {Label.NEW: 1}


def test_feedback_carries_what_was_answered(store: Store) -> None:
    store.record_feedback(record(store), ANN, Label.RIGHT)
    row = store.row("SELECT verdict, probability, family, script_id, snapshot FROM feedback")
    assert row == {
        "verdict": "match", "probability": 0.91, "family": "N01_A", "script_id": "N01-s01", "snapshot": "v1",
    }  # fmt: skip


def test_an_old_answer_takes_no_press(store: Store, clock: FakeClock) -> None:
    number = record(store)
    clock.advance(days=31)
    assert store.record_feedback(number, ANN, Label.RIGHT) is Press.EXPIRED


@pytest.mark.parametrize(
    "press",
    [
        pytest.param(lambda store: store.record_feedback(999, ANN, Label.RIGHT), id="erased"),
        pytest.param(lambda store: store.record_feedback(record(store), BEN, Label.RIGHT), id="someone else's"),
        pytest.param(
            lambda store: store.record_feedback(
                store.record_assessment(self_harm(), "", Origin(ANN, ANN, 1), 1.0), ANN, Label.RIGHT
            ),
            id="self-harm",
        ),
        pytest.param(lambda store: store.record_feedback(10**30, ANN, Label.RIGHT), id="forged number"),
    ],
)
def test_an_answer_that_is_not_there_takes_no_press(store: Store, press: Callable[[Store], Press]) -> None:
    assert press(store) is Press.EXPIRED
    assert store.status().feedback == {}
