"""The driver underneath SQLite: transactions begin with their first statement and never stay open."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.storage.database import Database

ADD = text("INSERT INTO notes (id, words) VALUES (:id, :words)")


@pytest.fixture
async def notes(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'notes.sqlite3'}")
    async with database.begin() as tx:
        await tx.execute(text("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT)"))
    yield database
    await database.close()


def others(path: Path) -> sqlite3.Connection:
    """Somebody else's connection, who does not wait for the lock."""
    return sqlite3.connect(path, timeout=0, isolation_level=None)


async def ids(database: Database) -> list[int]:
    async with database.begin() as tx:
        return list(await tx.scalars(text("SELECT id FROM notes ORDER BY id")))


async def test_rows_numbers_and_names_come_back(notes: Database) -> None:
    async with notes.begin() as tx:
        await tx.execute(ADD, [{"id": 1, "words": "one"}, {"id": 2, "words": "two"}])
        changed = await tx.execute(text("UPDATE notes SET words = upper(words) WHERE id > 1"))
        assert changed.rowcount == 1  # type: ignore[attr-defined]
        found = (await tx.execute(text("SELECT id, words FROM notes ORDER BY id"))).all()
    assert [(row.id, row.words) for row in found] == [(1, "one"), (2, "TWO")]


async def test_nothing_of_a_transaction_that_failed_stays(notes: Database) -> None:
    with pytest.raises(IntegrityError):
        async with notes.begin() as tx:
            await tx.execute(ADD, {"id": 1, "words": "one"})
            await tx.execute(ADD, {"id": 1, "words": "again"})
    assert await ids(notes) == []


async def test_a_transaction_that_only_reads_is_a_writers_from_its_first_statement(
    notes: Database, tmp_path: Path
) -> None:
    with closing(others(tmp_path / "notes.sqlite3")) as other:
        async with notes.begin() as tx:
            other.execute("INSERT INTO notes VALUES (7, 'before the first statement')")
            assert list(await tx.scalars(text("SELECT id FROM notes"))) == [7]
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("INSERT INTO notes VALUES (8, 'too late')")
        other.execute("INSERT INTO notes VALUES (9, 'afterwards')")
    assert await ids(notes) == [7, 9]


async def test_who_is_cancelled_in_a_statement_leaves_no_transaction_open(notes: Database, tmp_path: Path) -> None:
    started = asyncio.Event()

    async def write() -> None:
        async with notes.begin() as tx:
            started.set()
            await tx.execute(ADD, {"id": 1, "words": "one"})
            await asyncio.Event().wait()

    for steps in range(12):
        started.clear()
        async with asyncio.TaskGroup() as group:
            task = group.create_task(write())
            await started.wait()
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
        with closing(others(tmp_path / "notes.sqlite3")) as other:
            other.execute("BEGIN IMMEDIATE")
            assert other.execute("SELECT count(*) FROM notes").fetchone() == (0,)
            other.execute("ROLLBACK")
    assert await ids(notes) == []


async def test_everybody_gets_a_turn(notes: Database) -> None:
    async def add(number: int) -> None:
        async with notes.begin() as tx:
            count = await tx.scalar(text("SELECT count(*) FROM notes"))
            await tx.execute(ADD, {"id": count, "words": str(number)})

    await asyncio.gather(*(add(number) for number in range(50)))
    assert await ids(notes) == list(range(50))
