"""A person on a track: what most services need to know first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import days
from bot.domain.course import Course, Track, Unit
from bot.domain.enrolment import Enrolment
from bot.domain.errors import NotEnrolled
from bot.domain.messages.common import UnitOffer, When
from bot.domain.people import Chat, Person
from bot.domain.track import without
from bot.domain.week import Settled, Share, share_of_day
from bot.services.turn import Turn
from bot.storage import assessment as assessments
from bot.storage import enrolment as enrolments
from bot.storage import people, placement
from bot.storage import project as projects
from bot.storage import study as sessions
from bot.storage import track as changes


@dataclass(frozen=True, slots=True)
class Learner:
    """Who learns what, where.

    ``left_out`` are the units that he skips, and what he had behind him before he came to his track.
    """

    person: Person
    chat: Chat
    enrolment: Enrolment
    course: Course
    left_out: Settled

    @property
    def track(self) -> Track:
        """The track as the learner walks it: without what is left out, and the days that had nothing else."""
        return without(self.whole_track, self.left_out)

    @property
    def whole_track(self) -> Track:
        """The track the learner is on, as it is written."""
        return self.course.tracks[self.enrolment.track]


async def find(turn: Turn, person: Person, chat: Chat) -> Learner | None:
    """The learner in this chat; none before /start is finished."""
    enrolment = await enrolments.of_chat(turn.tx, chat.id, turn.courses.default)
    if enrolment is None:
        return None
    return await _learner(turn, person, chat, enrolment)


async def require(turn: Turn, person: Person, chat: Chat) -> Learner:
    """The learner in this chat. Raises ``NotEnrolled``."""
    learner = await find(turn, person, chat)
    if learner is None:
        raise NotEnrolled
    return learner


async def of_enrolment(turn: Turn, enrolment_id: int) -> Learner | None:
    """The learner behind an enrolment; none if it has ended."""
    enrolment = await enrolments.get(turn.tx, enrolment_id)
    if enrolment is None or enrolment.person is None:
        return None
    person = await people.person(turn.tx, enrolment.person)
    return await _learner(turn, person, await people.chat(turn.tx, enrolment.chat), enrolment)


def when(person: Person, instant: datetime, now: datetime) -> When:
    """``instant`` as this person's calendar and clock have it."""
    local = days.local_clock(instant, person.tz)
    ahead = (person.today(instant) - person.today(now)).days
    return When(local.date(), local.time().replace(second=0, microsecond=0), ahead)


def offer_of(unit: Unit) -> UnitOffer:
    """A unit as something to start."""
    return UnitOffer(unit.id, {language: text.title for language, text in unit.texts.items()}, unit.minutes)


def offer_of_share(course: Course, share: Share) -> UnitOffer:
    """The first thing to start of a day's share."""
    if share.project is not None:
        project = course.projects[share.project]
        return UnitOffer(project.id, project.title, project.minutes, "project")
    if share.assessment is not None:
        assessment = course.assessments[share.assessment]
        return UnitOffer(assessment.id, assessment.title, assessment.minutes, "assessment")
    return offer_of(course.units[share.units[0]])


async def settled(turn: Turn, person: Person, course: Course, *, by: datetime | None = None) -> Settled:
    """What the person has behind him in a course, or had ``by`` an instant."""
    return Settled(
        units=await sessions.finished_units(turn.tx, person.id, course.id, by=by),
        projects=await projects.settled(turn.tx, person.id, course.id, by=by),
        assessments=await assessments.settled(turn.tx, person.id, course.id, by=by),
    )


def todays_share(learner: Learner, behind: Settled, now: datetime) -> Share | None:
    """What is today's and still open. Who starts before his first day gets the first day's."""
    number = max(1, learner.enrolment.day_number(learner.person.today(now)))
    return share_of_day(learner.track, number, behind)


async def _learner(turn: Turn, person: Person, chat: Chat, enrolment: Enrolment) -> Learner:
    course = await turn.courses.at(turn.tx, enrolment.course, enrolment.edition)
    change = await changes.last(turn.tx, enrolment.id)
    left_out = Settled() if change is None else await settled(turn, person, course, by=change[1])
    skipped = await placement.skipped(turn.tx, person.id, course.id)
    return Learner(person, chat, enrolment, course, replace(left_out, units=left_out.units | skipped))
