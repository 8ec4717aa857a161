"""``pomodock db``: the database's schema."""

from __future__ import annotations

import asyncio

import typer

from bot.cli import logs
from bot.cli.start import sentences
from bot.config import read_settings
from bot.storage import migrate
from bot.storage.database import Database

app = typer.Typer(no_args_is_help=True, help="The database.")


@app.callback()
def db() -> None:
    """The database."""


@app.command()
def upgrade() -> None:
    """Bring the database to this version's schema. ``run`` and ``demo`` do it by themselves."""
    logs.configure()
    with sentences():
        asyncio.run(_upgrade())
    typer.echo("The database is up to date.")


async def _upgrade() -> None:
    database = Database(read_settings().database)
    try:
        database.claim()
        await database.check()
        await migrate.upgrade(database)
    finally:
        await database.close()
