"""Placements, the polls that were sent for them, and the units that are skipped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.domain.placement import Placement, PlacementPoll
from bot.storage.database import Transaction
from bot.storage.schema import PlacementPollRow, PlacementRow, SkippedUnitRow, table

_SKIPPED = table(SkippedUnitRow)
_UNITS = select(_SKIPPED.c.unit).where(
    _SKIPPED.c.person_id == bindparam("person"), _SKIPPED.c.course == bindparam("named")
)


async def get(tx: Transaction, placement_id: int) -> Placement | None:
    """One placement."""
    row = await tx.get(PlacementRow, placement_id)
    return None if row is None else _placement(row)


async def last(tx: Transaction, person_id: int, course: str) -> Placement | None:
    """The placement that a person began last."""
    query = select(PlacementRow).where(PlacementRow.person_id == person_id, PlacementRow.course == course)
    row = await tx.scalar(query.order_by(PlacementRow.id.desc()).limit(1))
    return None if row is None else _placement(row)


async def add(tx: Transaction, placement: Placement) -> Placement:
    """Store a new placement; it comes back with its id."""
    row = PlacementRow(
        person_id=placement.person,
        chat_id=placement.chat,
        course=placement.course,
        edition=placement.edition,
        started_at=placement.started_at,
    )
    tx.add(row)
    await tx.flush()
    return _placement(row)


async def save(tx: Transaction, placement: Placement) -> None:
    """Store what changed of a placement."""
    await tx.execute(
        update(PlacementRow)
        .where(PlacementRow.id == placement.id)
        .values(answers=list(map(int, placement.answers)), seq=placement.seq, finished_at=placement.finished_at)
    )


async def remember_poll(tx: Transaction, poll: PlacementPoll, now: datetime) -> None:
    """Store a poll that Telegram has taken."""
    tx.add(
        PlacementPollRow(
            poll_id=poll.poll_id,
            placement_id=poll.placement,
            position=poll.position,
            options=list(poll.options),
            sent_at=now,
        )
    )
    await tx.flush()


async def poll(tx: Transaction, poll_id: str) -> PlacementPoll | None:
    """The poll with Telegram's ``poll_id``."""
    row = await tx.get(PlacementPollRow, poll_id)
    return None if row is None else PlacementPoll(row.poll_id, row.placement_id, row.position, tuple(row.options))


async def skipped(tx: Transaction, person_id: int, course: str) -> frozenset[str]:
    """The units of a course that a person skips."""
    rows = (await tx.execute(_UNITS, {"person": person_id, "named": course})).scalars()
    return frozenset(rows)


async def skip(tx: Transaction, person_id: int, course: str, units: Iterable[str], now: datetime) -> None:
    """Skip exactly these units from now on."""
    await bring_back(tx, person_id, course)
    tx.add_all(
        SkippedUnitRow(person_id=person_id, course=course, unit=unit, skipped_at=now) for unit in sorted(set(units))
    )
    await tx.flush()


async def bring_back(tx: Transaction, person_id: int, course: str, unit: str | None = None) -> bool:
    """Skip a unit no longer, or none of them any longer. Answers whether one was skipped."""
    units = await skipped(tx, person_id, course)
    gone = delete(SkippedUnitRow).where(SkippedUnitRow.person_id == person_id, SkippedUnitRow.course == course)
    if unit is None:
        await tx.execute(gone)
        return bool(units)
    await tx.execute(gone.where(SkippedUnitRow.unit == unit))
    return unit in units


def _placement(row: PlacementRow) -> Placement:
    return Placement(
        id=row.id,
        person=row.person_id,
        chat=row.chat_id,
        course=row.course,
        edition=row.edition,
        started_at=row.started_at,
        answers=tuple(map(bool, row.answers)),
        seq=row.seq,
        finished_at=row.finished_at,
    )
