"""The database's schema, numbered and never edited, and how a database is opened. Knows no domain.

A change of schema is a new migration below the last one. A database that holds a migration unknown here was made by a
newer program, and is refused rather than misread.
"""

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from bot.errors import StoreError

BUSY_MS = 5_000  # admin commands write from another process

migrations = Migrations("bot")


@migrations()
def m001_users(db: Database) -> None:
    """People by Telegram id; of a stranger, the id alone. Who is an admin is a setting, not a row."""
    db.execute(
        """CREATE TABLE users (
            telegram_id INTEGER PRIMARY KEY,
            role TEXT NOT NULL DEFAULT 'none' CHECK (role IN ('collector', 'none')),
            language TEXT,
            added_by INTEGER,
            added_at TEXT,
            crossborder_confirmed_at TEXT
        )"""
    )


@migrations()
def m002_assessments(db: Database) -> None:
    """Assessments with the masked text; AUTOINCREMENT, so that an old button never meets a new assessment."""
    db.execute(
        """CREATE TABLE assessments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id INTEGER NOT NULL,
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            is_update INTEGER NOT NULL,
            answer_message_ids TEXT NOT NULL DEFAULT '[]',
            created_at TEXT NOT NULL,
            masked_text TEXT,
            verdict TEXT,
            probability REAL,
            family TEXT,
            topic TEXT,
            script_id TEXT,
            families TEXT NOT NULL,
            safety TEXT,
            language TEXT NOT NULL,
            snapshot TEXT NOT NULL,
            latency_ms REAL NOT NULL
        )"""
    )
    for columns in (["user_id"], ["chat_id", "message_id"], ["created_at"]):
        db.table("assessments").create_index(columns)


@migrations()
def m003_feedback(db: Database) -> None:
    """Pressed buttons with what was answered, since feedback outlives the assessment it speaks of."""
    db.execute(
        """CREATE TABLE feedback (
            id INTEGER PRIMARY KEY,
            assessment_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            label TEXT NOT NULL CHECK (label IN ('right', 'wrong', 'new')),
            created_at TEXT NOT NULL,
            verdict TEXT,
            probability REAL,
            family TEXT,
            script_id TEXT,
            snapshot TEXT NOT NULL,
            UNIQUE (assessment_id, user_id)
        )"""
    )
    for column in ("user_id", "created_at"):
        db.table("feedback").create_index([column])


@migrations()
def m004_inbox(db: Database) -> None:
    """Keep updates in the order of their arrival; an answered one keeps its number alone, against a second delivery."""
    db.execute(
        """CREATE TABLE inbox (
            arrival INTEGER PRIMARY KEY AUTOINCREMENT,
            update_id INTEGER NOT NULL UNIQUE,
            checksum INTEGER NOT NULL,
            received_at TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'answering', 'done')),
            chat_id INTEGER,
            user_id INTEGER,
            payload TEXT,
            parts_sent INTEGER NOT NULL DEFAULT 0,
            sending INTEGER NOT NULL DEFAULT 0,
            assessment_id INTEGER
        )"""
    )
    db.execute("CREATE INDEX idx_inbox_open ON inbox (arrival) WHERE state != 'done'")
    db.table("inbox").create_index(["received_at"])


def open_database(path: Path) -> Database:
    """Open the database, made and brought up to date as needed; raise StoreError when it cannot be used."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)  # others on the machine have no business with it
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}): correct RADAR_DATA_DIR") from error
    try:
        return prepared(Database(path, execute_plugins=False), path)
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be used ({error}): {next_step(error)}") from error


def next_step(error: sqlite3.Error) -> str:
    """Return what to do about an error of SQLite."""
    if isinstance(error, sqlite3.OperationalError):
        return "check that the disk has room, that the file may be written and that no other program holds it"
    return "move it aside to begin anew, or put back a copy"


def prepared(db: Database, path: Path) -> Database:
    """Return a database that is set up, sound and up to date; close it when it cannot be."""
    try:
        set_up(db)
        check_integrity(db, path)
        refuse_newer(db, path)
        migrations.apply(db)
    except BaseException:
        db.close()
        raise
    return db


def set_up(db: Database) -> None:
    """Set the connection up."""
    db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")  # what has to outlive a power cut is written inside `durable()`
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten


def refuse_newer(db: Database, path: Path) -> None:
    """Raise StoreError when the schema has migrations that are unknown here."""
    if newer := sorted({row.name for row in migrations.applied(db)} - known_names()):
        raise StoreError(f"{path} was made by a newer version of this program ({newer[0]}): update the program")


def known_names() -> frozenset[str]:
    """Return the names of all migrations, which are those that an empty database lacks."""
    with Database(memory=True, execute_plugins=False) as empty:
        return frozenset(migration.name for migration in migrations.pending(empty))


def check_integrity(db: Database, path: Path) -> None:
    """Raise StoreError when SQLite finds the file damaged."""
    if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise StoreError(f"{path} is damaged: move it aside to begin anew, or put back a copy")
