"""Facts about the people that the store knows."""

from bot.store import Store
from tests.remembered import ADMIN, ANN, FakeClock


def test_letting_in_and_out_says_whether_it_changed_anything(store: Store) -> None:
    assert store.allow(ANN, by=ADMIN)
    assert not store.allow(ANN, by=ADMIN)
    assert store.allowed() == (ANN,)
    assert store.remove(ANN)
    assert not store.remove(ANN)
    assert not store.is_allowed(ANN)


def test_of_a_stranger_the_id_alone_is_kept(store: Store) -> None:
    assert store.note_stranger(900)
    assert not store.note_stranger(900)
    row = store.row("SELECT * FROM users")
    assert row is not None
    assert {name: value for name, value in row.items() if value is not None} == {"telegram_id": 900, "role": "none"}


def test_someone_removed_is_a_stranger_again(store: Store) -> None:
    store.allow(ANN, by=ADMIN)
    store.set_language(ANN, "en")
    store.remove(ANN)
    assert store.language_of(ANN) is None
    assert store.purge().strangers == 1


def test_a_stranger_can_be_let_in(store: Store) -> None:
    store.note_stranger(ANN)
    assert store.allow(ANN, by=ADMIN)
    assert store.is_allowed(ANN)


def test_a_language_is_kept_until_changed(store: Store) -> None:
    assert store.language_of(ANN) is None
    store.set_language(ANN, "en")
    store.set_language(ANN, "zh-Hans")
    assert store.language_of(ANN) == "zh-Hans"


def test_the_crossborder_notice_is_confirmed_once(store: Store, clock: FakeClock) -> None:
    assert not store.crossborder_confirmed()
    store.confirm_crossborder(ADMIN)
    clock.advance(days=1)
    store.confirm_crossborder(ADMIN)
    assert store.crossborder_confirmed()
    assert store.row("SELECT crossborder_confirmed_at AS at FROM users") == {"at": "2026-05-01T12:00:00.000+00:00"}
