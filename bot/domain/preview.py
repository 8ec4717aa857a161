"""A course read by its author: its shelves, and every message of a unit in the order in which a learner meets them.

A shelf is an order of units to read in: the whole course, a topic, a track. Buttons carry its number in the contents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain import cards, review, screens, study
from bot.domain.course import LANGUAGES, CardKind, Course, Localized, Topic, Track, Unit
from bot.domain.messages import Message
from bot.domain.messages.common import ShelfKind, ShelfLabel, ShelfUnit
from bot.domain.messages.preview import (
    PreviewContents,
    PreviewGone,
    PreviewOnward,
    PreviewShelf,
    PreviewUnit,
)
from bot.domain.quiz import QuizSession
from bot.domain.review import Rating
from bot.domain.study import Step, UnitSession

MOST_BUTTONS = 80
"""Units with a button of their own in one message; Telegram takes a hundred buttons."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Units in an order to read them in."""

    kind: ShelfKind
    title: Localized
    question: Localized | None
    units: tuple[ShelfUnit, ...]


def shelves(course: Course) -> tuple[Shelf, ...]:
    """The whole course, then its topics, then its tracks."""
    whole = Shelf("course", course.title, None, tuple(_unit(course, unit) for unit in course.units))
    topics = (_topic(course, topic) for topic in course.topics)
    return (whole, *topics, *(_track(course, track) for track in course.tracks.values()))


def contents(course: Course) -> PreviewContents:
    """All shelves that have something on them."""
    labels = (ShelfLabel(at, one.kind, one.title, len(one.units)) for at, one in enumerate(shelves(course)))
    return PreviewContents(course.title, course.summary, tuple(label for label in labels if label.units))


def shelf(course: Course, number: int) -> PreviewShelf:
    """The units of one shelf; of the whole course where there is none of that number any more."""
    number, one = _shelf(course, number)
    shown = one.units[:MOST_BUTTONS]
    return PreviewShelf(number, one.title, one.question, shown, len(one.units) - len(shown))


def unit(course: Course, unit_id: str, number: int, now: datetime) -> tuple[Message, ...]:
    """Every message of a unit, between a heading and the way onward."""
    if unit_id not in course.units:
        return (PreviewGone(number),)
    number, one = _shelf(course, number)
    ids = [each.id for each in one.units]
    if unit_id not in ids:
        number, one = _shelf(course, 0)
        ids = [each.id for each in one.units]
    at, found = ids.index(unit_id), course.units[unit_id]
    file = {language: f"units/{unit_id}/{language}.md" for language in LANGUAGES}
    heading = PreviewUnit(screens.title(found), file, found.minutes, one.title, at + 1, len(ids), day=one.units[at].day)
    before = one.units[at - 1] if at else None
    after = one.units[at + 1] if at + 1 < len(ids) else None
    onward = PreviewOnward(number, unit_id, one.title, at + 1, len(ids), before, after)
    return (heading, *lesson(course, found, now), onward)


def lesson(course: Course, unit: Unit, now: datetime) -> Iterator[Message]:
    """What a learner meets in a unit who guesses right and recalls nothing; then its other cards, turned over."""
    intervals = first_intervals(now)
    for session in _way_through(course, unit, now):
        if session.step is Step.RATE:
            yield screens.recital(unit, session, intervals)
        else:
            yield screens.step(unit, session)
    for quiz in sitting(course, unit, now, polls=True):
        yield screens.poll(quiz, course.cards[quiz.card or ""])
    for quiz in sitting(course, unit, now, polls=False):
        card = course.cards[quiz.card or ""]
        if card.kind is CardKind.OUTPUT:
            # Turned over, it no longer shows what the command is run on.
            yield cards.front(quiz, card)
        yield cards.back(quiz, card, intervals, cards.Attempt())


def sitting(course: Course, unit: Unit, now: datetime, *, polls: bool) -> Iterator[QuizSession]:
    """A sitting of a unit's polls, or of its other cards, at each of them in turn."""
    cards = tuple(card.id for card in course.cards_of(unit.id) if (card.kind is CardKind.QUIZ) is polls)
    for position in range(len(cards)):
        yield QuizSession(0, 0, None, course.id, 0, cards, started_at=now, position=position)


def first_intervals(now: datetime) -> cards.Intervals:
    """In how many seconds a card comes back that is answered for the first time, by rating."""
    spans = review.intervals(review.first("preview", now), now, "UTC")
    again, hard, good, easy = (round(spans[rating].total_seconds()) for rating in Rating)
    return again, hard, good, easy


def _way_through(course: Course, unit: Unit, now: datetime) -> Iterator[UnitSession]:
    text = unit.texts[LANGUAGES[0]]
    session = UnitSession(0, 0, 0, 0, course.id, 0, unit.id, Step.SURVEY, started_at=now)
    yield session
    yield (session := study.to_question(session))
    yield (session := study.commit_guess(session, text.guess.correct, text))
    for page in range(len(text.pages)):
        yield (session := study.to_page(session, page, text))
    yield (session := study.to_recite(session, text))
    yield study.recite(session, "", frozenset())


def _shelf(course: Course, number: int) -> tuple[int, Shelf]:
    found = shelves(course)
    number = number if number < len(found) else 0
    return number, found[number]


def _topic(course: Course, topic: Topic) -> Shelf:
    units = tuple(_unit(course, one.id) for one in course.units.values() if topic.id in one.topics)
    return Shelf("topic", topic.title, topic.question, units)


def _track(course: Course, track: Track) -> Shelf:
    units = tuple(_unit(course, unit, day) for day in sorted(track.plan) for unit in track.plan[day])
    return Shelf("track", track.title, None, units)


def _unit(course: Course, unit: str, day: int = 0) -> ShelfUnit:
    return ShelfUnit(unit, screens.title(course.units[unit]), day)
