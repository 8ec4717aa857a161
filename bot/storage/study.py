"""Unit sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.domain.study import Step, UnitSession
from bot.storage.database import Transaction
from bot.storage.schema import UnitSessionRow as SessionRow
from bot.storage.schema import table

_SESSIONS = table(SessionRow)
_GET = select(_SESSIONS).where(_SESSIONS.c.id == bindparam("at"))
_SAVE = update(_SESSIONS).where(_SESSIONS.c.id == bindparam("at"))


async def get(tx: Transaction, session_id: int) -> UnitSession | None:
    """One unit session."""
    row = (await tx.execute(_GET, {"at": session_id})).first()
    return None if row is None else _session(row)


async def open_session(tx: Transaction, person_id: int) -> UnitSession | None:
    """The unit the person is in the middle of: the one begun last."""
    row = await tx.scalar(
        select(SessionRow)
        .where(SessionRow.person_id == person_id, SessionRow.finished_at.is_(None))
        .order_by(SessionRow.id.desc())
        .limit(1)
    )
    return None if row is None else _session(row)


async def open_for_unit(tx: Transaction, person_id: int, course: str, unit: str) -> UnitSession | None:
    """The person's unfinished session of this very unit."""
    row = await tx.scalar(
        select(SessionRow)
        .where(
            SessionRow.person_id == person_id,
            SessionRow.course == course,
            SessionRow.unit == unit,
            SessionRow.finished_at.is_(None),
        )
        .order_by(SessionRow.id.desc())
        .limit(1)
    )
    return None if row is None else _session(row)


async def finished_units(tx: Transaction, person_id: int, course: str, *, by: datetime | None = None) -> frozenset[str]:
    """The ids of the units the person has finished, ``by`` an instant if one is given."""
    query = select(SessionRow.unit).where(
        SessionRow.person_id == person_id,
        SessionRow.course == course,
        SessionRow.finished_at.is_not(None),
    )
    if by is not None:
        query = query.where(SessionRow.finished_at <= by)
    rows: Sequence[str] = (await tx.scalars(query)).all()
    return frozenset(rows)


async def begun_units(tx: Transaction, person_id: int, course: str) -> frozenset[str]:
    """The ids of the units that the person is in the middle of."""
    rows = await tx.scalars(
        select(SessionRow.unit).where(
            SessionRow.person_id == person_id, SessionRow.course == course, SessionRow.finished_at.is_(None)
        )
    )
    return frozenset(rows)


async def recitations(tx: Transaction, person_id: int, course: str) -> Sequence[UnitSession]:
    """The sessions in which the person said something, oldest first."""
    rows = await tx.scalars(
        select(SessionRow)
        .where(
            SessionRow.person_id == person_id,
            SessionRow.course == course,
            SessionRow.recitation.is_not(None),
            SessionRow.recitation != "",
        )
        .order_by(SessionRow.id)
    )
    return [_session(row) for row in rows]


async def add(tx: Transaction, session: UnitSession) -> UnitSession:
    """Store a new session; it comes back with its id."""
    row = SessionRow(
        person_id=session.person,
        chat_id=session.chat,
        enrolment_id=session.enrolment,
        course=session.course,
        edition=session.edition,
        unit=session.unit,
        step=session.step,
        started_at=session.started_at,
    )
    tx.add(row)
    await tx.flush()
    return _session(row)


async def save(tx: Transaction, session: UnitSession) -> None:
    """Store what changed of a session."""
    values = {
        "step": session.step,
        "page": session.page,
        "guess": session.guess,
        "recitation": session.recitation,
        "found": sorted(session.found),
        "claimed": sorted(session.claimed),
        "rating": session.rating,
        "seq": session.seq,
        "finished_at": session.finished_at,
    }
    await tx.execute(_SAVE, {"at": session.id, **values})


def _session(row: Any) -> UnitSession:
    return UnitSession(
        id=row.id,
        person=row.person_id,
        chat=row.chat_id,
        enrolment=row.enrolment_id,
        course=row.course,
        edition=row.edition,
        unit=row.unit,
        step=Step(row.step),
        page=row.page,
        guess=row.guess,
        recitation=row.recitation,
        found=frozenset(row.found),
        claimed=frozenset(row.claimed),
        rating=row.rating,
        seq=row.seq,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
