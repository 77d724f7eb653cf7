"""Facts about the store as a whole: what is erased, what expires, what is counted."""

import datetime as dt
from pathlib import Path

from bot.records import Erased, Label, Origin, Retention
from bot.store import Store
from index.types import Verdict
from tests.remembered import (
    ADMIN,
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


def test_all_that_a_person_left_is_erased_and_counted(store: Store) -> None:
    number = record(store)
    store.record_feedback(number, ANN, Label.RIGHT)
    record(store, message=2)
    store.set_language(ANN, "en")
    assert store.forget(ANN) == Erased(
        assessments=2, feedback=1, unanswered=0, language=True, on_allow_list=False, crossborder_confirmed=False
    )
    assert store.row("SELECT 1 FROM users") is None
    assert store.assessment(number) is None


def test_nothing_of_the_text_stays_on_disk(store: Store) -> None:
    for message in range(50):
        record(store, message=message, text=SECRET)
    wait_in_inbox(store, 7)
    assert SECRET.encode() in everything_on_disk(store)
    store.forget(ANN)
    assert SECRET.encode() not in everything_on_disk(store)


def test_others_keep_theirs(store: Store) -> None:
    record(store, user=BEN)
    store.set_language(BEN, "en")
    store.forget(ANN)
    assert store.status().assessments == 1
    assert store.language_of(BEN) == "en"


def test_the_allow_list_entry_and_the_confirmation_stay_and_are_named(store: Store) -> None:
    store.allow(ANN, by=ADMIN)
    store.confirm_crossborder(ANN)
    erased = store.forget(ANN)
    assert erased.on_allow_list
    assert erased.crossborder_confirmed
    assert store.is_allowed(ANN)
    assert store.crossborder_confirmed()


def test_only_updates_before_the_request_are_dropped(store: Store) -> None:
    for update in (10, 11, 12):
        wait_in_inbox(store, update)
    wait_in_inbox(store, 9, user=BEN)
    assert store.forget(ANN, handling=11).unanswered == 1
    left = store.rows("SELECT update_id FROM inbox WHERE payload IS NOT NULL ORDER BY update_id")
    assert [row["update_id"] for row in left] == [9, 11, 12]


def test_a_second_request_finds_nothing(store: Store) -> None:
    record(store)
    store.forget(ANN)
    assert store.forget(ANN) == Erased(0, 0, 0, language=False, on_allow_list=False, crossborder_confirmed=False)


def test_records_expire_each_after_its_own_time(store: Store, clock: FakeClock) -> None:
    number = record(store)
    store.record_feedback(number, ANN, Label.WRONG)
    clock.advance(days=91)
    purged = store.purge()
    assert (purged.assessments, purged.feedback) == (1, 0)
    assert store.status().feedback == {Label.WRONG: 1}
    clock.advance(days=300)
    assert store.purge().feedback == 1


def test_nothing_expires_early(store: Store, clock: FakeClock) -> None:
    record(store)
    wait_in_inbox(store, 5)
    clock.advance(hours=23)
    purged = store.purge()
    assert (purged.assessments, purged.unanswered) == (0, 0)


def test_an_unanswered_update_is_dropped_after_its_hours_and_counted(store: Store, clock: FakeClock) -> None:
    wait_in_inbox(store, 5)
    clock.advance(hours=25)
    assert store.purge().unanswered == 1
    assert store.status().unanswered == 0
    assert SECRET.encode() not in everything_on_disk(store)


def test_the_number_of_an_answered_update_is_forgotten_after_two_days(store: Store, clock: FakeClock) -> None:
    wait_in_inbox(store, 5)
    store.finish_update(5)
    clock.advance(hours=47)
    store.purge()
    assert store.row("SELECT 1 FROM inbox") is not None
    clock.advance(hours=2)
    store.purge()
    assert store.row("SELECT 1 FROM inbox") is None


def test_retention_is_a_setting(tmp_path: Path, clock: FakeClock) -> None:
    with Store(tmp_path / "short.db", Retention(assessments=dt.timedelta(days=1)), clock) as store:
        record(store)
        clock.advance(days=2)
        assert store.purge().assessments == 1


def test_ids_of_strangers_go_and_all_others_stay(store: Store) -> None:
    store.note_stranger(900)
    store.allow(ANN, by=ADMIN)
    store.set_language(BEN, "en")
    assert store.purge().strangers == 1
    assert store.is_allowed(ANN)
    assert store.language_of(BEN) == "en"


def test_what_is_kept_is_counted(store: Store) -> None:
    record(store)
    store.record_assessment(assessment(verdict=Verdict.NONE), "", Origin(ANN, ANN, 2), 1.0)
    store.allow(ANN, by=ADMIN)
    wait_in_inbox(store, 5)
    status = store.status()
    assert (status.assessments, status.collectors, status.unanswered) == (2, 1, 1)
    assert status.verdicts == {Verdict.MATCH: 1, Verdict.NONE: 1}
    assert status.oldest_unanswered == START


def test_self_harm_is_part_of_no_statistics(store: Store) -> None:
    store.record_assessment(self_harm(), "", Origin(ANN, ANN, 1), 1.0)
    assert store.status().assessments == 0
    assert store.status().verdicts == {}
