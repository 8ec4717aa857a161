"""A card comes back when memory needs it, counted in the learner's own days."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.days import ROLLOVER, day_start, learner_day
from bot.domain.review import (
    RELEARN_AFTER,
    Memory,
    Rating,
    State,
    answer,
    due,
    first,
    interval_of,
    intervals,
    mastered,
    rehearsed,
    retrievability,
    rezone,
)

DAY = timedelta(days=1)
BERLIN = "Europe/Berlin"
EVENING = datetime(2026, 3, 2, 21, 0, tzinfo=ZoneInfo(BERLIN))

# Zones with the nights of 2026 in which their clocks are changed; the last two have none and are 25 hours apart.
NIGHTS = {
    "Europe/Berlin": [date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Sydney": [date(2026, 4, 5), date(2026, 10, 4)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Asia/Beirut": [date(2026, 3, 29), date(2026, 10, 25)],
    "Pacific/Kiritimati": [],
    "Pacific/Pago_Pago": [],
}

zones = st.sampled_from(list(NIGHTS))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ratings = st.sampled_from(Rating)
histories = st.lists(st.tuples(ratings, st.timedeltas(timedelta(seconds=1), timedelta(days=60))), max_size=8)


def live(
    history: list[tuple[Rating, timedelta]], start: datetime, zone: str, rollover: time
) -> tuple[Memory, datetime]:
    """A card's life so far, and the instant at which it is met again."""
    memory, now = first("card", start), start
    for rating, pause in history:
        memory = answer(memory, rating, now, zone, rollover)
        now += pause
    return memory, now


def on_time(answers: str) -> list[str]:
    """The intervals of a card that is answered whenever it is due."""
    memory, now, found = first("golden", EVENING), EVENING, []
    for letter in answers:
        memory = answer(memory, Rating("AHGE".index(letter) + 1), now, BERLIN)
        waits = interval_of(memory, BERLIN)
        found.append(f"{waits.days} d" if waits >= DAY else f"{waits // timedelta(minutes=1)} min")
        now = memory.due
    return found


def test_a_new_card_is_due_at_once() -> None:
    card = first("layers-1", EVENING)
    assert due([card], EVENING) == [card]
    assert retrievability(card, EVENING, BERLIN) == 0
    assert interval_of(card, BERLIN) == timedelta()


def test_the_four_buttons_of_a_new_card() -> None:
    shown = intervals(first("golden", EVENING), EVENING, BERLIN)
    assert shown[Rating.AGAIN] == timedelta(minutes=10)
    assert shown[Rating.HARD] == timedelta(days=1)
    assert shown[Rating.GOOD] == timedelta(days=2)
    assert timedelta(days=7) <= shown[Rating.EASY] <= timedelta(days=10)


GOLDEN = {
    "GGGGG": "2 d, 13 d, 53 d, 174 d, 539 d",
    "EEE": "9 d, 76 d, 449 d",
    "HHHH": "1 d, 4 d, 9 d, 13 d",
    "AGGG": "10 min, 1 d, 2 d, 5 d",
    "GGAGG": "2 d, 13 d, 10 min, 2 d, 5 d",
    "AAAAG": "10 min, 10 min, 10 min, 10 min, 1 d",
}


@pytest.mark.parametrize(("answers", "waits"), GOLDEN.items())
def test_golden_intervals(answers: str, waits: str) -> None:
    assert ", ".join(on_time(answers)) == waits


@pytest.mark.parametrize("answers", GOLDEN)
def test_stability_is_the_librarys_own(answers: str) -> None:
    """Reviewed at the same minute each day in UTC, FSRS as it is and ours hold the same memory."""
    scheduler = fsrs.Scheduler(enable_fuzzing=False)
    theirs = fsrs.Card(card_id=1, due=EVENING)
    ours, now = first("card", EVENING), datetime(2026, 3, 2, 12, tzinfo=UTC)
    for letter in answers:
        rating = Rating("AHGE".index(letter) + 1)
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating(rating), now)
        ours = answer(ours, rating, now, "UTC")
        assert (ours.stability, ours.difficulty) == (theirs.stability, theirs.difficulty)
        now += DAY * 5


def test_the_next_morning_is_another_day() -> None:
    """Ten hours later FSRS on raw times is still certain; ours knows that a night has passed."""
    memory = answer(first("card", EVENING), Rating.GOOD, EVENING, BERLIN)
    assert retrievability(memory, EVENING + timedelta(hours=2), BERLIN) == 1.0
    assert 0.9 < retrievability(memory, EVENING + timedelta(hours=10), BERLIN) < 0.99


@pytest.mark.parametrize("zone", NIGHTS)
def test_the_nights_of_the_clock_change_are_nights_like_others(zone: str) -> None:
    calm = answer(first("card", EVENING), Rating.GOOD, EVENING, BERLIN)
    expected = [retrievability(calm, EVENING + DAY * n, BERLIN) for n in range(5)]
    for night in NIGHTS[zone] or [date(2026, 3, 29)]:
        evening = datetime.combine(night - DAY, time(21), ZoneInfo(zone))
        memory = answer(first("card", evening), Rating.GOOD, evening, zone)
        assert memory.due == day_start(night + DAY, zone)
        mornings = [datetime.combine(night + DAY * n, time(6), ZoneInfo(zone)) for n in range(4)]
        assert [1.0, *(retrievability(memory, morning, zone) for morning in mornings)] == expected


def test_a_forgotten_card_comes_back_in_ten_real_minutes_and_then_waits_for_a_day() -> None:
    forgotten = answer(first("card", EVENING), Rating.AGAIN, EVENING, BERLIN)
    assert forgotten.state is State.LEARNING
    assert due([forgotten], EVENING + timedelta(minutes=9)) == []
    later = EVENING + timedelta(minutes=10)
    assert due([forgotten], later) == [forgotten]
    relearnt = answer(forgotten, Rating.GOOD, later, BERLIN)
    assert relearnt.state is State.REVIEW
    assert relearnt.due == day_start(date(2026, 3, 3), BERLIN)


def test_a_known_card_that_is_forgotten_is_learnt_again() -> None:
    memory = answer(first("card", EVENING), Rating.EASY, EVENING, BERLIN)
    lapsed = answer(memory, Rating.AGAIN, memory.due, BERLIN)
    assert lapsed.state is State.RELEARNING
    assert lapsed.due == memory.due + RELEARN_AFTER
    assert lapsed.stability is not None
    assert memory.stability is not None
    assert lapsed.stability < memory.stability


def test_a_card_is_due_from_the_first_minute_of_its_day() -> None:
    memory = answer(first("card", EVENING), Rating.HARD, EVENING, BERLIN)
    four = datetime(2026, 3, 3, 4, tzinfo=ZoneInfo(BERLIN))
    assert due([memory], four - timedelta(microseconds=1)) == []
    assert due([memory], four) == [memory]


def test_minutes_before_the_rollover_tomorrow_still_comes_after_again() -> None:
    almost = datetime(2026, 3, 3, 3, 58, tzinfo=ZoneInfo(BERLIN))
    again, hard = (answer(first("card", almost), rating, almost, BERLIN) for rating in (Rating.AGAIN, Rating.HARD))
    assert again.due <= hard.due
    assert learner_day(hard.due, BERLIN) == date(2026, 3, 3)


def test_the_longest_due_comes_first() -> None:
    cards = [first(str(n), EVENING - timedelta(hours=n)) for n in range(3)]
    assert [card.card_id for card in due(cards, EVENING)] == ["2", "1", "0"]


def test_mastered_is_for_weeks_not_for_a_lucky_start() -> None:
    memory, now = first("card", EVENING), EVENING
    assert not mastered(memory)
    for expected in (False, False, True):
        memory = answer(memory, Rating.GOOD, now, BERLIN)
        now = memory.due
        assert mastered(memory) is expected
    assert not mastered(answer(memory, Rating.AGAIN, now, BERLIN))


@given(history=histories, start=instants, zone=zones, rollover=clocks, seed=st.integers(0, 10**9))
def test_a_better_rating_never_comes_sooner(
    history: list[tuple[Rating, timedelta]], start: datetime, zone: str, rollover: time, seed: int
) -> None:
    memory, now = live(history, start, zone, rollover)
    shown = intervals(memory, now, zone, rollover, seed)
    answered = {rating: rehearsed(memory, rating, now, zone, rollover, seed) for rating in Rating}
    assert list(shown) == list(Rating)
    assert list(shown.values()) == sorted(shown.values())
    instants_due = [answered[rating].due for rating in Rating]
    assert instants_due == sorted(instants_due)
    assert instants_due[0] > now


@given(history=histories, start=instants, zone=zones, rollover=clocks, seed=st.integers(0, 10**9), rating=ratings)
def test_the_button_says_what_happens(
    history: list[tuple[Rating, timedelta]], start: datetime, zone: str, rollover: time, seed: int, rating: Rating
) -> None:
    memory, now = live(history, start, zone, rollover)
    promised = intervals(memory, now, zone, rollover, seed)[rating]
    after = rehearsed(memory, rating, now, zone, rollover, seed)
    if promised < DAY:
        assert after.due == now + promised
    else:
        day = learner_day(now, zone, rollover) + promised
        assert learner_day(after.due, zone, rollover) == day
        assert after.due == max(day_start(day, zone, rollover), now + RELEARN_AFTER)
    if after.reviews > memory.reviews:
        assert (after.reviews, after.last_review) == (memory.reviews + 1, now)


@given(history=histories, start=instants, zone=zones, rollover=clocks, rating=ratings, seconds=st.integers(0, 86_400))
def test_what_is_repeated_on_its_day_is_not_counted_twice(
    history: list[tuple[Rating, timedelta]], start: datetime, zone: str, rollover: time, rating: Rating, seconds: int
) -> None:
    memory, now = live(history, start, zone, rollover)
    once = answer(memory, rating, now, zone, rollover)
    later = now + timedelta(seconds=seconds)
    twice = rehearsed(once, Rating.GOOD, later, zone, rollover)
    same_day = learner_day(now, zone, rollover) == learner_day(later, zone, rollover)
    if once.state is State.REVIEW and once.due > later and same_day:
        assert twice == replace(once, due=max(once.due, later + RELEARN_AFTER))
    else:
        assert twice == answer(once, Rating.GOOD, later, zone, rollover)
    assert rehearsed(once, Rating.AGAIN, later, zone, rollover) == answer(once, Rating.AGAIN, later, zone, rollover)


@given(history=histories, start=instants, zone=zones, rollover=clocks)
def test_the_same_life_gives_the_same_memory(
    history: list[tuple[Rating, timedelta]], start: datetime, zone: str, rollover: time
) -> None:
    untouched = random.getstate()
    assert live(history, start, zone, rollover) == live(history, start, zone, rollover)
    assert random.getstate() == untouched, "the global random is left alone"


@given(history=histories.filter(bool), start=instants, old=st.tuples(zones, clocks), new=st.tuples(zones, clocks))
def test_moving_neither_loses_nor_repeats_a_day(
    history: list[tuple[Rating, timedelta]], start: datetime, old: tuple[str, time], new: tuple[str, time]
) -> None:
    memory, _ = live(history, start, *old)
    moved = rezone(memory, old, new)
    assert interval_of(moved, *new) == interval_of(memory, *old)
    assert rezone(moved, new, old) == memory
    if memory.state is State.REVIEW:
        assert retrievability(moved, moved.due, *new) == retrievability(memory, memory.due, *old)
    else:
        assert moved == memory, "minutes are minutes everywhere"


def test_moving_east_finds_the_card_on_its_morning() -> None:
    """Due on Wednesday in Los Angeles, she has it on Wednesday morning in Shanghai, not at eight in the evening."""
    old, new = ("America/Los_Angeles", ROLLOVER), ("Asia/Shanghai", ROLLOVER)
    monday = datetime(2026, 11, 23, 7, tzinfo=ZoneInfo(old[0]))
    memory = rezone(answer(first("card", monday), Rating.GOOD, monday, *old), old, new)
    assert memory.due == day_start(date(2026, 11, 25), "Asia/Shanghai")


def test_a_card_that_waits_for_tomorrow_waits_for_tomorrow_where_she_is() -> None:
    old, new = (BERLIN, ROLLOVER), ("Asia/Shanghai", time(5))
    tomorrow = day_start(date(2026, 3, 3), *old)
    assert rezone(first("card", tomorrow), old, new).due == day_start(date(2026, 3, 3), *new)
    assert rezone(first("card", EVENING), old, new).due == EVENING, "what is due already stays due"


def test_learners_do_not_meet_all_their_cards_on_one_day() -> None:
    memory, now = first("card", EVENING), EVENING
    for _ in range(3):
        memory, now = answer(memory, Rating.GOOD, now, BERLIN), now + DAY * 10
    spread = {intervals(memory, now, BERLIN, seed=seed)[Rating.GOOD].days for seed in range(300)}
    assert sorted(spread) == list(range(85, 100)), "92 days, give or take FSRS's reach of 7"


@given(zone=zones, start=instants)
def test_a_day_answered_each_day_is_a_day_for_fsrs(zone: str, start: datetime) -> None:
    """A learner who answers at any minute of each day for two weeks has gone through fourteen days of memory."""
    draw = random.Random(start.timestamp())
    memory, steady = first("card", start), first("card", start)
    day = learner_day(start, zone)
    for n in range(14):
        begins, ends = day_start(day + DAY * n, zone), day_start(day + DAY * (n + 1), zone)
        memory = answer(memory, Rating.GOOD, begins + (ends - begins) * draw.random(), zone)
        steady = answer(steady, Rating.GOOD, datetime(2026, 1, 1, 12, tzinfo=UTC) + DAY * n, "UTC")
    assert memory.stability == steady.stability
