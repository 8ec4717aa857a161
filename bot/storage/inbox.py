"""Updates as Telegram sent them, each stored once by its ``update_id``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.storage import inserts
from bot.storage.database import Transaction
from bot.storage.schema import InboxRow, table

INBOX = table(InboxRow)
_SETTLE = update(INBOX).where(INBOX.c.update_id == bindparam("at"))


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update that waits to be handled. Updates of one ``lane`` are handled in order."""

    update_id: int
    lane: int
    body: dict[str, Any]
    attempts: int = 0


async def store(tx: Transaction, arrived: Iterable[Arrived], now: datetime) -> list[Arrived]:
    """Store updates; those that were stored before are left out of the answer."""
    wanted = {one.update_id: one for one in arrived}
    if not wanted:
        return []
    rows = [
        {"update_id": one.update_id, "lane": one.lane, "body": one.body, "received_at": now} for one in wanted.values()
    ]
    fresh = set(await tx.scalars(inserts.keep(tx, INBOX, "update_id"), rows if len(rows) > 1 else rows[0]))
    return [one for one in wanted.values() if one.update_id in fresh]


async def waiting(tx: Transaction) -> Sequence[Arrived]:
    """The updates that are not handled yet, in order."""
    rows = await tx.scalars(select(InboxRow).where(InboxRow.state == "new").order_by(InboxRow.update_id))
    return [Arrived(row.update_id, row.lane, row.body, row.attempts) for row in rows]


async def last_update(tx: Transaction) -> int | None:
    """The highest ``update_id`` ever stored."""
    return await tx.scalar(select(func.max(InboxRow.update_id)))


async def mark_handled(tx: Transaction, update_id: int, now: datetime) -> None:
    """It is done, in the transaction that changed the state."""
    await _settle(tx, update_id, "handled", now)


async def set_aside(tx: Transaction, update_id: int, reason: str, now: datetime) -> None:
    """It cannot be handled; ``reason`` says why. Nothing waits for it."""
    await _settle(tx, update_id, "set_aside", now, reason)


async def count_attempt(tx: Transaction, update_id: int) -> None:
    """It was tried and something broke."""
    await tx.execute(update(InboxRow).where(InboxRow.update_id == update_id).values(attempts=InboxRow.attempts + 1))


async def prune(tx: Transaction, before: datetime) -> None:
    """Forget what was handled before an instant, but never the newest: its id is where polling goes on."""
    newest = select(func.max(InboxRow.update_id)).scalar_subquery()
    await tx.execute(
        delete(InboxRow).where(InboxRow.state != "new", InboxRow.handled_at < before, InboxRow.update_id < newest)
    )


async def _settle(tx: Transaction, update_id: int, state: str, now: datetime, reason: str | None = None) -> None:
    await tx.execute(_SETTLE, {"at": update_id, "state": state, "reason": reason, "handled_at": now})
