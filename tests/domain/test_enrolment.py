"""A learner on a track: which day it is for him."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.enrolment import Enrolment


def test_day_one_is_the_day_it_starts() -> None:
    one = Enrolment(1, 1, 1, "c", 1, "t", date(2026, 3, 2))
    assert [one.day_number(date(2026, 3, 2) + timedelta(days=off)) for off in (-1, 0, 6)] == [0, 1, 7]
