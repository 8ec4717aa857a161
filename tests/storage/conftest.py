"""An empty, migrated database: SQLite always, and PostgreSQL where ``POMODOCK_TEST_POSTGRES`` names a server."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage import migrate
from bot.storage.database import Database

SERVERS = ["sqlite", *(["postgresql"] if os.environ.get("POMODOCK_TEST_POSTGRES") else [])]
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


async def _on_server(statement: str) -> None:
    admin = make_url(os.environ["POMODOCK_TEST_POSTGRES"]).set(drivername="postgresql+psycopg")
    engine = create_async_engine(admin, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture(params=SERVERS)
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without tables."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
        yield database
        await database.close()
        return
    name = f"pomodock_test_{secrets.token_hex(6)}"
    await _on_server(f"CREATE DATABASE {name}")
    url = make_url(os.environ["POMODOCK_TEST_POSTGRES"]).set(database=name)
    database = Database(url.render_as_string(hide_password=False))
    yield database
    await database.close()
    await _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(empty: Database) -> Database:
    """A database with this release's schema."""
    await migrate.upgrade(empty)
    return empty
