"""A unit, step by step: Survey, Question, Read, Recite; the Review that follows is in ``services/quiz.py``."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from bot.domain import screens, study
from bot.domain.course import UnitText
from bot.domain.errors import ForeignTap, NoRecitation, StaleTap, TextTooLong
from bot.domain.messages import Message
from bot.domain.messages.study import RecitalRated
from bot.domain.people import Dialog, DialogKind
from bot.domain.recite import find_points, normalise
from bot.domain.review import Rating
from bot.domain.study import Step, UnitSession
from bot.services import day, focus, memory, quiz
from bot.services import learner as learners
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import focus as blocks
from bot.storage import people, placement
from bot.storage import study as sessions
from bot.storage.people import Met

LONGEST_RECITATION = 4000
"""Characters that are read of one recitation."""


async def start(turn: Turn, learner: Learner, unit_id: str) -> None:
    """Start a unit, or go on with it, in a focus block. Raises ``StaleTap`` for a unit that cannot be started."""
    if unit_id not in learner.course.units or unit_id not in learner.whole_track.units():
        raise StaleTap
    finished = await sessions.finished_units(turn.tx, learner.person.id, learner.course.id)
    if unit_id in finished:
        raise StaleTap
    await _begin(turn, learner, unit_id, finished)


async def open_unit(turn: Turn, met: Met, enrolment: int, unit_id: str) -> None:
    """Open any unit of the course, on whatever day or track; one that is finished, to read and recite it again.

    Raises ``StaleTap`` for a unit that the course does not have, and for a button of an earlier enrolment.
    """
    learner = await learners.require(turn, met.person, met.chat)
    if learner.enrolment.id != enrolment or unit_id not in learner.course.units:
        raise StaleTap
    finished = await sessions.finished_units(turn.tx, met.person.id, learner.course.id)
    await _begin(turn, learner, unit_id, finished)


async def resume(turn: Turn, met: Met, session_id: int) -> None:
    """Go on with an open unit after a break, or after a day. Raises ``StaleTap`` when it is finished."""
    session, learner = await _open(turn, met, session_id)
    await go_on(turn, learner, session)


async def go_on(turn: Turn, learner: Learner, session: UnitSession) -> None:
    """Make sure that a focus block runs, then show the step the learner is at."""
    met = Met(learner.person, learner.chat)
    block = await blocks.open_block(turn.tx, learner.chat.id)
    if block is None or not block.holds_back:
        block = await focus.begin(turn, met, session.id)
        await focus.draw(turn, met, block)
    # The tapped message is the block's now (or stays what it was): the step goes to the bottom.
    turn.tapped = None
    if session.step is Step.REVIEW:
        await quiz.resume_unit(turn, learner, session)
    else:
        await _show(turn, learner, session)


async def to_question(turn: Turn, met: Met, session_id: int, seq: int) -> None:
    """The survey is read."""
    session, learner = await _at(turn, met, session_id, seq)
    await _step(turn, learner, study.to_question(session))


async def guess(turn: Turn, met: Met, session_id: int, seq: int, option: int) -> None:
    """The learner commits to a guess."""
    session, learner = await _at(turn, met, session_id, seq)
    await _step(turn, learner, study.commit_guess(session, option, _text(learner, session)))


async def to_page(turn: Turn, met: Met, session_id: int, seq: int, page: int) -> None:
    """Start reading, or turn the page."""
    session, learner = await _at(turn, met, session_id, seq)
    await _step(turn, learner, study.to_page(session, page, _text(learner, session)))


async def to_recite(turn: Turn, met: Met, session_id: int, seq: int) -> None:
    """All is read; the next text is the recitation."""
    session, learner = await _at(turn, met, session_id, seq)
    await _step(turn, learner, study.to_recite(session, _text(learner, session)))


async def read_again(turn: Turn, met: Met, session_id: int, seq: int) -> None:
    """Back to the first page."""
    session, learner = await _at(turn, met, session_id, seq)
    await _step(turn, learner, study.read_again(session))


async def recite(turn: Turn, met: Met, session_id: int, words: str) -> None:
    """The learner's own words. Raises ``NoRecitation`` or ``TextTooLong``, and the question stays open."""
    if len(words) > LONGEST_RECITATION:
        raise TextTooLong(len(words), LONGEST_RECITATION)
    if not any(letter.isalnum() for letter in normalise(words)):
        raise NoRecitation
    session, learner = await _open(turn, met, session_id)
    found = find_points(words, _text(learner, session).points, met.person.speaks)
    await _step(turn, learner, study.recite(session, words, found))


async def blank(turn: Turn, met: Met, session_id: int, seq: int) -> None:
    """ "I can't recall it": the key points are shown, and rated like any recitation."""
    session, learner = await _at(turn, met, session_id, seq)
    await _step(turn, learner, study.recite(session, "", frozenset()))


async def claim(turn: Turn, met: Met, session_id: int, seq: int, point: int) -> None:
    """ "I said that"."""
    session, learner = await _at(turn, met, session_id, seq)
    await _step(turn, learner, study.claim(session, point, _text(learner, session)))


async def rate(turn: Turn, met: Met, session_id: int, seq: int, rating: Rating) -> None:
    """The learner's own rating goes to the unit's recite card; then the quiz begins."""
    session, learner = await _at(turn, met, session_id, seq)
    rated = study.rate(session, rating)
    await people.ask(turn.tx, met.chat.id, met.person.id, None)
    await sessions.save(turn.tx, rated)
    unit = learner.course.units[session.unit]
    interval = await memory.rate(turn, learner, unit.recite_card, rating)
    questions = len(learner.course.quiz_of(unit.id))
    screen = RecitalRated(screens.points(unit, rated), int(rating), interval, questions)
    await turn.show(met.person, met.chat, screen, _flow(session))
    turn.tapped = None
    await quiz.start_unit(turn, learner, rated)


async def screen(turn: Turn, learner: Learner, session: UnitSession) -> Message:
    """What the learner sees at the step he is at."""
    unit = learner.course.units[session.unit]
    if session.step in (Step.RATE, Step.REVIEW, Step.DONE):
        return screens.recital(unit, session, await memory.intervals(turn, learner, unit.recite_card))
    return screens.step(unit, session)


async def _begin(turn: Turn, learner: Learner, unit_id: str, finished: AbstractSet[str]) -> None:
    person, course = learner.person, learner.course
    # A unit that was to be skipped is on the plan again: who opens it wants it.
    await placement.bring_back(turn.tx, person.id, course.id, unit_id)
    await day.drop_held(turn, learner)
    last = await sessions.open_session(turn.tx, person.id)
    if last is not None and last.course == course.id and last.unit in finished - {unit_id}:
        # What was only being read again does not wait for ever to be ended.
        await sessions.save(turn.tx, study.put_away(last, turn.now))
    session = await sessions.open_for_unit(turn.tx, person.id, course.id, unit_id)
    if session is None:
        # Who knows the answer to the key question is not asked to guess it.
        step = Step.READ if unit_id in finished else Step.SURVEY
        session = await sessions.add(turn.tx, _new(turn, learner, unit_id, step))
    await go_on(turn, learner, session)


def _new(turn: Turn, learner: Learner, unit_id: str, step: Step) -> UnitSession:
    return UnitSession(
        id=0,
        person=learner.person.id,
        chat=learner.chat.id,
        enrolment=learner.enrolment.id,
        course=learner.course.id,
        edition=learner.enrolment.edition,
        unit=unit_id,
        step=step,
        started_at=turn.now,
    )


async def _open(turn: Turn, met: Met, session_id: int) -> tuple[UnitSession, Learner]:
    session = await sessions.get(turn.tx, session_id)
    if session is None or session.step is Step.DONE:
        raise StaleTap
    if session.person != met.person.id:
        raise ForeignTap
    learner = await learners.require(turn, met.person, met.chat)
    course = await turn.courses.at(turn.tx, session.course, session.edition)
    return session, replace(learner, course=course)


async def _at(turn: Turn, met: Met, session_id: int, seq: int) -> tuple[UnitSession, Learner]:
    session, learner = await _open(turn, met, session_id)
    if session.seq != seq:
        raise StaleTap
    return session, learner


async def _step(turn: Turn, learner: Learner, session: UnitSession) -> None:
    await sessions.save(turn.tx, session)
    await _show(turn, learner, session)


async def _show(turn: Turn, learner: Learner, session: UnitSession) -> None:
    # The next words are the recitation while it is asked for, also when the unit goes on after /cancel or a break.
    asked = Dialog(DialogKind.RECITE, session.id) if session.step in (Step.RECITE, Step.RATE) else None
    await people.ask(turn.tx, learner.chat.id, learner.person.id, asked)
    message = await screen(turn, learner, session)
    await turn.show(learner.person, learner.chat, message, _flow(session))


def _flow(session: UnitSession) -> str:
    return f"unit:{session.id}"


def _text(learner: Learner, session: UnitSession) -> UnitText:
    return learner.course.units[session.unit].texts[learner.person.speaks]
