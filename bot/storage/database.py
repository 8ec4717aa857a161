"""The connection: one engine, one writer at a time on SQLite, plain pooled connections on PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.storage import sqlite

Transaction = AsyncSession
"""An open transaction; services hand it on to the functions of this package."""

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA foreign_keys = ON",
)


class DatabaseInUse(Exception):
    """Another bot works on this file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another Pomodock is already using {path}. Stop it first, or give this one "
            "a database of its own with POMODOCK_DATABASE_URL."
        )


class DatabaseUnusable(Exception):
    """The database's address is wrong, or nothing answers there."""


class Database:
    """One database, opened for as long as the process lives."""

    def __init__(self, url: str) -> None:
        self._url = parse_url(url)
        self._lock: sqlite3.Connection | None = None
        self.engine = _engine(self._url)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self._url.get_backend_name() == "sqlite"

    @property
    def place(self) -> str:
        """Where the database is, without a password."""
        return self._url.render_as_string(hide_password=True)

    def claim(self) -> None:
        """Make sure that this process alone works on an SQLite file. Raises ``DatabaseInUse``."""
        if not self.is_sqlite or self._url.database in (None, "", ":memory:"):
            return
        path = Path(str(self._url.database))
        path.parent.mkdir(parents=True, exist_ok=True)
        # An exclusive SQLite transaction is the one file lock that every platform has and that death releases.
        lock = sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            raise DatabaseInUse(path) from error
        self._lock = lock

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """One transaction: committed at the end, rolled back when anything is raised."""
        session = self._sessions()
        try:
            yield session
            await session.commit()  # gives the connection back; nothing is left to close
        except BaseException:
            await asyncio.shield(session.close())
            raise

    async def check(self) -> None:
        """Raise ``DatabaseUnusable`` unless the database answers."""
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (DBAPIError, OSError) as error:
            raise DatabaseUnusable(str(error).splitlines()[0]) from error

    async def close(self) -> None:
        """Close every connection and let the file go."""
        await self.engine.dispose()
        if self._lock is not None:
            with suppress(sqlite3.Error):
                self._lock.execute("ROLLBACK")
            self._lock.close()
            self._lock = None


def parse_url(url: str) -> URL:
    """A database URL with the driver this project uses. Raises ``DatabaseUnusable`` for any other."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        msg = f"not a database URL: {url!r}; write sqlite:///file or postgresql://user@host/name"
        raise DatabaseUnusable(msg) from error
    match parsed.get_backend_name():
        case "sqlite":
            return parsed.set(drivername="sqlite+aiosqlite")
        case "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
    msg = f"SQLite and PostgreSQL are supported, not {parsed.get_backend_name()}"
    raise DatabaseUnusable(msg)


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=8, pool_pre_ping=True)
    if url.database not in (None, "", ":memory:"):
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    # SQLite has one writer anyway. One connection hands it on in the order of asking, where several would
    # poll for the lock; nothing but statements happens inside a transaction, so nobody waits long.
    engine = create_async_engine(
        url, async_creator=partial(_connect_sqlite, url), pool_size=1, max_overflow=0, pool_timeout=60
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


async def _connect_sqlite(url: URL) -> Any:
    return await sqlite.connect(url.database or ":memory:")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite.Driver)
    driver.begin()
