"""Learner-days predict recall; raw UTC times do not."""

from __future__ import annotations

import math
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recall import CLAMP, Reviewed, measure
from bot.domain.review import Rating, answer, first, retrievability

BERLIN = "Europe/Berlin"
EVENING = datetime(2026, 3, 2, 21, tzinfo=ZoneInfo(BERLIN))
MORNING = EVENING + timedelta(hours=10)


def forgetful_learner(seed: int, zone: str, cards: int = 60) -> list[Reviewed]:
    """Somebody who learns in the evenings and repeats the next mornings, and forgets overnight.

    His memory is no FSRS: it fades exponentially in real hours, and each success makes it last twice as long.
    """
    draw, log = Random(seed), []
    for card in range(cards):
        lasts, day, hour = timedelta(hours=30), draw.randrange(20), 21
        before = None
        while day < 60:
            at = datetime(2026, 3, 1, hour, draw.randrange(60), tzinfo=ZoneInfo(zone)) + timedelta(days=day)
            likely = 0.6 if before is None else math.exp(-((at - before) / lasts))
            recalled = draw.random() < likely
            log.append(Reviewed(f"card-{card}", Rating.GOOD if recalled else Rating.AGAIN, at.astimezone(UTC)))
            lasts = min(lasts * 2, timedelta(days=120)) if recalled else max(lasts / 2, timedelta(hours=20))
            before = at
            if hour == 21:
                day, hour = day + 1, 7
            else:
                day, hour = day + draw.choice([0, 1, 2, 4]), 21
    return log


def test_one_night_by_hand() -> None:
    log = [Reviewed("a", Rating.GOOD, EVENING), Reviewed("a", Rating.GOOD, MORNING)]
    likely = retrievability(answer(first("a", EVENING), Rating.GOOD, EVENING, BERLIN), MORNING, BERLIN)
    result = measure(log, BERLIN)
    assert result.reviews == 1
    assert result.log_loss == pytest.approx(-math.log(likely))
    assert result.log_loss_raw_utc == pytest.approx(-math.log(1 - CLAMP)), "to raw UTC no time has passed"


def test_what_is_thought_certain_costs_no_more_than_the_clamp() -> None:
    log = [Reviewed("a", Rating.GOOD, EVENING), Reviewed("a", Rating.AGAIN, MORNING)]
    result = measure(log, BERLIN)
    assert result.log_loss_raw_utc == pytest.approx(-math.log(CLAMP))
    assert result.log_loss < 4


def test_repeats_within_a_learner_day_are_learnt_from_but_not_scored() -> None:
    evening, morning = Reviewed("a", Rating.AGAIN, EVENING), Reviewed("a", Rating.GOOD, MORNING)
    repeat = Reviewed("a", Rating.GOOD, EVENING + timedelta(minutes=10))
    alone, repeated = measure([evening, morning], BERLIN), measure([evening, repeat, morning], BERLIN)
    assert (alone.reviews, repeated.reviews) == (1, 1)
    assert repeated.log_loss < alone.log_loss, "the repeat made the morning's success more likely"


def test_the_rollover_decides_whether_midnight_starts_another_day() -> None:
    log = [Reviewed("a", Rating.GOOD, EVENING), Reviewed("a", Rating.GOOD, EVENING + timedelta(hours=4))]
    assert measure(log, BERLIN, time(0)).reviews == 1
    with pytest.raises(ValueError, match="two learner-days"):
        measure(log, BERLIN, time(4))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Asia/Shanghai"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_learner_days_beat_raw_utc(zone: str, seed: int) -> None:
    result = measure(forgetful_learner(seed, zone), zone)
    assert result.reviews > 500
    assert result.log_loss < 0.6 * result.log_loss_raw_utc


@given(st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(shuffle: Random) -> None:
    log = forgetful_learner(5, BERLIN, cards=3)[::3]
    mixed = list(log)
    shuffle.shuffle(mixed)
    assert measure(mixed, BERLIN) == measure(log, BERLIN)


def test_a_log_of_one_day_has_nothing_to_score() -> None:
    with pytest.raises(ValueError, match="two learner-days"):
        measure([Reviewed("a", Rating.GOOD, EVENING)], BERLIN)
    with pytest.raises(ValueError, match="two learner-days"):
        measure([], BERLIN)
