"""What many tests share: the real library, and one snapshot built from it by the real build."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.inbox import Inbox
from bot.store import Store
from index.build import Recipe, refresh
from index.knowledge import load_knowledge
from index.matcher import Matcher
from index.snapshot import CURRENT, load_current
from index.types import Knowledge
from tests.remembered import FakeClock

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)

LOADED: dict[Path, tuple[Matcher, str | None]] = {}  # by the snapshot's directory
REPORT: list[str] = []  # lines that stand under the tests' result

settings.register_profile("radar", deadline=None, derandomize=True)
settings.load_profile("radar")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    import os  # noqa: PLC0415 - only here is the environment looked at whole

    for name in [name for name in os.environ if name.startswith("RADAR_") and not name.startswith("RADAR_TEST_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock that is set by hand."""
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    """Return an empty store that goes by that clock."""
    with Store(tmp_path / "data" / "radar.db", clock=clock) as opened:
        yield opened


@pytest.fixture
def inbox(store: Store) -> Inbox:
    """Return an empty inbox of that store."""
    return Inbox(store)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the shipped library."""
    return load_knowledge()


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """Return a directory with one published snapshot of the shipped library; a test that changes it copies it."""
    root = tmp_path_factory.mktemp("built") / "snapshots"
    refresh(root, Recipe(knowledge, "", 0.30), NOW, lambda _: None)
    return root


@pytest.fixture(scope="session")
def matcher(snapshots: Path, knowledge: Knowledge) -> Matcher:
    """Return the matcher of that snapshot."""
    return load_current(snapshots, knowledge)[0]


@pytest.fixture
def loaded_once(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    """Let bots of this process share what they would each read for two seconds: neither ever changes."""

    def loaded(root: Path, _: Knowledge, encoder: str = "") -> tuple[Matcher, str | None]:
        published = (root / CURRENT).resolve()
        if published not in LOADED:
            LOADED[published] = load_current(root, knowledge, encoder)
        return LOADED[published]

    monkeypatch.setattr("bot.launch.load_knowledge", lambda: knowledge)
    monkeypatch.setattr("bot.launch.load_current", loaded)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how the shipped index judged the acceptance messages."""
    if REPORT:
        terminalreporter.section("acceptance messages")
        for line in REPORT:
            terminalreporter.write_line(line)
