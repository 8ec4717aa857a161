"""/start: five taps from hello to the first unit. What is known already is not asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.domain import days
from bot.domain.course import LANGUAGES
from bot.domain.days import parse_time_of_day
from bot.domain.enrolment import Enrolment
from bot.domain.errors import BadHour, ForeignTap, StaleTap, UnknownZone
from bot.domain.messages.onboarding import (
    ChooseHour,
    ChooseLanguage,
    ChooseZone,
    Ready,
    SeeYou,
    WelcomeBack,
)
from bot.domain.people import Dialog, DialogKind, Person, suggest_language
from bot.services import day, memory, study
from bot.services import learner as learners
from bot.services.settings import show_saved
from bot.services.turn import Turn
from bot.storage import enrolment as enrolments
from bot.storage import people
from bot.storage import study as sessions
from bot.storage.people import Met

HOURS = tuple(time(hour) for hour in (7, 8, 9, 12, 18, 20))
"""The hours to choose from with one tap."""
FLOW = "start"
_LONGEST_PLACE = 100


async def start(turn: Turn, met: Met, language_code: str | None) -> None:
    """/start, by a newcomer or by somebody who is back."""
    learner = await learners.find(turn, met.person, met.chat)
    if learner is not None:
        await turn.say(met.person, met.chat, WelcomeBack(met.person.name))
        return
    await people.ask(turn.tx, met.chat.id, met.person.id, None)
    suggested = met.person.language or suggest_language(language_code)
    person = met.person if met.person.language else replace(met.person, language=suggested)
    await turn.show(person, met.chat, ChooseLanguage(person.name, suggested), FLOW)


async def choose_language(turn: Turn, met: Met, language: str) -> None:
    """The language to talk in."""
    if language not in LANGUAGES:
        raise StaleTap
    await _save(turn, met, replace(met.person, language=language))


async def choose_zone(turn: Turn, met: Met, zone: str) -> None:
    """The time zone, by its IANA key. Raises ``UnknownZone``."""
    turn.places.place(zone, turn.now)
    moved = replace(met.person, zone=zone)
    await people.ask(turn.tx, met.chat.id, met.person.id, None)
    await memory.rezone(turn, met.person, moved)
    await _save(turn, met, moved)


async def find_zone(turn: Turn, met: Met, text: str) -> None:
    """What was typed about where somebody is: a city, a zone, or the time there. Raises ``UnknownZone``."""
    text = text.strip()[:_LONGEST_PLACE]
    clock = parse_time_of_day(text)
    if clock is not None:
        places = turn.places.at_clock(clock.hour, clock.minute, turn.now)
    else:
        places = turn.places.search(text, turn.now)
    if not places:
        raise UnknownZone(text)
    await turn.show(met.person, met.chat, ChooseZone(tuple(places), asked=text), FLOW)


async def choose_hour(turn: Turn, met: Met, text: str) -> None:
    """The hour of the daily unit, tapped or typed. Raises ``BadHour``."""
    hour = parse_time_of_day(text[:_LONGEST_PLACE])
    if hour is None:
        raise BadHour(text[:_LONGEST_PLACE])
    await people.ask(turn.tx, met.chat.id, met.person.id, None)
    await _save(turn, met, replace(met.person, hour=hour))


async def ask_zone(turn: Turn, met: Met) -> None:
    """Where are you? A few cities to tap; the next text is taken for the answer too."""
    await people.ask(turn.tx, met.chat.id, met.person.id, Dialog(DialogKind.ZONE))
    places = turn.places.suggested(met.person.speaks, turn.now)
    await turn.show(met.person, met.chat, ChooseZone(tuple(places)), FLOW)


async def ask_city(turn: Turn, met: Met) -> None:
    """None of the cities fits: which one then?"""
    await people.ask(turn.tx, met.chat.id, met.person.id, Dialog(DialogKind.ZONE))
    await turn.show(met.person, met.chat, ChooseZone(()), FLOW)


async def ask_hour(turn: Turn, met: Met) -> None:
    """At what time? The next text is taken for the answer."""
    await people.ask(turn.tx, met.chat.id, met.person.id, Dialog(DialogKind.HOUR))
    place = turn.places.place(met.person.tz, turn.now)
    await turn.show(met.person, met.chat, ChooseHour(place, HOURS), FLOW)


async def begin(turn: Turn, met: Met, enrolment_id: int, choice: str) -> None:
    """Start now, or when the first unit comes by itself."""
    learner = await learners.require(turn, met.person, met.chat)
    if learner.enrolment.id != enrolment_id:
        raise ForeignTap
    finished = await sessions.finished_units(turn.tx, met.person.id, learner.course.id)
    first = next(iter(learner.track.units()), None)
    if first is None or first in finished:
        raise StaleTap
    if choice == "now":
        today = replace(
            learner.enrolment, started_on=met.person.today(turn.now), delivered_on=met.person.today(turn.now)
        )
        if await sessions.open_session(turn.tx, met.person.id) is None:
            await enrolments.save(turn.tx, today)
        learner = replace(learner, enrolment=today)
        await day.plan(turn, learner)
        await study.start(turn, learner, first)
        return
    at = await day.next_delivery(turn, learner)
    title = learners.offer_of(learner.course.units[first]).title
    await turn.show(met.person, met.chat, SeeYou(learners.when(met.person, at, turn.now), title), FLOW)


async def _save(turn: Turn, met: Met, person: Person) -> None:
    """Store a choice, then show what it leads to: the next question, or the settings."""
    await people.save(turn.tx, person)
    met = Met(person, met.chat)
    learner = await learners.find(turn, person, met.chat)
    if learner is not None:
        await day.plan(turn, learner)
        await show_saved(turn, met)
    elif person.zone is None:
        await ask_zone(turn, met)
    elif person.hour is None:
        await ask_hour(turn, met)
    else:
        await _enrol(turn, met)


async def _enrol(turn: Turn, met: Met) -> None:
    edition = turn.courses.current()
    course = edition.course
    track = course.tracks[course.default_track]
    person = met.person
    at = days.next_at(turn.now, person.hour or days.ROLLOVER, person.tz, person.rollover)
    fresh = Enrolment(
        id=0,
        chat=met.chat.id,
        person=person.id,
        course=course.id,
        edition=edition.number,
        track=track.id,
        # The track's first day is the day its first unit comes.
        started_on=person.today(at),
    )
    enrolment = await enrolments.add(turn.tx, fresh)
    learner = await learners.require(turn, person, met.chat)
    await day.plan(turn, learner)
    ready = Ready(
        enrolment=enrolment.id,
        name=person.name,
        course=course.title,
        track=track.title,
        first=learners.offer_of(course.units[track.units()[0]]),
        place=turn.places.place(person.tz, turn.now),
        when=learners.when(person, at, turn.now),
        questions=len(course.placement),
    )
    await turn.show(person, met.chat, ready, FLOW)
