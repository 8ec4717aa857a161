"""The connection: one bot a file, one transaction at a time, and words for what is wrong with an address."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage import migrate, people
from bot.storage.database import Database, DatabaseInUse, DatabaseUnusable, parse_url
from tests.storage.conftest import NOW


async def test_a_second_bot_on_one_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    first, second = (Database(f"sqlite:///{tmp_path / 'one.sqlite3'}") for _ in range(2))
    first.claim()
    with pytest.raises(DatabaseInUse) as refused:
        second.claim()
    assert "POMODOCK_DATABASE_URL" in str(refused.value)
    assert str(tmp_path / "one.sqlite3") in str(refused.value)
    await first.close()
    second.claim()
    await second.close()


async def test_the_claim_hinders_nobody_who_reads(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    database.claim()
    await migrate.upgrade(database)
    beside = sqlite3.connect(tmp_path / "one.sqlite3")
    assert beside.execute("SELECT count(*) FROM people").fetchone() == (0,)
    beside.close()
    await database.close()


async def test_the_folder_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b' / 'one.sqlite3'}")
    database.claim()
    await database.check()
    await database.close()


async def test_what_fails_is_undone(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.begin() as tx:
            await people.meet(tx, 1, "Alex", NOW)
            raise ZeroDivisionError
    async with database.begin() as tx:
        assert await tx.scalar(text("SELECT count(*) FROM people")) == 0


async def test_many_at_once_lose_nothing(database: Database) -> None:
    async with database.begin() as tx:
        await tx.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
        await tx.execute(text("INSERT INTO counter VALUES (0)"))

    async def increment() -> None:
        async with database.begin() as tx:
            n = await tx.scalar(text("SELECT n FROM counter" + ("" if database.is_sqlite else " FOR UPDATE")))
            await asyncio.sleep(0)
            await tx.execute(text("UPDATE counter SET n = :n"), {"n": (n or 0) + 1})

    await asyncio.gather(*(increment() for _ in range(40)))
    async with database.begin() as tx:
        assert await tx.scalar(text("SELECT n FROM counter")) == 40


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "", "sqlite+pysqlcipher"])
def test_an_address_that_cannot_be_used_says_so(url: str) -> None:
    with pytest.raises(DatabaseUnusable) as refused:
        parse_url(url)
    assert "SQLite" in str(refused.value) or "sqlite:///" in str(refused.value)


async def test_a_server_that_does_not_answer_says_so() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnusable):
        await database.check()
    await database.close()


def test_a_password_is_not_shown() -> None:
    assert "secret" not in Database("postgresql://bot:secret@localhost/bot").place
