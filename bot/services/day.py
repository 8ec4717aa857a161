"""The day's share, units or the week's project or self-assessment: offered, put off, declined, begun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import days, focus
from bot.domain.errors import ForeignTap, StaleTap
from bot.domain.focus import Block
from bot.domain.messages import Message
from bot.domain.messages.assessment import CheckOffer
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
from bot.domain.messages.project import ProjectOffer
from bot.domain.week import Settled, Share, next_share
from bot.services import learner as learners
from bot.services import memory
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.services.wakeups import Kind, Late
from bot.storage import assessment as assessments
from bot.storage import deliveries, wakeups
from bot.storage import enrolment as enrolments
from bot.storage import placement as placements
from bot.storage import project as projects
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
    """What comes next: a unit, a project or a self-assessment. ``when`` is empty where it is today's."""

    unit: UnitOffer | None
    when: When | None


async def plan(turn: Turn, learner: Learner) -> datetime:
    """Set the wakeup of the next delivery; once a learner-day, whatever the clocks and the traveller do."""
    at = next_delivery_of(learner, turn.now)
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
    learner = await offered(turn, met, enrolment_id, seq)
    at = turn.now + SNOOZE
    await turn.wake(AGAIN, learner.enrolment.id, at)
    await turn.show(met.person, met.chat, DaySnoozed(learners.when(met.person, at, turn.now)), FLOW)


async def skip(turn: Turn, met: Met, enrolment_id: int, seq: int) -> None:
    """Not today. The units wait."""
    learner = await offered(turn, met, enrolment_id, seq)
    await turn.let_sleep(AGAIN, learner.enrolment.id)
    learner = await _delivered(turn, learner)
    at = await plan(turn, learner)
    await turn.show(met.person, met.chat, DaySkipped(learners.when(met.person, at, turn.now)), FLOW)


async def ahead(turn: Turn, learner: Learner) -> Ahead:
    """What the learner can do next, and when it comes by itself."""
    behind = await learners.settled(turn, learner.person, learner.course)
    if share := learners.todays_share(learner, behind, turn.now):
        return Ahead(learners.offer_of_share(learner.course, share), None)
    share = next_share(learner.track, behind)
    if share is None:
        return Ahead(None, None)
    return Ahead(
        learners.offer_of_share(learner.course, share),
        learners.when(learner.person, _arrival(learner, share, turn.now), turn.now),
    )


def minutes_left(block: Block, now: datetime) -> int:
    """Whole minutes of focus left, at least one while it runs."""
    return max(1, round(focus.remaining(block, now) / timedelta(minutes=1)))


async def begun(turn: Turn, learner: Learner) -> None:
    """The learner has taken up what was offered, or put it aside: an offer that still waits is not needed any more."""
    await turn.let_sleep(AGAIN, learner.enrolment.id)
    await drop_held(turn, learner)


async def drop_held(turn: Turn, learner: Learner) -> None:
    """An offer that waits for the break is not needed any more: the learner has asked, or has begun."""
    await deliveries.supersede(turn.tx, learner.chat.id, FLOW, turn.now)


async def _offer(turn: Turn, learner: Learner, *, asked_for: bool, instead: bool = False) -> None:
    person, chat = learner.person, learner.chat
    behind = await learners.settled(turn, person, learner.course)
    share = learners.todays_share(learner, behind, turn.now)
    if share and instead:
        learner = await _served(turn, learner)
    due = await memories.count_due(turn.tx, person.id, learner.course.id, turn.now)
    if share:
        message = await _share_offer(turn, learner, share, due)
        await turn.say(person, chat, message, flow=FLOW, asked_for=asked_for)
    elif not asked_for and due and person.reminders:
        reminder = ReviewReminder(person.name, part_of_day(person.tz, turn.now), due)
        await turn.say(person, chat, reminder, flow=FLOW, asked_for=False)
    elif asked_for:
        await _nothing_today(turn, learner, _seq(turn, learner), due)


def _seq(turn: Turn, learner: Learner) -> int:
    return learner.person.today(turn.now).toordinal()


async def _share_offer(turn: Turn, learner: Learner, share: Share, due: int) -> Message:
    if share.project is not None:
        return await _project_offer(turn, learner, share.project, due)
    if share.assessment is not None:
        return await _check_offer(turn, learner, share.assessment, due)
    person = learner.person
    return DayOffer(
        enrolment=learner.enrolment.id,
        seq=_seq(turn, learner),
        name=person.name,
        part=part_of_day(person.tz, turn.now),
        units=tuple(learners.offer_of(learner.course.units[unit]) for unit in share.units),
        reviews=due,
        behind=share.day < learner.enrolment.day_number(person.today(turn.now)),
    )


async def _project_offer(turn: Turn, learner: Learner, project_id: str, due: int) -> ProjectOffer:
    person, project = learner.person, learner.course.projects[project_id]
    return ProjectOffer(
        enrolment=learner.enrolment.id,
        seq=_seq(turn, learner),
        name=person.name,
        part=part_of_day(person.tz, turn.now),
        id=project.id,
        title=project.title,
        brief=project.brief,
        steps=project.steps,
        minutes=project.minutes,
        reviews=due,
        begun=await projects.of_project(turn.tx, person.id, learner.course.id, project.id) is not None,
    )


async def _check_offer(turn: Turn, learner: Learner, assessment_id: str, due: int) -> CheckOffer:
    person, assessment = learner.person, learner.course.assessments[assessment_id]
    check = await assessments.of_assessment(turn.tx, person.id, learner.course.id, assessment.id)
    return CheckOffer(
        enrolment=learner.enrolment.id,
        seq=_seq(turn, learner),
        name=person.name,
        part=part_of_day(person.tz, turn.now),
        id=assessment.id,
        title=assessment.title,
        statements=len(assessment.statements),
        minutes=assessment.minutes,
        reviews=due,
        begun=check is not None and bool(check.answers),
    )


async def _nothing_today(turn: Turn, learner: Learner, seq: int, due: int) -> None:
    coming = await ahead(turn, learner)
    if coming.unit is not None and coming.when is not None:
        done = DayDone(learner.enrolment.id, seq, coming.unit, coming.when, due)
        await turn.say(learner.person, learner.chat, done, flow=FLOW)
        return
    skipped = await placements.skipped(turn.tx, learner.person.id, learner.course.id)
    finished = TrackDone(
        track=learner.track.title,
        reviews=due,
        next_review=await memory.next_due(turn, learner),
        skipped=len(skipped.intersection(learner.whole_track.units())),
        others=len(learner.course.tracks) > 1,
    )
    await turn.say(learner.person, learner.chat, finished, flow=FLOW)


def part_of_day(zone: str, now: datetime) -> PartOfDay:
    """How to greet at ``now``."""
    hour = days.local_clock(now, zone).hour
    if hour < 4:
        return "night"
    if hour < 12:
        return "morning"
    return "afternoon" if hour < 18 else "evening"


def next_delivery_of(learner: Learner, now: datetime) -> datetime:
    """When the next share comes to a learner by itself."""
    person, enrolment = learner.person, learner.enrolment
    hour = person.hour or days.ROLLOVER
    # Before the track's first day nothing is owed; from then on, each day's share is.
    last = enrolment.delivered_on or enrolment.started_on - timedelta(days=1)
    return days.next_at(now, hour, person.tz, person.rollover, last=last)


def _arrival(learner: Learner, share: Share, now: datetime) -> datetime:
    """When what is not today's comes by itself."""
    person, enrolment = learner.person, learner.enrolment
    first = next_delivery_of(learner, now)
    its_day = enrolment.started_on + timedelta(days=share.day - 1)
    if its_day <= person.today(first):
        return first
    return days.at_local(its_day, person.hour or days.ROLLOVER, person.tz, person.rollover)


async def _at_it(turn: Turn, learner: Learner) -> bool:
    """Whether the learner has begun today's share already, ahead of his hour. To read a unit again is not that."""
    today = learner.person.day_start(learner.person.today(turn.now))
    behind = await learners.settled(turn, learner.person, learner.course)
    session = await sessions.open_session(turn.tx, learner.person.id)
    if session is not None and session.started_at >= today and _is_todays(turn, learner, behind, session.unit):
        return True
    works = await projects.of_person(turn.tx, learner.person.id, learner.course.id)
    checks = await assessments.of_person(turn.tx, learner.person.id, learner.course.id)
    begun = [work.started_at for work in works if not work.settled]
    begun += [check.started_at for check in checks if not check.settled]
    return any(started_at >= today for started_at in begun)


def _is_todays(turn: Turn, learner: Learner, behind: Settled, unit: str) -> bool:
    share = learners.todays_share(learner, behind, turn.now)
    return unit in share.units if share and share.units else unit not in behind.units


async def _delivered(turn: Turn, learner: Learner) -> Learner:
    await enrolments.mark_delivered(turn.tx, learner.enrolment.id, learner.person.today(turn.now))
    enrolment = await enrolments.get(turn.tx, learner.enrolment.id)
    return replace(learner, enrolment=enrolment or learner.enrolment)


async def _served(turn: Turn, learner: Learner) -> Learner:
    """The learner asked for his share: it is today's, and if it is the first one, the track begins today."""
    today = learner.person.today(turn.now)
    enrolment = replace(learner.enrolment, started_on=min(learner.enrolment.started_on, today), delivered_on=today)
    await enrolments.save(turn.tx, enrolment)
    learner = replace(learner, enrolment=enrolment)
    await plan(turn, learner)
    return learner


async def offered(turn: Turn, met: Met, enrolment_id: int, seq: int) -> Learner:
    """The learner whose offer of today a button belongs to. Raises ``ForeignTap`` or ``StaleTap``."""
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
