"""A person on a track: what most services need to know first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain import days
from bot.domain.course import Course, Track, Unit
from bot.domain.enrolment import Enrolment
from bot.domain.errors import NotEnrolled
from bot.domain.messages.common import UnitOffer, When
from bot.domain.people import Chat, Person
from bot.domain.week import Settled, Share, share_of_day
from bot.services.turn import Turn
from bot.storage import assessment as assessments
from bot.storage import enrolment as enrolments
from bot.storage import people
from bot.storage import project as projects
from bot.storage import study as sessions


@dataclass(frozen=True, slots=True)
class Learner:
    """Who learns what, where."""

    person: Person
    chat: Chat
    enrolment: Enrolment
    course: Course

    @property
    def track(self) -> Track:
        """The track the learner is on."""
        return self.course.tracks[self.enrolment.track]


async def find(turn: Turn, person: Person, chat: Chat) -> Learner | None:
    """The learner in this chat; none before /start is finished."""
    enrolment = await enrolments.of_chat(turn.tx, chat.id, turn.courses.default)
    if enrolment is None:
        return None
    course = await turn.courses.at(turn.tx, enrolment.course, enrolment.edition)
    return Learner(person, chat, enrolment, course)


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
    course = await turn.courses.at(turn.tx, enrolment.course, enrolment.edition)
    person = await people.person(turn.tx, enrolment.person)
    return Learner(person, await people.chat(turn.tx, enrolment.chat), enrolment, course)


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


async def settled(turn: Turn, person: Person, course: Course) -> Settled:
    """What the person has behind him in a course."""
    return Settled(
        units=await sessions.finished_units(turn.tx, person.id, course.id),
        projects=await projects.settled(turn.tx, person.id, course.id),
        assessments=await assessments.settled(turn.tx, person.id, course.id),
    )


def todays_share(learner: Learner, behind: Settled, now: datetime) -> Share | None:
    """What is today's and still open. Who starts before his first day gets the first day's."""
    number = max(1, learner.enrolment.day_number(learner.person.today(now)))
    return share_of_day(learner.track, number, behind)
