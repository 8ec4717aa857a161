"""When memory needs a card again: FSRS, counted in learner-days.

FSRS models memory over whole days. The library counts them as spans of 24 hours, so that an evening and the next
morning are "the same day"; here every review is placed at the start of its learner-day, and days are counted
by date. On a public log that lowers the log-loss of its predictions from 0.81 to 0.47 (``pomodock bench recall``).

Days are taken in the zone the learner is in *now*, for the last review as well as for this one: a journey then neither
loses nor repeats a day of memory. ``rezone`` moves what is due accordingly.

One rule for what comes back within a day: a forgotten card returns after ten minutes of real time; any other rating
waits for another learner-day. The library's impurities stay outside: it never reads the clock here and never
draws from the global ``random``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import IntEnum
from random import Random

import fsrs

from bot.domain.days import ROLLOVER, day_start, learner_day

RELEARN_AFTER = timedelta(minutes=10)
"""How soon a forgotten card comes back."""

LONGEST = 36_500
"""Days; no interval is longer."""

MASTERED_STABILITY = 21.0
"""Days of stability from which a card counts as mastered: what Anki calls a mature card."""

_STEPS = (RELEARN_AFTER,)
_MINUTES = fsrs.Scheduler(
    learning_steps=_STEPS, relearning_steps=_STEPS, maximum_interval=LONGEST, enable_fuzzing=False
)
_DAYS = fsrs.Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False)

# From which interval on an interval may vary, by how much of each further day, and until where (FSRS's own table).
_FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))


class Rating(IntEnum):
    """How well a card was recalled."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class State(IntEnum):
    """Where a card is: being learnt, known, or forgotten and being learnt again."""

    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True, slots=True)
class Memory:
    """What one person's memory holds of one card.

    ``stability`` is the number of days after which recall is 90 % likely, ``difficulty`` runs from 1 to 10; both
    are ``None`` until the first review. ``due`` and ``last_review`` are instants in UTC. ``reviews`` counts answers.
    """

    card_id: str
    state: State
    step: int | None
    stability: float | None
    difficulty: float | None
    due: datetime
    last_review: datetime | None
    reviews: int = 0


def first(card_id: str, now: datetime) -> Memory:
    """A card that was never answered: due at once."""
    return Memory(card_id, State.LEARNING, 0, None, None, due=now, last_review=None)


def answer(
    memory: Memory, rating: Rating, now: datetime, zone: str, rollover: time = ROLLOVER, seed: int = 0
) -> Memory:
    """The memory after ``rating`` at ``now``, and when it is due again.

    ``seed`` (the learner's, say his id) spreads cards learnt together over neighbouring days; with the same
    seed, card and number of reviews, the answer is always the same. Raises ``ValueError`` as ``days`` does.
    """
    card = _reviewed(memory, rating, now, zone, rollover)
    soon = now + RELEARN_AFTER
    if card.state is fsrs.State.Review:
        interval = _fuzzed((card.due - _model_day(now, zone, rollover)).days, memory, seed)
        day = learner_day(now, zone, rollover) + timedelta(days=interval)
        # Just before the rollover "tomorrow" is minutes away, and must still not come before "again".
        due = max(day_start(day, zone, rollover), soon)
    else:
        due = soon
    return replace(
        memory,
        state=State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=due,
        last_review=now,
        reviews=memory.reviews + 1,
    )


def rehearsed(
    memory: Memory, rating: Rating, now: datetime, zone: str, rollover: time = ROLLOVER, seed: int = 0
) -> Memory:
    """``answer``, but a known card that is recalled once more on the day of its last review stays as it is.

    Memory had nothing to hold out against in between, so it must not count as stronger. To forget always counts.
    """
    waits = memory.state is State.REVIEW and memory.due > now
    if rating is Rating.AGAIN or not waits or _another_day(memory, now, zone, rollover):
        return answer(memory, rating, now, zone, rollover, seed)
    return replace(memory, due=max(memory.due, now + RELEARN_AFTER))


def intervals(
    memory: Memory, now: datetime, zone: str, rollover: time = ROLLOVER, seed: int = 0
) -> dict[Rating, timedelta]:
    """What each rating would do, for the four buttons: ten minutes, or whole learner-days.

    It is what ``rehearsed`` does with the same arguments, never an estimate.
    """
    return {
        rating: interval_of(rehearsed(memory, rating, now, zone, rollover, seed), zone, rollover) for rating in Rating
    }


def interval_of(memory: Memory, zone: str, rollover: time = ROLLOVER) -> timedelta:
    """From the last review until it is due: minutes where it comes back soon, else whole learner-days.

    Zero for a card that was never answered.
    """
    if memory.last_review is None:
        return timedelta()
    if memory.state is not State.REVIEW:
        return memory.due - memory.last_review
    return learner_day(memory.due, zone, rollover) - learner_day(memory.last_review, zone, rollover)


def due(memories: Iterable[Memory], now: datetime) -> list[Memory]:
    """The memories that are due at ``now``, the longest due first."""
    return sorted((memory for memory in memories if memory.due <= now), key=lambda memory: memory.due)


def retrievability(memory: Memory, now: datetime, zone: str, rollover: time = ROLLOVER) -> float:
    """How likely the card is recalled at ``now``, from 0 (never answered) to 1 (answered today)."""
    return _DAYS.get_card_retrievability(_card(memory, zone, rollover), _model_day(now, zone, rollover))


def mastered(memory: Memory) -> bool:
    """Whether the card is known for weeks to come."""
    return memory.state is State.REVIEW and memory.stability is not None and memory.stability >= MASTERED_STABILITY


@dataclass(frozen=True, slots=True)
class Mastery:
    """How well some cards are known: for weeks to come, met but not so yet, due now, and how many there are."""

    known: int
    learning: int
    due: int
    total: int


def mastery(cards: Iterable[str], memories: Mapping[str, Memory], now: datetime) -> Mastery:
    """How well ``cards`` (their ids) are known."""
    ids = list(cards)
    met = [memories[card] for card in ids if card in memories]
    known = sum(map(mastered, met))
    learning = sum(memory.last_review is not None for memory in met) - known
    return Mastery(known, learning, len(due(met, now)), len(ids))


def rezone(memory: Memory, old: tuple[str, time], new: tuple[str, time]) -> Memory:
    """The same memory after the learner moved from one (zone, rollover) to another.

    Its interval keeps its number of learner-days, and it is due at the start of one in the new zone. A card never
    answered that waits for a learner-day waits for the same date. Minutes stay minutes.
    """
    if memory.last_review is None:
        waits_for = learner_day(memory.due, *old)
        return replace(memory, due=day_start(waits_for, *new)) if memory.due == day_start(waits_for, *old) else memory
    if memory.state is not State.REVIEW:
        return memory
    day = learner_day(memory.last_review, *new) + interval_of(memory, *old)
    return replace(memory, due=max(day_start(day, *new), memory.last_review + RELEARN_AFTER))


def _another_day(memory: Memory, now: datetime, zone: str, rollover: time) -> bool:
    """Whether the last review was on another learner-day than ``now``, or never was."""
    last = memory.last_review
    return last is None or learner_day(last, zone, rollover) != learner_day(now, zone, rollover)


def _reviewed(memory: Memory, rating: Rating, now: datetime, zone: str, rollover: time) -> fsrs.Card:
    scheduler = _MINUTES if rating is Rating.AGAIN else _DAYS
    card, _ = scheduler.review_card(_card(memory, zone, rollover), fsrs.Rating(rating), _model_day(now, zone, rollover))
    return card


def _card(memory: Memory, zone: str, rollover: time) -> fsrs.Card:
    """The library's card, with the last review at the start of its learner-day.

    ``card_id`` and ``due`` are always given: without them the library reads the clock and sleeps.
    """
    last = None if memory.last_review is None else _model_day(memory.last_review, zone, rollover)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State(memory.state),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=last,
    )


def _model_day(instant: datetime, zone: str, rollover: time) -> datetime:
    """The learner-day of ``instant`` as the library wants it: midnights in UTC, 24 hours apart in every night."""
    return datetime.combine(learner_day(instant, zone, rollover), time(), UTC)


def _fuzzed(days: int, memory: Memory, seed: int) -> int:
    """``days``, moved within FSRS's range by a draw that belongs to this learner, card and review.

    The same draw serves every rating, and the range grows with ``days``: so a better rating never comes sooner.
    """
    if days < _FUZZ[0][0]:
        return days
    reach = 1.0 + sum(share * max(min(days, until) - start, 0.0) for start, until, share in _FUZZ)
    low, high = max(2, round(days - reach)), min(round(days + reach), LONGEST)
    draw = Random(f"{seed}:{memory.card_id}:{memory.reviews}").random()
    return min(low + int(draw * (high - low + 1)), high)
