"""One connection to the database, its transactions and its errors. Knows no table.

It belongs to the thread that opened it. Whatever SQLite refuses becomes a StoreError.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from bot.errors import StoreError
from bot.migrations import check_integrity, next_step, open_database

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """Return the time, in UTC."""
    return dt.datetime.now(dt.UTC)


def as_text(moment: dt.datetime) -> str:
    """Return a time as ISO 8601 text of fixed width in UTC, so that texts compare as times do."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")


def storable(value: object) -> object:
    """Return a value that SQLite takes, as near as it can.

    Unpaired surrogates, which UTF-8 cannot write, become question marks; a number of more than 64 bits, which no id
    is, becomes a fraction that is found nowhere.
    """
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return float(value) if isinstance(value, int) and abs(value) >= 2**63 else value


class Connection:
    """An open database; a statement outside `atomic()` is committed when it returns."""

    def __init__(self, path: Path, clock: Clock = utc_now) -> None:
        self.path = path
        self._clock = clock
        self._db = open_database(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def now(self) -> dt.datetime:
        """Return the time that the store goes by."""
        return self._clock()

    def close(self) -> None:
        """Close the database; closing it again does nothing."""
        self._db.close()

    def check(self) -> None:
        """Raise StoreError when the file is damaged."""
        with self._guarded():
            check_integrity(self._db, self.path)

    def execute(self, sql: str, **values: object) -> sqlite3.Cursor:
        """Run one statement with its named values."""
        with self._guarded():
            return self._db.execute(sql, {name: storable(value) for name, value in values.items()})

    def rows(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """Return what a query finds, by column name."""
        with self._guarded():
            cursor = self.execute(sql, **values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, **values: object) -> dict[str, Any] | None:
        """Return the first row that a query finds."""
        found = self.rows(sql, **values)
        return found[0] if found else None

    def insert(self, table: str, values: dict[str, object]) -> int:
        """Add one row and return its number."""
        with self._guarded():
            row = {name: storable(value) for name, value in values.items()}
            self._db.table(table).insert(row)
            return int(self._db.conn.execute("SELECT last_insert_rowid()").fetchone()[0])

    def update(self, table: str, number: int, values: dict[str, object]) -> None:
        """Change one row."""
        with self._guarded():
            self._db.table(table).update(number, {name: storable(value) for name, value in values.items()})

    def erase(self, table: str, condition: str, **values: object) -> int:
        """Delete rows and return how many there were."""
        with self.atomic():
            count = self._db.table(table).count_where(condition, values)
            self._db.table(table).delete_where(condition, values)
            return count

    @contextmanager
    def durable(self) -> Iterator[None]:
        """Let what is written inside outlive a power cut, which costs a write to the disk itself.

        A killed program loses nothing either way. Not to be used inside `atomic()`.
        """
        self._db.execute("PRAGMA synchronous = FULL")
        try:
            yield
        finally:
            self._db.execute("PRAGMA synchronous = NORMAL")

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Commit everything inside together, or nothing; one inside another belongs to the outer one.

        Never await inside: whatever else runs meanwhile would join the transaction.
        """
        with self._guarded():
            if self._db.conn.in_transaction:
                yield
                return
            # IMMEDIATE, because a transaction that reads first and writes later does not wait for another process
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.commit()
            except BaseException:
                self._db.rollback()
                raise

    def overwrite_erased(self) -> None:
        """Empty the write-ahead log, which still holds what was erased; skipped while another process reads."""
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn what SQLite refuses into a StoreError, and leave no half transaction behind.

        A ProgrammingError (another thread, a closed database) is a fault of the program and stays what it is.
        """
        outermost = not self._db.conn.in_transaction
        try:
            yield
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.Error as error:
            if outermost:
                self._db.rollback()
            raise StoreError(f"{self.path} cannot be used ({error}): {next_step(error)}") from error
