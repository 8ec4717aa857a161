"""The day's units: offered at the learner's hour or by /today, put off, declined, begun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import days, focus
from bot.domain.enrolment import next_unit
from bot.domain.errors import ForeignTap, StaleTap
from bot.domain.focus import Block
from bot.domain.messages.common import UnitOffer, When
from bot.domain.messages.day import (
    DayDone,
    DayOffer,
    DaySkipped,
    DaySnoozed,
    PartOfDay,
    ReviewReminder,
    TrackDone,
)
from bot.services import learner as learners
from bot.services import memory
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.services.wakeups import Kind, Late
from bot.storage import deliveries, wakeups
from bot.storage import enrolment as enrolments
from bot.storage import review as memories
from bot.storage import study as sessions
from bot.storage.people import Met

DELIVER = "day.deliver"
AGAIN = "day.again"
SNOOZE = timedelta(hours=1)
FLOW = "day"
"""The flow of the day's offer in a chat."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes after the unit that was just finished. ``when`` is empty where the unit is today's."""

    unit: UnitOffer | None
    when: When | None


async def plan(turn: Turn, learner: Learner) -> datetime:
    """Set the wakeup of the next delivery; once a learner-day, whatever the clocks and the traveller do."""
    at = _next_delivery(learner, turn.now)
    await turn.wake(DELIVER, learner.enrolment.id, at)
    return at


async def on_deliver(turn: Turn, enrolment_id: int) -> None:
    """Wakeup: it is the learner's hour."""
    learner = await learners.of_enrolment(turn, enrolment_id)
    if learner is None:
        return
    learner = await _delivered(turn, learner)
    await plan(turn, learner)
    put_off = await wakeups.get(turn.tx, AGAIN, enrolment_id) is not None
    if not (learner.chat.blocked or put_off or await _at_it(turn, learner)):
        await _offer(turn, learner, asked_for=False)


async def on_again(turn: Turn, enrolment_id: int) -> None:
    """Wakeup: the hour the learner asked for has passed."""
    learner = await learners.of_enrolment(turn, enrolment_id)
    if learner is not None and not learner.chat.blocked and not await _at_it(turn, learner):
        await _offer(turn, learner, asked_for=False)


KINDS = (
    Kind(DELIVER, on_deliver, Late.MERGE),
    # An offer put off yesterday is not made again today: today's own comes anyway.
    Kind(AGAIN, on_again, Late.SKIP, grace=timedelta(hours=6)),
)


async def today(turn: Turn, met: Met, *, instead: bool = True) -> None:
    """/today: the day's units at once, ``instead`` of at their hour: they do not come a second time."""
    learner = await learners.require(turn, met.person, met.chat)
    await turn.let_sleep(AGAIN, learner.enrolment.id)
    await drop_held(turn, learner)
    await _offer(turn, learner, asked_for=True, instead=instead)


async def later(turn: Turn, met: Met, enrolment_id: int, seq: int) -> None:
    """In an hour."""
    learner = await _at(turn, met, enrolment_id, seq)
    at = turn.now + SNOOZE
    await turn.wake(AGAIN, learner.enrolment.id, at)
    await turn.show(met.person, met.chat, DaySnoozed(learners.when(met.person, at, turn.now)), FLOW)


async def skip(turn: Turn, met: Met, enrolment_id: int, seq: int) -> None:
    """Not today. The units wait."""
    learner = await _at(turn, met, enrolment_id, seq)
    await turn.let_sleep(AGAIN, learner.enrolment.id)
    learner = await _delivered(turn, learner)
    at = await plan(turn, learner)
    await turn.show(met.person, met.chat, DaySkipped(learners.when(met.person, at, turn.now)), FLOW)


async def ahead(turn: Turn, learner: Learner) -> Ahead:
    """What the learner can do next, and when it comes by itself."""
    finished = await sessions.finished_units(turn.tx, learner.person.id, learner.course.id)
    if units := learners.todays_units(learner, finished, turn.now):
        return Ahead(learners.offer_of(learner.course.units[units[0]]), None)
    unit = next_unit(learner.track, finished)
    if unit is None:
        return Ahead(None, None)
    return Ahead(
        learners.offer_of(learner.course.units[unit]),
        learners.when(learner.person, _arrival(learner, unit, turn.now), turn.now),
    )


def minutes_left(block: Block, now: datetime) -> int:
    """Whole minutes of focus left, at least one while it runs."""
    return max(1, round(focus.remaining(block, now) / timedelta(minutes=1)))


async def drop_held(turn: Turn, learner: Learner) -> None:
    """An offer that waits for the break is not needed any more: the learner has asked, or has begun."""
    await deliveries.supersede(turn.tx, learner.chat.id, FLOW, turn.now)


async def _offer(turn: Turn, learner: Learner, *, asked_for: bool, instead: bool = False) -> None:
    person, chat = learner.person, learner.chat
    finished = await sessions.finished_units(turn.tx, person.id, learner.course.id)
    units = learners.todays_units(learner, finished, turn.now)
    if units and instead:
        learner = await _served(turn, learner)
    due = await memories.count_due(turn.tx, person.id, learner.course.id, turn.now)
    seq = person.today(turn.now).toordinal()
    if units:
        message = DayOffer(
            enrolment=learner.enrolment.id,
            seq=seq,
            name=person.name,
            part=part_of_day(person.tz, turn.now),
            units=tuple(learners.offer_of(learner.course.units[unit]) for unit in units),
            reviews=due,
            behind=learner.track.day_of(units[0]) < learner.enrolment.day_number(person.today(turn.now)),
        )
        await turn.say(person, chat, message, flow=FLOW, asked_for=asked_for)
    elif not asked_for and due and person.reminders:
        reminder = ReviewReminder(person.name, part_of_day(person.tz, turn.now), due)
        await turn.say(person, chat, reminder, flow=FLOW, asked_for=False)
    elif asked_for:
        await _nothing_today(turn, learner, seq, due)


async def _nothing_today(turn: Turn, learner: Learner, seq: int, due: int) -> None:
    coming = await ahead(turn, learner)
    if coming.unit is not None and coming.when is not None:
        done = DayDone(learner.enrolment.id, seq, coming.unit, coming.when, due)
        await turn.say(learner.person, learner.chat, done, flow=FLOW)
        return
    finished = TrackDone(learner.track.title, due, await memory.next_due(turn, learner))
    await turn.say(learner.person, learner.chat, finished, flow=FLOW)


def part_of_day(zone: str, now: datetime) -> PartOfDay:
    """How to greet at ``now``."""
    hour = days.local_clock(now, zone).hour
    if hour < 4:
        return "night"
    if hour < 12:
        return "morning"
    return "afternoon" if hour < 18 else "evening"


def _next_delivery(learner: Learner, now: datetime) -> datetime:
    person, enrolment = learner.person, learner.enrolment
    hour = person.hour or days.ROLLOVER
    # Before the track's first day nothing is owed; from then on, each day's share is.
    last = enrolment.delivered_on or enrolment.started_on - timedelta(days=1)
    return days.next_at(now, hour, person.tz, person.rollover, last=last)


def _arrival(learner: Learner, unit: str, now: datetime) -> datetime:
    """When a unit that is not today's comes by itself."""
    person, enrolment = learner.person, learner.enrolment
    first = _next_delivery(learner, now)
    its_day = enrolment.started_on + timedelta(days=learner.track.day_of(unit) - 1)
    if its_day <= person.today(first):
        return first
    return days.at_local(its_day, person.hour or days.ROLLOVER, person.tz, person.rollover)


async def _at_it(turn: Turn, learner: Learner) -> bool:
    """Whether the learner has begun today's unit already, ahead of his hour. To read another one again is not that."""
    session = await sessions.open_session(turn.tx, learner.person.id)
    today = learner.person.day_start(learner.person.today(turn.now))
    if session is None or session.started_at < today:
        return False
    finished = await sessions.finished_units(turn.tx, learner.person.id, learner.course.id)
    units = learners.todays_units(learner, finished, turn.now)
    return session.unit in units if units else session.unit not in finished


async def _delivered(turn: Turn, learner: Learner) -> Learner:
    await enrolments.mark_delivered(turn.tx, learner.enrolment.id, learner.person.today(turn.now))
    enrolment = await enrolments.get(turn.tx, learner.enrolment.id)
    return Learner(learner.person, learner.chat, enrolment or learner.enrolment, learner.course)


async def _served(turn: Turn, learner: Learner) -> Learner:
    """The learner asked for his share: it is today's, and if it is the first one, the track begins today."""
    today = learner.person.today(turn.now)
    enrolment = replace(learner.enrolment, started_on=min(learner.enrolment.started_on, today), delivered_on=today)
    await enrolments.save(turn.tx, enrolment)
    learner = Learner(learner.person, learner.chat, enrolment, learner.course)
    await plan(turn, learner)
    return learner


async def _at(turn: Turn, met: Met, enrolment_id: int, seq: int) -> Learner:
    learner = await learners.require(turn, met.person, met.chat)
    if learner.enrolment.id != enrolment_id:
        raise ForeignTap
    if seq != met.person.today(turn.now).toordinal():
        raise StaleTap
    return learner


async def next_delivery(turn: Turn, learner: Learner) -> datetime:
    """When the next delivery is due, as planned."""
    planned = await wakeups.get(turn.tx, DELIVER, learner.enrolment.id)
    return planned or await plan(turn, learner)
