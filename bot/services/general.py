"""Help, /cancel, and text that nobody asked for."""

from __future__ import annotations

from bot.domain.errors import NothingToCancel
from bot.domain.messages.general import Cancelled, Help, NotUnderstood
from bot.domain.messages.run import RunWithdrawn
from bot.domain.quiz import QuizKind, ended
from bot.domain.run import SandboxState
from bot.services import assessment, focus, lab, placement, run
from bot.services import learner as learners
from bot.services.turn import Turn
from bot.storage import people, quiz
from bot.storage import run as runs
from bot.storage.people import Met


async def help_(turn: Turn, met: Met) -> None:
    """What the bot does, and its commands."""
    enrolled = await learners.find(turn, met.person, met.chat) is not None
    await turn.say(met.person, met.chat, Help(enrolled=enrolled, engine=turn.engine is SandboxState.READY))


async def cancel(turn: Turn, met: Met) -> None:
    """/cancel: end whatever is going on; what was learnt stays. Raises ``NothingToCancel``."""
    unfinished = await focus.unfinished(turn, met.person)
    question = await people.dialog(turn.tx, met.chat.id, met.person.id) is not None
    block = await focus.stop_open(turn, met)
    review = await _end_quiz(turn, met, QuizKind.REVIEW)
    quizzed = await _end_quiz(turn, met, QuizKind.QUIZ)
    run = await _withdraw_run(turn, met)
    checking = await assessment.leave(turn, met)
    placed = await placement.close(turn, met)
    in_lab = await lab.leave(turn, met)
    if not (question or block or review or quizzed or run or checking or placed or in_lab):
        raise NothingToCancel
    await people.ask(turn.tx, met.chat.id, met.person.id, None)
    unit = unfinished.title if unfinished else None
    asked = question and not checking
    await turn.say(met.person, met.chat, Cancelled(block, unit, asked, review, run, quizzed, checking, placed, in_lab))


async def not_understood(turn: Turn, met: Met) -> None:
    """Text outside any question: say what can be done here."""
    unfinished = await focus.unfinished(turn, met.person)
    await turn.say(
        met.person,
        met.chat,
        NotUnderstood(
            session=unfinished.session if unfinished else 0,
            session_seq=unfinished.seq if unfinished else 0,
            title=unfinished.title if unfinished else None,
        ),
    )


async def _end_quiz(turn: Turn, met: Met, kind: QuizKind) -> bool:
    session = await quiz.open_quiz(turn.tx, met.chat.id, kind)
    if session is None:
        return False
    await quiz.save(turn.tx, ended(session, turn.now))
    return True


async def _withdraw_run(turn: Turn, met: Met) -> bool:
    queued = await runs.of_person(turn.tx, met.person.id)
    if queued is None or not await runs.remove(turn.tx, queued.id):
        return False
    turn.runs = True
    turn.redraw(met.person, met.chat, RunWithdrawn(queued.command), run.flow(queued))
    return True
