"""A person on a track: what most services need to know first."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from bot.domain import days
from bot.domain.course import Course, Track, Unit
from bot.domain.enrolment import Enrolment, units_of_day
from bot.domain.errors import NotEnrolled
from bot.domain.messages.common import UnitOffer, When
from bot.domain.people import Chat, Person
from bot.services.turn import Turn
from bot.storage import enrolment as enrolments
from bot.storage import people


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


def todays_units(learner: Learner, finished: AbstractSet[str], now: datetime) -> tuple[str, ...]:
    """The units that are today's and still open. Who starts before his first day gets the first day's."""
    number = max(1, learner.enrolment.day_number(learner.person.today(now)))
    return units_of_day(learner.track, number, finished)
