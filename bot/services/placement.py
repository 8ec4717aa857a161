"""/placement: native quiz polls one after another, and a plan without what the learner knows already.

They touch no memory: a question that was answered here is not a card.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bot.domain import placement as placing
from bot.domain import track as tracks
from bot.domain.course import Course, PlacementQuestion
from bot.domain.errors import ForeignTap, NoPlacement, StaleTap
from bot.domain.messages.placement import PlacementAsked, PlacementIntro, PlacementResult, PlanShortened, PlanWhole
from bot.domain.messages.quiz import PollUnknown
from bot.domain.placement import Placement
from bot.domain.week import Settled
from bot.services import learner as learners
from bot.services import track
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import placement as stored
from bot.storage import quiz
from bot.storage import study as sessions
from bot.storage.people import Met

FLOW = "placement"


async def intro(turn: Turn, met: Met) -> None:
    """What the questions are for, and how to begin. Raises ``NoPlacement``."""
    learner = await _placeable(turn, met)
    going = await _open(turn, learner)
    message = PlacementIntro(
        enrolment=learner.enrolment.id,
        count=len(learner.course.placement),
        answered=going.position if going else 0,
        skipped=len(await stored.skipped(turn.tx, met.person.id, learner.course.id)),
    )
    await turn.show(met.person, met.chat, message, FLOW)


async def start(turn: Turn, met: Met) -> None:
    """Begin, or go on with the question that is open. Raises ``NoPlacement``."""
    learner = await _placeable(turn, met)
    going = await _open(turn, learner)
    if going is None:
        fresh = Placement(
            id=0,
            person=met.person.id,
            chat=met.chat.id,
            course=learner.course.id,
            edition=learner.enrolment.edition,
            started_at=turn.now,
        )
        going = await stored.add(turn.tx, fresh)
    await _ask(turn, met, going)


async def answer(turn: Turn, met: Met, poll_id: str, chosen: tuple[int, ...]) -> bool:
    """An answer to a poll; false where the poll is none of ours."""
    poll = await stored.poll(turn.tx, poll_id)
    if poll is None:
        return await _asked_again(turn, met, poll_id)
    placement = await stored.get(turn.tx, poll.placement)
    if placement is None or placement.person != met.person.id or not chosen:
        return True
    if placement.finished_at is not None or poll.position != placement.position:
        return True
    course = await turn.courses.at(turn.tx, placement.course, placement.edition)
    right = placing.is_right(course.placement[poll.position], poll, chosen)
    placement = placing.answered(placement, right=right, count=len(course.placement), now=turn.now)
    await stored.save(turn.tx, placement)
    if placement.finished_at is None:
        await _ask(turn, met, placement)
    else:
        await _tell(turn, met, placement)
    return True


async def stop(turn: Turn, met: Met, placement_id: int, seq: int) -> None:
    """Enough: what was answered counts."""
    placement = placing.stopped(await _at(turn, met, placement_id, seq), turn.now)
    await stored.save(turn.tx, placement)
    turn.tapped = None  # a poll cannot become a text
    await _tell(turn, met, placement)


async def close(turn: Turn, met: Met) -> bool:
    """/cancel: no more questions, and nothing changes. False when none was open."""
    learner = await learners.find(turn, met.person, met.chat)
    going = None if learner is None else await _open(turn, learner)
    if going is None:
        return False
    await stored.save(turn.tx, placing.stopped(going, turn.now))
    return True


async def take(turn: Turn, met: Met, placement_id: int, seq: int) -> None:
    """Use the plan: what the answers speak for is skipped. Raises ``StaleTap`` for any but the last placement."""
    placement = await _at(turn, met, placement_id, seq)
    learner = await learners.require(turn, met.person, met.chat)
    last = await stored.last(turn.tx, met.person.id, learner.course.id)
    if placement.finished_at is None or last is None or last.id != placement.id:
        raise StaleTap
    await stored.save(turn.tx, replace(placement, seq=placement.seq + 1))
    units = await _skippable(turn, learner, placement)
    learner = await _replan(turn, met, units)
    first, at = await track.next_of(turn, learner)
    behind = await learners.settled(turn, met.person, learner.course)
    ahead = tracks.outlook(learner.enrolment, learner.track, behind)
    message = PlanShortened(learner.enrolment.id, len(units), first, at, track.last_at(turn, learner, ahead))
    await turn.show(met.person, met.chat, message, FLOW)


async def learn_all(turn: Turn, met: Met, enrolment_id: int) -> None:
    """Skip nothing, or nothing any more."""
    learner = await learners.require(turn, met.person, met.chat)
    if learner.enrolment.id != enrolment_id:
        raise ForeignTap
    if await stored.skipped(turn.tx, met.person.id, learner.course.id):
        learner = await _replan(turn, met, frozenset())
    first, at = await track.next_of(turn, learner)
    await turn.show(met.person, met.chat, PlanWhole(learner.enrolment.id, first, at), FLOW)


async def _replan(turn: Turn, met: Met, units: frozenset[str]) -> Learner:
    """Skip exactly ``units``; the first that is open then is the next to come."""
    before = await learners.require(turn, met.person, met.chat)
    await stored.skip(turn.tx, met.person.id, before.course.id, units, turn.now)
    after = await learners.require(turn, met.person, met.chat)
    moved = await track.move(turn, after, before)
    await track.settle(turn, moved)
    return moved


async def _ask(turn: Turn, met: Met, placement: Placement) -> None:
    """Put the open question before the learner; the one before loses its button."""
    turn.tapped = None
    course = await turn.courses.at(turn.tx, placement.course, placement.edition)
    question = course.placement[placement.position]
    message = _poll(placement, question, len(course.placement))
    await turn.say(met.person, met.chat, message, flow=_flow(placement))


def _poll(placement: Placement, question: PlacementQuestion, count: int) -> PlacementAsked:
    order = placing.order_of(question, Random(f"{placement.id}/{placement.position}"))
    texts = question.texts
    return PlacementAsked(
        placement=placement.id,
        seq=placement.seq,
        position=placement.position,
        count=count,
        question={language: text.question for language, text in texts.items()},
        options=tuple({lang: text.options[place] for lang, text in texts.items()} for place in order[:-1]),
        order=order,
        correct=order.index(question.correct),
        explanation={language: text.explanation for language, text in texts.items()},
    )


async def _tell(turn: Turn, met: Met, placement: Placement) -> None:
    """What the answers say, and what the plan would be."""
    learner = await learners.require(turn, met.person, met.chat)
    course = await turn.courses.at(turn.tx, placement.course, placement.edition)
    units = await _skippable(turn, learner, placement)
    behind = await learners.settled(turn, met.person, learner.course)
    planned = await track.move(turn, replace(learner, left_out=_left_out(learner, behind, units)), learner)
    ahead = tracks.outlook(planned.enrolment, planned.track, behind)
    message = PlacementResult(
        enrolment=learner.enrolment.id,
        placement=placement.id,
        seq=placement.seq,
        right=sum(placement.answers),
        answered=placement.position,
        count=len(course.placement),
        skip=tuple(track.title_of(learner, unit) for unit in learner.course.units if unit in units),
        left=len(ahead.units),
        minutes=sum(learner.course.units[unit].minutes for unit in ahead.units),
        first=learners.offer_of_share(learner.course, ahead.shares[0]) if ahead.shares else None,
        last_at=track.last_at(turn, learner, ahead),
    )
    await turn.say(met.person, met.chat, message, flow=_flow(placement))


def _left_out(learner: Learner, behind: Settled, units: frozenset[str]) -> Settled:
    """What the plan would leave out: the units to skip, and what is left out because it is behind him."""
    before = learner.left_out
    return replace(before, units=(before.units & behind.units) | units) if units else before


async def _skippable(turn: Turn, learner: Learner, placement: Placement) -> frozenset[str]:
    """Units of the learner's course that he may skip: none that he has done."""
    course: Course = await turn.courses.at(turn.tx, placement.course, placement.edition)
    finished = await sessions.finished_units(turn.tx, learner.person.id, course.id)
    return placing.skippable(course, placement.answers) & frozenset(learner.course.units) - finished


async def _placeable(turn: Turn, met: Met) -> Learner:
    learner = await learners.require(turn, met.person, met.chat)
    if not learner.course.placement:
        raise NoPlacement
    return learner


async def _open(turn: Turn, learner: Learner) -> Placement | None:
    last = await stored.last(turn.tx, learner.person.id, learner.course.id)
    return None if last is None or last.finished_at is not None else last


async def _at(turn: Turn, met: Met, placement_id: int, seq: int) -> Placement:
    placement = await stored.get(turn.tx, placement_id)
    if placement is None:
        raise StaleTap
    if placement.person != met.person.id:
        raise ForeignTap
    if placement.seq != seq:
        raise StaleTap
    return placement


async def _asked_again(turn: Turn, met: Met, poll_id: str) -> bool:
    """A poll that nobody knows (its row was lost with the process that sent it): the open question comes again."""
    if await quiz.poll(turn.tx, poll_id) is not None or await quiz.open_quiz(turn.tx, met.chat.id) is not None:
        return False
    learner = await learners.find(turn, met.person, met.chat)
    going = None if learner is None else await _open(turn, learner)
    if going is None:
        return False
    await turn.say(met.person, met.chat, PollUnknown(again=True))
    await _ask(turn, met, going)
    return True


def _flow(placement: Placement) -> str:
    return f"placement:{placement.id}"
