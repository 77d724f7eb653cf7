"""Facts about opening the database and about its transactions."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import Store
from tests.remembered import (
    ADMIN,
    ANN,
    record,
)


def test_the_directory_is_made_and_the_file_is_private(store: Store) -> None:
    assert store.path.exists()
    assert store.path.stat().st_mode & 0o077 == 0
    assert store.path.parent.stat().st_mode & 0o077 == 0


def test_every_commit_reaches_the_disk(store: Store) -> None:
    assert store.row("PRAGMA journal_mode") == {"journal_mode": "wal"}
    with store.durable():
        assert store.row("PRAGMA synchronous") == {"synchronous": 2}  # FULL
    assert store.row("PRAGMA synchronous") == {"synchronous": 1}  # NORMAL


def test_opening_again_keeps_what_is_there(store: Store) -> None:
    store.allow(ANN, by=ADMIN)
    store.close()
    with Store(store.path) as again:
        assert again.is_allowed(ANN)


def test_a_directory_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot be written .*: correct RADAR_DATA_DIR"):
        Store(tmp_path / "file" / "data" / "radar.db")


def test_a_directory_in_place_of_the_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "radar.db").mkdir()
    with pytest.raises(StoreError, match="cannot be used"):
        Store(tmp_path / "radar.db")


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "radar.db"
    path.write_bytes(b"not a database at all " * 200)
    with pytest.raises(StoreError, match="move it aside"):
        Store(path)
    assert path.read_bytes() == b"not a database at all " * 200


def test_a_damaged_database_is_refused(store: Store) -> None:
    for message in range(200):
        record(store, message=message, text="字" * 200)
    store.close()
    content = bytearray(store.path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = b"\xff" * 20_000
    store.path.write_bytes(bytes(content))
    with pytest.raises(StoreError, match="move it aside"):
        Store(store.path)


def test_a_sound_database_passes_the_check(store: Store) -> None:
    store.check()


def test_a_database_of_a_newer_program_is_refused(store: Store) -> None:
    store.execute(
        """INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
        VALUES ('bot', 'm999_from_the_future', '2030')"""
    )
    store.close()
    with pytest.raises(StoreError, match=r"newer version .*m999_from_the_future.*update the program"):
        Store(store.path)


def test_a_full_disk_is_one_sentence_and_leaves_no_half_transaction(store: Store) -> None:
    store.execute("PRAGMA max_page_count = 1")  # SQLite sets it to what the file has already
    with pytest.raises(StoreError, match="disk is full"):
        record(store, text="字" * 100_000)
    store.execute("PRAGMA max_page_count = 100000")
    record(store)
    store.close()
    with Store(store.path) as again:
        assert again.status().assessments == 1


def test_another_process_may_write_meanwhile(store: Store) -> None:
    record(store)
    with sqlite3.connect(store.path) as other:
        other.execute("DELETE FROM assessments")
    other.close()
    assert store.status().assessments == 0


def test_a_transaction_that_fails_changes_nothing(store: Store) -> None:
    def allow_and_fail() -> None:
        with store.atomic():
            store.allow(ANN, by=ADMIN)
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        allow_and_fail()
    assert not store.is_allowed(ANN)


def test_a_transaction_inside_another_belongs_to_it(store: Store) -> None:
    def allow_two_and_fail() -> None:
        with store.atomic():
            with store.atomic():
                store.allow(ANN, by=ADMIN)
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        allow_two_and_fail()
    assert not store.is_allowed(ANN)


async def test_another_thread_is_a_fault_of_the_program(store: Store) -> None:
    with pytest.raises(sqlite3.ProgrammingError):
        await asyncio.to_thread(store.status)
