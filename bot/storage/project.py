"""Work on projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from bot.domain.project import Work
from bot.storage.database import Transaction
from bot.storage.schema import ProjectRow


async def get(tx: Transaction, work_id: int) -> Work | None:
    """The work with this id."""
    row = await tx.get(ProjectRow, work_id)
    return None if row is None else _work(row)


async def of_project(tx: Transaction, person_id: int, course: str, project: str) -> Work | None:
    """A person's work on this very project."""
    row = await tx.scalar(
        select(ProjectRow).where(
            ProjectRow.person_id == person_id, ProjectRow.course == course, ProjectRow.project == project
        )
    )
    return None if row is None else _work(row)


async def of_person(tx: Transaction, person_id: int, course: str) -> Sequence[Work]:
    """All of a person's works in a course, in the order in which they were begun."""
    query = select(ProjectRow).where(ProjectRow.person_id == person_id, ProjectRow.course == course)
    return [_work(row) for row in await tx.scalars(query.order_by(ProjectRow.id))]


async def settled(tx: Transaction, person_id: int, course: str, *, by: datetime | None = None) -> frozenset[str]:
    """The projects that a person has done or put aside, ``by`` an instant if one is given."""
    query = select(ProjectRow.project).where(
        ProjectRow.person_id == person_id,
        ProjectRow.course == course,
        or_(ProjectRow.done_at.is_not(None), ProjectRow.aside_at.is_not(None)),
    )
    if by is not None:
        query = query.where(or_(ProjectRow.done_at <= by, ProjectRow.aside_at <= by))
    return frozenset(await tx.scalars(query))


async def add(tx: Transaction, work: Work) -> Work:
    """Store new work; it comes back with its id."""
    row = ProjectRow(
        person_id=work.person,
        chat_id=work.chat,
        course=work.course,
        edition=work.edition,
        project=work.project,
        started_at=work.started_at,
    )
    tx.add(row)
    await tx.flush()
    return _work(row)


async def save(tx: Transaction, work: Work) -> None:
    """Store what changed of some work."""
    values = {
        "ticked": sorted(work.ticked),
        "link": work.link,
        "words": work.words,
        "seq": work.seq,
        "aside_at": work.aside_at,
        "done_at": work.done_at,
    }
    await tx.execute(update(ProjectRow).where(ProjectRow.id == work.id).values(values))


def _work(row: ProjectRow) -> Work:
    return Work(
        id=row.id,
        person=row.person_id,
        chat=row.chat_id,
        course=row.course,
        edition=row.edition,
        project=row.project,
        started_at=row.started_at,
        ticked=frozenset(row.ticked),
        link=row.link,
        words=row.words,
        seq=row.seq,
        aside_at=row.aside_at,
        done_at=row.done_at,
    )
