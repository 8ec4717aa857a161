"""Focus blocks and who takes part in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from bot.domain.focus import Block, Phase
from bot.storage.database import Transaction
from bot.storage.schema import BlockParticipantRow, FocusBlockRow

_OPEN = (Phase.RUNNING, Phase.PAUSED, Phase.BREAK)


async def get(tx: Transaction, block_id: int) -> Block | None:
    """One block."""
    row = await tx.get(FocusBlockRow, block_id)
    return None if row is None else _block(row)


async def open_block(tx: Transaction, chat_id: int) -> Block | None:
    """The block of a chat that runs, is paused, or is on its break."""
    row = await tx.scalar(
        select(FocusBlockRow)
        .where(FocusBlockRow.chat_id == chat_id, FocusBlockRow.phase.in_(_OPEN))
        .order_by(FocusBlockRow.id.desc())
        .limit(1)
    )
    return None if row is None else _block(row)


async def all_open(tx: Transaction) -> Sequence[int]:
    """The ids of all blocks that run, are paused, or are on their break."""
    return (await tx.scalars(select(FocusBlockRow.id).where(FocusBlockRow.phase.in_(_OPEN)))).all()


async def completed_since(tx: Transaction, person_id: int, start: datetime) -> Sequence[datetime]:
    """When the person's blocks since ``start`` were completed."""
    rows = await tx.scalars(
        select(FocusBlockRow.completed_at)
        .join(BlockParticipantRow, BlockParticipantRow.block_id == FocusBlockRow.id)
        .where(BlockParticipantRow.person_id == person_id, FocusBlockRow.completed_at >= start)
        .order_by(FocusBlockRow.completed_at)
    )
    return [at for at in rows if at is not None]


async def count_completed(tx: Transaction, person_id: int, since: datetime | None = None) -> int:
    """How many blocks the person completed, in all or since an instant."""
    query = (
        select(func.count())
        .select_from(FocusBlockRow)
        .join(BlockParticipantRow, BlockParticipantRow.block_id == FocusBlockRow.id)
        .where(BlockParticipantRow.person_id == person_id, FocusBlockRow.completed_at.is_not(None))
    )
    if since is not None:
        query = query.where(FocusBlockRow.completed_at >= since)
    return await tx.scalar(query) or 0


async def add(tx: Transaction, block: Block, participants: Iterable[int]) -> Block:
    """Store a new block; it comes back with its id."""
    row = FocusBlockRow(
        chat_id=block.chat,
        session_id=block.session,
        number=block.number,
        phase=block.phase,
        started_at=block.started_at,
        length=_seconds(block.length),
    )
    tx.add(row)
    await tx.flush()
    tx.add_all(BlockParticipantRow(block_id=row.id, person_id=person) for person in participants)
    await tx.flush()
    return _block(row)


async def save(tx: Transaction, block: Block) -> None:
    """Store what changed of a block."""
    await tx.execute(
        update(FocusBlockRow)
        .where(FocusBlockRow.id == block.id)
        .values(
            session_id=block.session,
            phase=block.phase,
            length=_seconds(block.length),
            paused_for=_seconds(block.paused_for),
            paused_at=block.paused_at,
            completed_at=block.completed_at,
            break_at=block.break_at,
            break_length=_seconds(block.break_length),
            seq=block.seq,
        )
    )


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())


def _block(row: FocusBlockRow) -> Block:
    return Block(
        id=row.id,
        chat=row.chat_id,
        session=row.session_id,
        number=row.number,
        phase=Phase(row.phase),
        started_at=row.started_at,
        length=timedelta(seconds=row.length),
        paused_for=timedelta(seconds=row.paused_for),
        paused_at=row.paused_at,
        completed_at=row.completed_at,
        break_at=row.break_at,
        break_length=timedelta(seconds=row.break_length),
        seq=row.seq,
    )
