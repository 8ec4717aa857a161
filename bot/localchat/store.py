"""The local chat's whole state in one SQLite file, so that it survives ``kill -9``.

Every change is one transaction, committed before the answer leaves. WAL with ``synchronous=NORMAL``: a killed
process loses nothing; a machine that loses power may lose the last moments, which is right for a local chat.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

FILE_NAME = "localchat.sqlite3"
OFFSET_SETTING = "clock_offset_seconds"

SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, language_code TEXT NOT NULL,
    admin INTEGER NOT NULL DEFAULT 0, blocked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS chats (
    id INTEGER PRIMARY KEY, type TEXT NOT NULL, title TEXT NOT NULL, started INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS members (
    chat_id INTEGER NOT NULL, person_id INTEGER NOT NULL, PRIMARY KEY (chat_id, person_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
    chat_id INTEGER NOT NULL, message_id INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (chat_id, message_id));
CREATE TABLE IF NOT EXISTS updates (update_id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS callbacks (
    id TEXT PRIMARY KEY, chat_id INTEGER NOT NULL, person_id INTEGER NOT NULL, asked_at REAL NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0, text TEXT, show_alert INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS polls (
    id TEXT PRIMARY KEY, chat_id INTEGER NOT NULL, message_id INTEGER NOT NULL,
    close_at INTEGER, closed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS votes (
    poll_id TEXT NOT NULL, person_id INTEGER NOT NULL, options TEXT NOT NULL, PRIMARY KEY (poll_id, person_id));
CREATE TABLE IF NOT EXISTS files (
    unique_id TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL, mime TEXT NOT NULL, kind TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS commands (
    scope TEXT NOT NULL, language TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (scope, language));
CREATE TABLE IF NOT EXISTS profile (
    field TEXT NOT NULL, language TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (field, language));
"""


class Store:
    """One connection to the file, used from one event loop; rows are plain ``sqlite3.Row``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None, check_same_thread=False)
        self.connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: commit at the end, roll back at an exception. Not nestable."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def run(self, sql: str, *values: object) -> sqlite3.Cursor:
        """Execute one statement."""
        return self.connection.execute(sql, values)

    def one(self, sql: str, *values: object) -> Any:
        """The first row, or None."""
        return self.connection.execute(sql, values).fetchone()

    def all(self, sql: str, *values: object) -> list[Any]:
        """All rows."""
        return self.connection.execute(sql, values).fetchall()

    def setting(self, key: str) -> str | None:
        """A stored setting, or None."""
        row = self.one("SELECT value FROM settings WHERE key = ?", key)
        return None if row is None else str(row["value"])

    def set_setting(self, key: str, value: str) -> None:
        """Store a setting."""
        self.run(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value
        )

    def next_number(self, counter: str) -> int:
        """The next number of a counter; numbers are never given twice, even after deletions."""
        row = self.one(
            "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            counter,
        )
        return int(row["value"])

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def saved_offset(folder: Path) -> timedelta:
    """How far the clock had been moved in this folder when it was last used; zero for a new folder."""
    path = folder / FILE_NAME
    if not path.exists():
        return timedelta()
    with closing(sqlite3.connect(path)) as connection:
        try:
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (OFFSET_SETTING,)).fetchone()
        except sqlite3.OperationalError:  # killed before the tables were made
            return timedelta()
    return timedelta(seconds=float(row[0])) if row else timedelta()
