"""Facts about who may do what."""

from pathlib import Path

import pytest

from bot.access import Role, awaits_confirmation, is_admin, may_ask, may_remove, role_of
from bot.settings import Settings
from bot.store import Store

ADMIN, OTHER_ADMIN, COLLECTOR, STRANGER = 1, 2, 101, 900


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RADAR_TELEGRAM_TOKEN", raising=False)
    return Settings(admin_ids=(ADMIN, OTHER_ADMIN))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store(tmp_path / "radar.db")
    opened.allow(COLLECTOR, by=ADMIN)
    return opened


@pytest.mark.parametrize(
    ("user", "role", "asks"),
    [
        pytest.param(ADMIN, Role.ADMIN, True, id="admin"),
        pytest.param(COLLECTOR, Role.COLLECTOR, True, id="collector"),
        pytest.param(STRANGER, Role.STRANGER, False, id="stranger"),
    ],
)
def test_people_are_what_settings_and_allow_list_make_them(
    settings: Settings, store: Store, user: int, role: Role, *, asks: bool
) -> None:
    assert role_of(settings, store, user) is role
    assert may_ask(settings, store, user) is asks


def test_the_allow_list_makes_nobody_an_admin(settings: Settings) -> None:
    assert not is_admin(settings, COLLECTOR)


def test_someone_removed_may_not_ask(settings: Settings, store: Store) -> None:
    store.remove(COLLECTOR)
    assert not may_ask(settings, store, COLLECTOR)


@pytest.mark.parametrize(
    ("by", "user", "may"),
    [
        pytest.param(ADMIN, COLLECTOR, True, id="a collector by an admin"),
        pytest.param(ADMIN, OTHER_ADMIN, False, id="an admin by an admin"),
        pytest.param(COLLECTOR, STRANGER, False, id="anyone by a collector"),
    ],
)
def test_admins_remove_collectors_only(settings: Settings, by: int, user: int, *, may: bool) -> None:
    assert may_remove(settings, by, user) is may


def test_real_messages_wait_for_the_notice_to_be_confirmed(settings: Settings, store: Store) -> None:
    with_token = settings.model_copy(update={"telegram_token": "1:x"})
    assert awaits_confirmation(with_token, store)
    store.confirm_crossborder(ADMIN)
    assert not awaits_confirmation(with_token, store)


def test_the_simulator_needs_no_confirmation(settings: Settings, store: Store) -> None:
    assert not awaits_confirmation(settings, store)
