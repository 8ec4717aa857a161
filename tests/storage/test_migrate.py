"""Migrations: each one up, down and up again, and at the end the schema that the code means."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.storage import migrate
from bot.storage.database import Database
from bot.storage.schema import Row


def revisions() -> list[str]:
    """Every revision, oldest first."""
    scripts = ScriptDirectory.from_config(migrate.config())
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version", "sqlite_sequence"}


async def test_the_stairway(empty: Database) -> None:
    known = revisions()
    assert known
    for below, revision in zip(["base", *known[:-1]], known, strict=True):
        await migrate.upgrade(empty, revision)
        await migrate.downgrade(empty, below)
        await migrate.upgrade(empty, revision)
    await migrate.downgrade(empty, "base")
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(_tables) == set()


async def test_the_migrated_schema_is_the_one_in_the_code(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Row.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(_tables) == set(Row.metadata.tables)


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await migrate.upgrade(database)
