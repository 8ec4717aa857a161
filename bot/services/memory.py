"""What a learner's memory holds of each card: rated, introduced, moved to another zone (FSRS by learner-days)."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import review as fsrs
from bot.domain.messages.common import When
from bot.domain.people import Person
from bot.domain.review import Memory, Rating
from bot.services import learner as learners
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import review as memories


async def rate(turn: Turn, learner: Learner, card: str, rating: Rating) -> int:
    """Rate a card. Answers in how many seconds it comes back. A repetition that does not count is not logged."""
    person = learner.person
    memory = await _memory(turn, learner, card)
    after = fsrs.rehearsed(memory, rating, turn.now, person.tz, person.rollover, seed=person.id)
    await memories.save(turn.tx, person.id, learner.course.id, after)
    if after.reviews > memory.reviews:
        await memories.log(turn.tx, person.id, learner.course.id, card, rating, turn.now)
    return round(fsrs.interval_of(after, person.tz, person.rollover).total_seconds())


async def intervals(turn: Turn, learner: Learner, card: str) -> tuple[int, int, int, int]:
    """In how many seconds the card would come back, for Again, Hard, Good and Easy."""
    person = learner.person
    memory = await _memory(turn, learner, card)
    spans = fsrs.intervals(memory, turn.now, person.tz, person.rollover, seed=person.id)
    again, hard, good, easy = (round(spans[rating].total_seconds()) for rating in Rating)
    return again, hard, good, easy


async def interval(turn: Turn, learner: Learner, card: str) -> int:
    """In how many seconds after its last review a card comes back."""
    memory = await _memory(turn, learner, card)
    return round(fsrs.interval_of(memory, learner.person.tz, learner.person.rollover).total_seconds())


async def introduce(turn: Turn, learner: Learner, cards: tuple[str, ...]) -> None:
    """Cards that were not asked yet enter FSRS; they come on the next learner-day."""
    person = learner.person
    tomorrow = person.day_start(person.today(turn.now) + timedelta(days=1))
    for card in cards:
        if await memories.memory(turn.tx, person.id, learner.course.id, card) is None:
            await memories.save(turn.tx, person.id, learner.course.id, fsrs.first(card, tomorrow))


async def next_due(turn: Turn, learner: Learner) -> When | None:
    """When the next card comes back; none if the learner has no cards yet."""
    at = await memories.next_due(turn.tx, learner.person.id, learner.course.id)
    return None if at is None else learners.when(learner.person, max(at, turn.now), turn.now)


async def rezone(turn: Turn, before: Person, after: Person) -> None:
    """The learner moved: what is due at the start of a day is due when that day starts where he is now."""
    course = turn.courses.default
    for memory in await memories.memories(turn.tx, after.id, course):
        moved = fsrs.rezone(memory, (before.tz, before.rollover), (after.tz, after.rollover))
        if moved != memory:
            await memories.save(turn.tx, after.id, course, moved)


async def _memory(turn: Turn, learner: Learner, card: str) -> Memory:
    known = await memories.memory(turn.tx, learner.person.id, learner.course.id, card)
    return known or fsrs.first(card, turn.now)
