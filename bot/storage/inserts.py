"""Inserts that say what to do where the row is there already; SQLite and PostgreSQL have the same words for it.

Statements are built once and run with parameters: building one takes longer than running it.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.database import Transaction


def keep(tx: Transaction, table: Table, returning: str) -> Insert:
    """Insert rows, leave alone those that are there, and answer the column ``returning`` of the new ones."""
    return _keep(_dialect(tx), table, returning)


def replace(tx: Transaction, table: Table) -> Insert:
    """Insert a row; where its primary key is there already, its other given columns are set anew."""
    return _replace(_dialect(tx), table)


def _dialect(tx: Transaction) -> str:
    return tx.get_bind().dialect.name


@cache
def _keep(dialect: str, table: Table, returning: str) -> Insert:
    made = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return made.on_conflict_do_nothing().returning(table.c[returning])


@cache
def _replace(dialect: str, table: Table) -> Insert:
    made = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    key = list(table.primary_key.columns)
    return made.on_conflict_do_update(
        index_elements=key,
        set_={column.name: made.excluded[column.name] for column in table.c if column not in set(key)},
    )
