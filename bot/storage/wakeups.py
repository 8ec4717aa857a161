"""Wakeups: the one indexed table that the scheduler's tick reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from bot.storage.database import Transaction
from bot.storage.schema import WakeupRow


@dataclass(frozen=True, slots=True)
class Wakeup:
    """Call the service of this ``kind`` for this ``subject`` at this instant."""

    id: int
    kind: str
    subject: int
    due_at: datetime
    attempts: int = 0


async def put(tx: Transaction, kind: str, subject: int, due_at: datetime) -> None:
    """Set the one wakeup of this kind and subject, replacing an earlier one."""
    changed = await tx.execute(
        update(WakeupRow)
        .where(WakeupRow.kind == kind, WakeupRow.subject == subject)
        .values(due_at=due_at, attempts=0)
        .returning(WakeupRow.id)
    )
    if changed.first() is None:
        tx.add(WakeupRow(kind=kind, subject=subject, due_at=due_at))
        await tx.flush()


async def remove(tx: Transaction, kind: str, subject: int) -> None:
    """Take the wakeup of this kind and subject away, if there is one."""
    await tx.execute(delete(WakeupRow).where(WakeupRow.kind == kind, WakeupRow.subject == subject))


async def get(tx: Transaction, kind: str, subject: int) -> datetime | None:
    """When the wakeup of this kind and subject is due."""
    query = select(WakeupRow.due_at).where(WakeupRow.kind == kind, WakeupRow.subject == subject)
    return await tx.scalar(query)


async def earliest(tx: Transaction) -> datetime | None:
    """When the next wakeup is due."""
    return await tx.scalar(select(func.min(WakeupRow.due_at)))


async def upcoming(tx: Transaction, kinds: Sequence[str]) -> Wakeup | None:
    """The next wakeup of these kinds."""
    row = await tx.scalar(select(WakeupRow).where(WakeupRow.kind.in_(kinds)).order_by(WakeupRow.due_at).limit(1))
    return None if row is None else _wakeup(row)


async def due(tx: Transaction, now: datetime, limit: int = 200) -> Sequence[Wakeup]:
    """The wakeups that are due, earliest first."""
    query = select(WakeupRow).where(WakeupRow.due_at <= now).order_by(WakeupRow.due_at, WakeupRow.id).limit(limit)
    return [_wakeup(row) for row in await tx.scalars(query)]


async def take(tx: Transaction, wakeup: Wakeup) -> bool:
    """Take a due wakeup off the table; false when it is gone or was moved meanwhile."""
    where = (WakeupRow.id == wakeup.id, WakeupRow.due_at == wakeup.due_at)
    gone = await tx.execute(delete(WakeupRow).where(*where).returning(WakeupRow.id))
    return gone.first() is not None


async def postpone(tx: Transaction, wakeup: Wakeup, until: datetime) -> None:
    """It failed: try again at ``until``."""
    await tx.execute(
        update(WakeupRow).where(WakeupRow.id == wakeup.id).values(due_at=until, attempts=wakeup.attempts + 1)
    )


def _wakeup(row: WakeupRow) -> Wakeup:
    return Wakeup(row.id, row.kind, row.subject, row.due_at, row.attempts)
