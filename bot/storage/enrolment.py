"""Who is on which track."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.domain.enrolment import Enrolment
from bot.storage.database import Transaction
from bot.storage.schema import EnrolmentRow, table

_ENROLMENTS = table(EnrolmentRow)
_OF_CHAT = select(_ENROLMENTS).where(
    _ENROLMENTS.c.chat_id == bindparam("chat"), _ENROLMENTS.c.course == bindparam("named")
)


async def of_chat(tx: Transaction, chat_id: int, course: str) -> Enrolment | None:
    """The enrolment of a chat in a course."""
    row = (await tx.execute(_OF_CHAT, {"chat": chat_id, "named": course})).first()
    return None if row is None else _enrolment(row)


async def of_person(tx: Transaction, person_id: int) -> Sequence[Enrolment]:
    """All enrolments of a person."""
    rows = await tx.scalars(select(EnrolmentRow).where(EnrolmentRow.person_id == person_id))
    return [_enrolment(row) for row in rows]


async def get(tx: Transaction, enrolment_id: int) -> Enrolment | None:
    """One enrolment, or none if it was ended."""
    row = await tx.get(EnrolmentRow, enrolment_id)
    return None if row is None else _enrolment(row)


async def add(tx: Transaction, enrolment: Enrolment) -> Enrolment:
    """Store a new enrolment; it comes back with its id."""
    row = EnrolmentRow(
        chat_id=enrolment.chat,
        person_id=enrolment.person,
        course=enrolment.course,
        edition=enrolment.edition,
        track=enrolment.track,
        started_on=enrolment.started_on,
        delivered_on=enrolment.delivered_on,
    )
    tx.add(row)
    await tx.flush()
    return _enrolment(row)


async def save(tx: Transaction, enrolment: Enrolment) -> None:
    """Store what changed of an enrolment."""
    await tx.execute(
        update(EnrolmentRow)
        .where(EnrolmentRow.id == enrolment.id)
        .values(
            edition=enrolment.edition,
            track=enrolment.track,
            started_on=enrolment.started_on,
            delivered_on=enrolment.delivered_on,
        )
    )


async def mark_delivered(tx: Transaction, enrolment_id: int, day: date) -> None:
    """Remember the last learner-day whose units were offered."""
    await tx.execute(update(EnrolmentRow).where(EnrolmentRow.id == enrolment_id).values(delivered_on=day))


def _enrolment(row: Any) -> Enrolment:
    return Enrolment(
        id=row.id,
        chat=row.chat_id,
        person=row.person_id,
        course=row.course,
        edition=row.edition,
        track=row.track,
        started_on=row.started_on,
        delivered_on=row.delivered_on,
    )
