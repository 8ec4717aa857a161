"""/progress: what was learnt, how well it sits, and what comes back when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from bot.domain import review as fsrs
from bot.domain.course import Course
from bot.domain.messages.common import StudyDay, TopicProgress
from bot.domain.messages.general import ProgressReport
from bot.domain.people import Person
from bot.domain.review import Memory
from bot.services import day
from bot.services import learner as learners
from bot.services.turn import Turn
from bot.storage import focus as blocks
from bot.storage import placement as placements
from bot.storage import review as memories
from bot.storage import study as sessions
from bot.storage.people import Met

DAYS_SHOWN = 14
_LONGEST_STREAK = 366


async def show(turn: Turn, met: Met) -> None:
    """The picture and its words."""
    learner = await learners.require(turn, met.person, met.chat)
    person, course, today = met.person, learner.course, met.person.today(turn.now)
    start = person.day_start(today - timedelta(days=_LONGEST_STREAK))
    block_days = _per_day(person, await blocks.completed_since(turn.tx, person.id, start))
    review_days = _per_day(person, await memories.reviewed_since(turn.tx, person.id, start))
    known = {memory.card_id: memory for memory in await memories.memories(turn.tx, person.id, course.id)}
    finished = await sessions.finished_units(turn.tx, person.id, course.id)
    units = learner.whole_track.units()
    skipped = await placements.skipped(turn.tx, person.id, course.id)
    report = ProgressReport(
        track=learner.track.title,
        day=min(max(1, learner.enrolment.day_number(today)), learner.track.days),
        days=learner.track.days,
        units_done=sum(unit in finished for unit in units),
        units=len(units),
        blocks=await blocks.count_completed(turn.tx, person.id),
        streak=streak(set(block_days) | set(review_days), today),
        due=await memories.count_due(turn.tx, person.id, course.id, turn.now),
        learning=sum(not fsrs.mastered(memory) for memory in known.values()),
        known=sum(fsrs.mastered(memory) for memory in known.values()),
        recent=tuple(
            StudyDay(day, block_days.get(day, 0), review_days.get(day, 0))
            for day in (today - timedelta(days=back) for back in reversed(range(DAYS_SHOWN)))
        ),
        topics=_topics(course, known),
        next=(await day.ahead(turn, learner)).when,
        skipped=sum(unit in skipped and unit not in finished for unit in units),
    )
    await turn.say(person, met.chat, report)


def streak(studied: set[date], today: date) -> int:
    """Learner-days in a row with something learnt; today counts only once it has something."""
    day = today if today in studied else today - timedelta(days=1)
    length = 0
    while day in studied:
        length += 1
        day -= timedelta(days=1)
    return length


def _per_day(person: Person, instants: Iterable[datetime]) -> Mapping[date, int]:
    return Counter(person.today(instant) for instant in instants)


def _topics(course: Course, known: Mapping[str, Memory]) -> tuple[TopicProgress, ...]:
    rows = []
    for topic in course.topics:
        cards = [card.id for card in course.cards.values() if card.topic == topic.id]
        if cards:
            mastered = sum(card in known and fsrs.mastered(known[card]) for card in cards)
            rows.append(TopicProgress(topic.title, mastered, len(cards)))
    return tuple(rows)
