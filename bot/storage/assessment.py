"""Self-assessments and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from bot.domain.assessment import Level, SelfCheck
from bot.storage.database import Transaction
from bot.storage.schema import AssessmentRow


async def get(tx: Transaction, check_id: int) -> SelfCheck | None:
    """The self-assessment with this id."""
    row = await tx.get(AssessmentRow, check_id)
    return None if row is None else _check(row)


async def of_assessment(tx: Transaction, person_id: int, course: str, assessment: str) -> SelfCheck | None:
    """A person's answers to this very self-assessment."""
    row = await tx.scalar(
        select(AssessmentRow).where(
            AssessmentRow.person_id == person_id,
            AssessmentRow.course == course,
            AssessmentRow.assessment == assessment,
        )
    )
    return None if row is None else _check(row)


async def of_person(tx: Transaction, person_id: int, course: str) -> Sequence[SelfCheck]:
    """All of a person's self-assessments in a course, in the order in which they were begun."""
    query = select(AssessmentRow).where(AssessmentRow.person_id == person_id, AssessmentRow.course == course)
    return [_check(row) for row in await tx.scalars(query.order_by(AssessmentRow.id))]


async def going_on(tx: Transaction, person_id: int) -> SelfCheck | None:
    """The self-assessment that a person is answering: the one begun last."""
    row = await tx.scalar(
        select(AssessmentRow)
        .where(AssessmentRow.person_id == person_id, AssessmentRow.going_on.is_(True))
        .order_by(AssessmentRow.id.desc())
        .limit(1)
    )
    return None if row is None else _check(row)


async def settled(tx: Transaction, person_id: int, course: str, *, by: datetime | None = None) -> frozenset[str]:
    """The self-assessments that a person has finished or put aside, ``by`` an instant if one is given."""
    query = select(AssessmentRow.assessment).where(
        AssessmentRow.person_id == person_id,
        AssessmentRow.course == course,
        or_(AssessmentRow.finished_at.is_not(None), AssessmentRow.aside_at.is_not(None)),
    )
    if by is not None:
        query = query.where(or_(AssessmentRow.finished_at <= by, AssessmentRow.aside_at <= by))
    return frozenset(await tx.scalars(query))


async def add(tx: Transaction, check: SelfCheck) -> SelfCheck:
    """Store a new self-assessment; it comes back with its id."""
    row = AssessmentRow(
        person_id=check.person,
        chat_id=check.chat,
        course=check.course,
        edition=check.edition,
        assessment=check.assessment,
        started_at=check.started_at,
    )
    tx.add(row)
    await tx.flush()
    return _check(row)


async def save(tx: Transaction, check: SelfCheck) -> None:
    """Store what changed of a self-assessment."""
    values = {
        "answers": {unit: int(level) for unit, level in check.answers.items()},
        "words": check.words,
        "seq": check.seq,
        "going_on": check.going_on,
        "finished_at": check.finished_at,
        "aside_at": check.aside_at,
        "slowed_from": check.slowed_from,
        "slowed_to": check.slowed_to,
    }
    await tx.execute(update(AssessmentRow).where(AssessmentRow.id == check.id).values(values))


def _check(row: AssessmentRow) -> SelfCheck:
    return SelfCheck(
        id=row.id,
        person=row.person_id,
        chat=row.chat_id,
        course=row.course,
        edition=row.edition,
        assessment=row.assessment,
        started_at=row.started_at,
        answers={unit: Level(level) for unit, level in row.answers.items()},
        words=row.words,
        seq=row.seq,
        going_on=row.going_on,
        finished_at=row.finished_at,
        aside_at=row.aside_at,
        slowed_from=row.slowed_from,
        slowed_to=row.slowed_to,
    )
