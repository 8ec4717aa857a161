"""Who changed tracks, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from bot.domain.track import Change
from bot.storage.database import Transaction
from bot.storage.schema import TrackChangeRow, table

_CHANGES = table(TrackChangeRow)
_LAST = (
    select(_CHANGES)
    .where(_CHANGES.c.enrolment_id == bindparam("enrolment"), _CHANGES.c.undone_at.is_(None))
    .order_by(_CHANGES.c.id.desc())
    .limit(1)
)


async def last(tx: Transaction, enrolment_id: int) -> tuple[Change, datetime] | None:
    """The last change of an enrolment that was not undone, and when it was made."""
    row = (await tx.execute(_LAST, {"enrolment": enrolment_id})).first()
    return None if row is None else (_change(row), row.changed_at)


async def count(tx: Transaction, enrolment_id: int) -> int:
    """How often an enrolment has changed tracks, there and back."""
    done = func.count(TrackChangeRow.id) + func.count(TrackChangeRow.undone_at)
    return await tx.scalar(select(done).where(TrackChangeRow.enrolment_id == enrolment_id)) or 0


async def add(tx: Transaction, change: Change, now: datetime) -> Change:
    """Store a change; it comes back with its id."""
    row = TrackChangeRow(
        enrolment_id=change.enrolment,
        track_before=change.before,
        started_before=change.started_before,
        track_after=change.after,
        changed_at=now,
    )
    tx.add(row)
    await tx.flush()
    return _change(row)


async def undo(tx: Transaction, change_id: int, now: datetime) -> None:
    """The learner went back."""
    await tx.execute(update(TrackChangeRow).where(TrackChangeRow.id == change_id).values(undone_at=now))


def _change(row: Any) -> Change:
    return Change(row.id, row.enrolment_id, row.track_before, row.started_before, row.track_after)
