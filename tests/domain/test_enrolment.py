"""A track: what is today's, what comes next, and that nothing piles up."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.course import Track
from bot.domain.enrolment import Enrolment, next_unit, units_of_day

TRACK = Track("t", {}, 9, {1: ("a",), 3: ("b", "c"), 7: ("d",)})


def test_day_one_is_the_day_it_starts() -> None:
    one = Enrolment(1, 1, 1, "c", 1, "t", date(2026, 3, 2))
    assert [one.day_number(date(2026, 3, 2) + timedelta(days=off)) for off in (-1, 0, 6)] == [0, 1, 7]


def test_the_days_of_a_track() -> None:
    assert units_of_day(TRACK, 1, frozenset()) == ("a",)
    assert units_of_day(TRACK, 2, frozenset("a")) == ()
    assert units_of_day(TRACK, 3, frozenset("a")) == ("b", "c")
    assert units_of_day(TRACK, 3, frozenset("ab")) == ("c",)
    assert units_of_day(TRACK, 9, frozenset()) == ("a",)  # the track waits where the learner is
    assert units_of_day(TRACK, 0, frozenset()) == ()


@given(st.integers(-3, 40), st.sets(st.sampled_from("abcd")))
def test_todays_units_are_open_of_one_day_and_never_of_a_later_one(day: int, finished: set[str]) -> None:
    units = units_of_day(TRACK, day, finished)
    assert not set(units) & finished
    assert len({TRACK.day_of(unit) for unit in units}) <= 1
    assert all(TRACK.day_of(unit) <= day for unit in units)
    if units:
        assert next_unit(TRACK, finished) == units[0]


@given(st.sets(st.sampled_from("abcd")))
def test_the_next_unit_is_the_first_open_one(finished: set[str]) -> None:
    left = [unit for unit in TRACK.units() if unit not in finished]
    assert next_unit(TRACK, finished) == (left[0] if left else None)
