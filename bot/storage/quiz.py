"""Quiz sessions, the polls that were sent, and who answered them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from bot.domain.quiz import Poll, QuizKind, QuizSession
from bot.storage.database import Transaction
from bot.storage.schema import PollAnswerRow, PollRow, QuizParticipantRow, QuizSessionRow


async def get(tx: Transaction, quiz_id: int) -> QuizSession | None:
    """One quiz session."""
    row = await tx.get(QuizSessionRow, quiz_id)
    return None if row is None else _quiz(row)


async def open_quiz(tx: Transaction, chat_id: int, kind: QuizKind | None = None) -> QuizSession | None:
    """The unfinished quiz of a chat begun last; only of this kind, if asked."""
    query = select(QuizSessionRow).where(QuizSessionRow.chat_id == chat_id, QuizSessionRow.finished_at.is_(None))
    if kind is not None:
        query = query.where(QuizSessionRow.kind == kind)
    row = await tx.scalar(query.order_by(QuizSessionRow.id.desc()).limit(1))
    return None if row is None else _quiz(row)


async def of_session(tx: Transaction, session_id: int) -> QuizSession | None:
    """The quiz of a unit session."""
    row = await tx.scalar(
        select(QuizSessionRow)
        .where(QuizSessionRow.session_id == session_id)
        .order_by(QuizSessionRow.id.desc())
        .limit(1)
    )
    return None if row is None else _quiz(row)


async def add(tx: Transaction, quiz: QuizSession, participants: Iterable[int]) -> QuizSession:
    """Store a new quiz session; it comes back with its id."""
    row = QuizSessionRow(
        chat_id=quiz.chat,
        session_id=quiz.session,
        course=quiz.course,
        edition=quiz.edition,
        cards=list(quiz.cards),
        started_at=quiz.started_at,
        kind=quiz.kind,
        topic=quiz.topic,
    )
    tx.add(row)
    await tx.flush()
    tx.add_all(QuizParticipantRow(quiz_id=row.id, person_id=person) for person in participants)
    await tx.flush()
    return _quiz(row)


async def save(tx: Transaction, quiz: QuizSession) -> None:
    """Store what changed of a quiz session."""
    await tx.execute(
        update(QuizSessionRow)
        .where(QuizSessionRow.id == quiz.id)
        .values(
            cards=list(quiz.cards),
            position=quiz.position,
            right=quiz.right,
            shown=quiz.shown,
            seq=quiz.seq,
            finished_at=quiz.finished_at,
            missed=list(quiz.missed),
        )
    )


async def takes_part(tx: Transaction, quiz_id: int, person_id: int) -> bool:
    """Whether the person answers in this quiz."""
    return await tx.get(QuizParticipantRow, (quiz_id, person_id)) is not None


async def remember_poll(tx: Transaction, poll: Poll, now: datetime) -> None:
    """Store a poll that Telegram has taken."""
    tx.add(
        PollRow(
            poll_id=poll.poll_id,
            chat_id=poll.chat,
            message_id=poll.message_id,
            addressee_id=poll.addressee,
            quiz_id=poll.quiz,
            position=poll.position,
            course=poll.course,
            edition=poll.edition,
            card=poll.card,
            options=list(poll.options),
            sent_at=now,
        )
    )
    await tx.flush()


async def poll(tx: Transaction, poll_id: str) -> Poll | None:
    """The poll with Telegram's ``poll_id``."""
    row = await tx.get(PollRow, poll_id)
    return None if row is None else _poll(row)


async def take_answer(tx: Transaction, poll_id: str, person_id: int, chosen: tuple[int, ...], now: datetime) -> bool:
    """Store an answer; false when this person has answered this poll before."""
    if await tx.get(PollAnswerRow, (poll_id, person_id)) is not None:
        return False
    tx.add(PollAnswerRow(poll_id=poll_id, person_id=person_id, chosen=list(chosen), answered_at=now))
    await tx.flush()
    return True


async def last_answer(
    tx: Transaction, quiz_id: int, position: int, person_id: int
) -> tuple[Poll, tuple[int, ...]] | None:
    """The poll this person answered at a position of a quiz, and what he chose."""
    found = (
        await tx.execute(
            select(PollRow, PollAnswerRow)
            .join(PollAnswerRow, PollAnswerRow.poll_id == PollRow.poll_id)
            .where(PollRow.quiz_id == quiz_id, PollRow.position == position, PollAnswerRow.person_id == person_id)
            .order_by(PollAnswerRow.answered_at)
            .limit(1)
        )
    ).first()
    return None if found is None else (_poll(found[0]), tuple(found[1].chosen))


def _poll(row: PollRow) -> Poll:
    return Poll(
        poll_id=row.poll_id,
        chat=row.chat_id,
        message_id=row.message_id,
        addressee=row.addressee_id,
        quiz=row.quiz_id,
        position=row.position,
        course=row.course,
        edition=row.edition,
        card=row.card,
        options=tuple(row.options),
    )


def _quiz(row: QuizSessionRow) -> QuizSession:
    return QuizSession(
        id=row.id,
        chat=row.chat_id,
        session=row.session_id,
        course=row.course,
        edition=row.edition,
        cards=tuple(row.cards),
        position=row.position,
        right=row.right,
        shown=row.shown,
        seq=row.seq,
        started_at=row.started_at,
        finished_at=row.finished_at,
        kind=QuizKind(row.kind),
        topic=row.topic,
        missed=tuple(row.missed),
    )
