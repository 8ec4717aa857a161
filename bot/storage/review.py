"""What a person remembers, and the log of his ratings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.review import Memory, Rating, State
from bot.storage.database import Transaction
from bot.storage.schema import MemoryRow, ReviewRow


async def memory(tx: Transaction, person_id: int, course: str, card: str) -> Memory | None:
    """What the person remembers of one card; none if he never met it."""
    row = await tx.get(MemoryRow, (person_id, course, card))
    return None if row is None else _memory(row)


async def memories(tx: Transaction, person_id: int, course: str) -> Sequence[Memory]:
    """Everything the person remembers of a course."""
    query = select(MemoryRow).where(MemoryRow.person_id == person_id, MemoryRow.course == course)
    return [_memory(row) for row in await tx.scalars(query)]


async def due(tx: Transaction, person_id: int, course: str, now: datetime) -> Sequence[Memory]:
    """The memories that are due, the longest due first."""
    rows = await tx.scalars(
        select(MemoryRow)
        .where(MemoryRow.person_id == person_id, MemoryRow.course == course, MemoryRow.due <= now)
        .order_by(MemoryRow.due, MemoryRow.card)
    )
    return [_memory(row) for row in rows]


async def count_due(tx: Transaction, person_id: int, course: str, now: datetime) -> int:
    """How many cards are due."""
    query = (
        select(func.count())
        .select_from(MemoryRow)
        .where(MemoryRow.person_id == person_id, MemoryRow.course == course, MemoryRow.due <= now)
    )
    return await tx.scalar(query) or 0


async def next_due(tx: Transaction, person_id: int, course: str) -> datetime | None:
    """When the next card is due."""
    query = select(func.min(MemoryRow.due)).where(MemoryRow.person_id == person_id, MemoryRow.course == course)
    return await tx.scalar(query)


async def save(tx: Transaction, person_id: int, course: str, changed: Memory) -> None:
    """Store what a person remembers of a card."""
    await tx.merge(
        MemoryRow(
            person_id=person_id,
            course=course,
            card=changed.card_id,
            state=changed.state,
            step=changed.step,
            stability=changed.stability,
            difficulty=changed.difficulty,
            due=changed.due,
            last_review=changed.last_review,
            reviews=changed.reviews,
        )
    )
    await tx.flush()


async def log(tx: Transaction, person_id: int, course: str, card: str, rating: Rating, now: datetime) -> None:
    """Write one rating down."""
    tx.add(ReviewRow(person_id=person_id, course=course, card=card, rating=rating, reviewed_at=now))
    await tx.flush()


async def reviewed_since(tx: Transaction, person_id: int, start: datetime) -> Sequence[datetime]:
    """When the person rated cards since ``start``."""
    rows = await tx.scalars(
        select(ReviewRow.reviewed_at).where(ReviewRow.person_id == person_id, ReviewRow.reviewed_at >= start)
    )
    return list(rows)


def _memory(row: MemoryRow) -> Memory:
    return Memory(
        card_id=row.card,
        state=State(row.state),
        step=row.step,
        stability=row.stability,
        difficulty=row.difficulty,
        due=row.due,
        last_review=row.last_review,
        reviews=row.reviews,
    )
