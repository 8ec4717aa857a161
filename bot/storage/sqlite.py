"""SQLite's driver with fewer trips between threads.

aiosqlite runs SQLite in a thread of its own, and every trip there costs as much as a small statement. Its cursors take
four trips for one (open, execute, fetch, close); here it is one. A transaction begins with its first statement, in the
same trip, and one without statements does not begin at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiosqlite

_BEGIN = "BEGIN IMMEDIATE"
"""Takes the lock of a writer at once: a transaction that reads first would otherwise be refused when it writes."""


def connect(path: str | Path) -> Driver:
    """A connection to be awaited. Transactions begin when told to and never by themselves."""
    connection = Driver(lambda: sqlite3.connect(path, isolation_level=None), 64)
    # A process that ends without closing its connection must not wait for this thread.
    connection._thread.daemon = True
    return connection


class Driver(aiosqlite.Connection):
    """A connection whose cursors are ours. ``_due``: the next statement begins; ``_open``: one has begun."""

    _due = False
    _open = False

    def cursor(self) -> Any:
        """A cursor for one statement."""
        return _Cursor(self)

    def begin(self) -> None:
        """Begin a transaction with the next statement."""
        self._due = True

    async def commit(self) -> None:
        """Commit; nothing to do where nothing was executed."""
        self._due = False
        if self._open:
            await super().commit()
            self._open = False

    async def rollback(self) -> None:
        """Roll back; nothing to do where nothing was executed."""
        self._due = False
        if self._open:
            await super().rollback()
            self._open = False

    async def run(self, cursor: _Cursor, sql: str, parameters: Any, *, many: bool) -> None:
        """One statement, begun if that is due, with all of its rows: one trip."""
        due, self._due = self._due, False
        # Known here before it is done there: whoever is cancelled meanwhile still has to roll back.
        self._open = self._open or due
        await self._execute(self._run, cursor, sql, parameters, due, many)  # type: ignore[no-untyped-call]

    def _run(self, cursor: _Cursor, sql: str, parameters: Any, due: bool, many: bool) -> None:
        if due:
            self._conn.execute(_BEGIN)
        done = self._conn.executemany(sql, parameters) if many else self._conn.execute(sql, parameters)
        cursor.take(done)


class _Cursor:
    """The part of a cursor that SQLAlchemy uses."""

    arraysize = 1

    def __init__(self, connection: Driver) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> _Cursor:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> _Cursor:
        """Execute one statement."""
        await self._connection.run(self, sql, parameters, many=False)
        return self

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> _Cursor:
        """Execute one statement for each set of parameters."""
        await self._connection.run(self, sql, parameters, many=True)
        return self

    async def fetchall(self) -> list[Any]:
        """All rows of the statement."""
        return self._rows

    async def close(self) -> None:
        """Nothing is open."""

    def take(self, done: sqlite3.Cursor) -> None:
        """Keep what came of a statement. Called in the connection's thread."""
        self.description = done.description
        self._rows = done.fetchall() if done.description else []
        self.rowcount = done.rowcount
        self.lastrowid = done.lastrowid
        done.close()
