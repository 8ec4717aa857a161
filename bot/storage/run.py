"""Commands that wait for their container, or run in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from bot.storage.database import Transaction
from bot.storage.schema import RunRow


@dataclass(frozen=True, slots=True)
class QueuedRun:
    """One command of one person."""

    id: int
    person: int
    chat: int
    command: str
    running: bool
    place: int
    """The place in the queue that the person was told; 0 before he was told any."""
    attempts: int = 0


async def add(tx: Transaction, person_id: int, chat_id: int, command: str, now: datetime) -> QueuedRun:
    """Put a command at the end of the queue."""
    row = RunRow(person_id=person_id, chat_id=chat_id, command=command, asked_at=now)
    tx.add(row)
    await tx.flush()
    return _run(row)


async def open_runs(tx: Transaction) -> Sequence[QueuedRun]:
    """All commands that are not done, in the order of the queue."""
    return [_run(row) for row in await tx.scalars(select(RunRow).order_by(RunRow.id))]


async def of_person(tx: Transaction, person_id: int) -> QueuedRun | None:
    """The person's command that is not done."""
    row = await tx.scalar(select(RunRow).where(RunRow.person_id == person_id).order_by(RunRow.id).limit(1))
    return None if row is None else _run(row)


async def mark_running(tx: Transaction, run_id: int) -> bool:
    """The container starts now; false when the command was withdrawn meanwhile."""
    changed = await tx.execute(
        update(RunRow)
        .where(RunRow.id == run_id)
        .values(state="running", attempts=RunRow.attempts + 1)
        .returning(RunRow.id)
    )
    return changed.first() is not None


async def requeue_running(tx: Transaction) -> None:
    """After a restart nothing runs: what ran starts over, in a fresh container."""
    await tx.execute(update(RunRow).where(RunRow.state == "running").values(state="queued"))


async def set_place(tx: Transaction, run_id: int, place: int) -> None:
    """Remember which place the person was told."""
    await tx.execute(update(RunRow).where(RunRow.id == run_id).values(place=place))


async def remove(tx: Transaction, run_id: int) -> bool:
    """The command is done or withdrawn; false when it was gone already."""
    gone = await tx.execute(delete(RunRow).where(RunRow.id == run_id).returning(RunRow.id))
    return gone.first() is not None


def _run(row: RunRow) -> QueuedRun:
    return QueuedRun(row.id, row.person_id, row.chat_id, row.command, row.state == "running", row.place, row.attempts)
