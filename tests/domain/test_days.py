"""Learner-days: no holes, no overlaps, one delivery each, in every zone and every night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.days import (
    at_local,
    day_start,
    is_zone,
    learner_day,
    local_clock,
    next_at,
    zone_names,
    zones_by_clock,
)

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)

# Clocks change here: at one, two and three o'clock, at midnight, and by half an hour only.
CHANGING = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Beirut",
    "Atlantic/Azores",
)
# Clocks do not change here, and the last two are as far apart as zones get.
STEADY = ("Asia/Shanghai", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago")

zones = st.sampled_from(CHANGING + STEADY)
clocks = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda clock: clock.replace(second=0, microsecond=0))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def nights(zone: str, year: int = 2026) -> list[date]:
    """The dates of ``year`` on which the clock of ``zone`` is changed, found without the code under test."""
    noons = [datetime(year, 1, 1, 12, tzinfo=ZoneInfo(zone)) + DAY * n for n in range(365)]
    return [noon.date() for noon in noons if noon.utcoffset() != (noon - DAY).utcoffset()]


def deliveries(start: datetime, until: datetime, clock: time, zone: str, rollover: time) -> list[datetime]:
    """A learner who stays: each delivery asks for the next, as a wakeup does."""
    delivered: list[datetime] = []
    due = next_at(start, clock, zone, rollover)
    while due < until:
        delivered.append(due)
        due = next_at(due, clock, zone, rollover, last=learner_day(due, zone, rollover))
    return delivered


def test_an_evening_that_ends_after_midnight_is_one_learner_day() -> None:
    evening = datetime(2026, 3, 2, 22, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert learner_day(evening, "Asia/Shanghai") == date(2026, 3, 2)
    assert learner_day(evening + timedelta(hours=5, minutes=59), "Asia/Shanghai") == date(2026, 3, 2)
    assert learner_day(evening + timedelta(hours=6), "Asia/Shanghai") == date(2026, 3, 3)


def test_one_oclock_belongs_to_the_day_before() -> None:
    monday = date(2026, 3, 2)
    assert at_local(monday, time(1), "UTC") == datetime(2026, 3, 3, 1, tzinfo=UTC)
    assert at_local(monday, time(9), "UTC") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert at_local(monday, time(4), "UTC") == day_start(monday, "UTC") == datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.mark.parametrize("zone", CHANGING)
def test_every_changing_zone_has_two_such_nights(zone: str) -> None:
    assert len(nights(zone)) == 2


def test_a_time_that_does_not_exist_becomes_the_next_that_does() -> None:
    spring = date(2026, 3, 29)
    instant = at_local(spring, time(2, 30), "Europe/Berlin", time(0))
    assert local_clock(instant, "Europe/Berlin").time() == time(3)
    # Midnight itself does not exist in Beirut that night, nor the second half of Lord Howe's two o'clock.
    midnight = day_start(spring, "Asia/Beirut", time(0))
    assert local_clock(midnight, "Asia/Beirut").replace(tzinfo=None) == datetime(2026, 3, 29, 1)  # noqa: DTZ001
    half = at_local(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", time(0))
    assert local_clock(half, "Australia/Lord_Howe").time() == time(2, 30)


def test_a_time_that_exists_twice_happens_the_first_time() -> None:
    autumn = at_local(date(2026, 10, 25), time(2, 30), "Europe/Berlin", time(0))
    assert autumn == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    half = at_local(date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", time(0))
    assert half == datetime(2026, 4, 4, 14, 45, tzinfo=UTC)


def test_a_gap_that_swallows_time_and_rollover_leaves_the_last_minute() -> None:
    """At 02:15 with a rollover of 02:30, the night of the change: both would be three o'clock."""
    saturday = date(2026, 3, 28)
    instant = at_local(saturday, time(2, 15), "Europe/Berlin", time(2, 30))
    assert local_clock(instant, "Europe/Berlin").time() == time(1, 59)
    assert learner_day(instant, "Europe/Berlin", time(2, 30)) == saturday


def test_a_rollover_in_the_repeated_hour_starts_one_day_not_two() -> None:
    """With days that start at 02:30 in Berlin, the clock shows 02:10 once more after that: it is the new day still."""
    first = day_start(date(2026, 10, 25), "Europe/Berlin", time(2, 30))
    hours = [first + timedelta(minutes=10 * n) for n in range(-6, 12)]
    days = [learner_day(at, "Europe/Berlin", time(2, 30)) for at in hours]
    assert days == [date(2026, 10, 24)] * 6 + [date(2026, 10, 25)] * 12


def test_a_rollover_in_the_missing_hour_starts_the_day_after_it() -> None:
    starts = day_start(date(2026, 3, 29), "Europe/Berlin", time(2, 30))
    assert local_clock(starts, "Europe/Berlin").time() == time(3)
    assert learner_day(starts - INSTANT, "Europe/Berlin", time(2, 30)) == date(2026, 3, 28)
    assert learner_day(starts, "Europe/Berlin", time(2, 30)) == date(2026, 3, 29)


def test_nights_of_23_and_25_hours() -> None:
    lengths = [
        day_start(night, "Europe/Berlin") - day_start(night - DAY, "Europe/Berlin") for night in nights("Europe/Berlin")
    ]
    assert lengths == [timedelta(hours=23), timedelta(hours=25)]


@pytest.mark.parametrize("zone", CHANGING + STEADY[:1])
@pytest.mark.parametrize("clock", [time(0), time(0, 30), time(1, 30), time(2), time(2, 15), time(3), time(4), time(9)])
@pytest.mark.parametrize("rollover", [time(0), time(1, 30), time(4)])
def test_one_delivery_a_learner_day_across_both_nights(zone: str, clock: time, rollover: time) -> None:
    for night in nights(zone) or [date(2026, 3, 29)]:
        start, until = (day_start(night + DAY * n, zone, rollover) for n in (-3, 4))
        delivered = deliveries(start - INSTANT, until, clock, zone, rollover)
        assert [learner_day(at, zone, rollover) for at in delivered] == [night + DAY * n for n in range(-3, 4)]


@pytest.mark.parametrize("zone", CHANGING + STEADY)
def test_one_delivery_a_learner_day_for_a_year(zone: str) -> None:
    start = day_start(date(2026, 1, 1), zone)
    delivered = deliveries(start - INSTANT, start + DAY * 365, time(2, 30), zone, time(4))
    days = [learner_day(at, zone) for at in delivered]
    assert days == [date(2026, 1, 1) + DAY * n for n in range(365)]


@given(zone=zones, rollover=clocks, instant=instants)
def test_learner_days_are_contiguous(zone: str, rollover: time, instant: datetime) -> None:
    day = learner_day(instant, zone, rollover)
    start, end = day_start(day, zone, rollover), day_start(day + DAY, zone, rollover)
    assert start <= instant < end
    assert learner_day(start, zone, rollover) == learner_day(end - INSTANT, zone, rollover) == day
    assert learner_day(end, zone, rollover) == day + DAY


@given(zone=zones, rollover=clocks, instant=instants, later=st.timedeltas(timedelta(), timedelta(days=3)))
def test_learner_days_never_run_backwards(zone: str, rollover: time, instant: datetime, later: timedelta) -> None:
    assert learner_day(instant, zone, rollover) <= learner_day(instant + later, zone, rollover)


@given(zone=zones, rollover=clocks, clock=clocks, instant=instants)
def test_a_time_of_day_lies_within_its_learner_day(zone: str, rollover: time, clock: time, instant: datetime) -> None:
    day = learner_day(instant, zone, rollover)
    assert learner_day(at_local(day, clock, zone, rollover), zone, rollover) == day


@given(zone=zones, rollover=clocks, clock=clocks, after=instants)
def test_what_comes_next_is_after_now_and_within_two_days(
    zone: str, rollover: time, clock: time, after: datetime
) -> None:
    following = next_at(after, clock, zone, rollover)
    assert after < following
    assert learner_day(following, zone, rollover) - learner_day(after, zone, rollover) <= DAY


def test_today_taken_early_does_not_come_again_at_its_hour() -> None:
    seven, today = datetime(2026, 3, 2, 7, tzinfo=UTC), date(2026, 3, 2)
    assert next_at(seven, time(9), "UTC", last=today - DAY) == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert next_at(seven, time(9), "UTC", last=today) == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_a_day_the_bot_was_off_is_served_at_once() -> None:
    noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert next_at(noon, time(9), "UTC", last=date(2026, 3, 2)) == noon
    assert next_at(noon, time(9), "UTC", last=date(2026, 3, 5)) == datetime(2026, 3, 6, 9, tzinfo=UTC)


def test_an_instant_says_the_day_of_who_stayed() -> None:
    seven = datetime(2026, 3, 2, 7, tzinfo=ZoneInfo("Europe/Berlin"))
    tomorrow = datetime(2026, 3, 3, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert next_at(seven, time(9), "Europe/Berlin", last=seven) == tomorrow
    assert next_at(seven, time(9), "Europe/Berlin", last=seven - DAY) == tomorrow - DAY


def test_a_newcomer_in_the_afternoon_waits_for_tomorrows_hour() -> None:
    assert next_at(datetime(2026, 3, 2, 15, tzinfo=UTC), time(9), "UTC") == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_flying_east_loses_no_unit() -> None:
    """She has Monday evening's unit in Los Angeles, and Tuesday evening's in Berlin, where that Monday was Tuesday."""
    monday = datetime(2026, 11, 23, 20, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert learner_day(monday, "Europe/Berlin") == date(2026, 11, 24)
    landed = datetime(2026, 11, 24, 18, tzinfo=ZoneInfo("Europe/Berlin"))
    assert next_at(landed, time(20), "Europe/Berlin", last=date(2026, 11, 23)) == landed + timedelta(hours=2)
    too_late = landed + timedelta(hours=3)
    assert next_at(too_late, time(20), "Europe/Berlin", last=date(2026, 11, 23)) == too_late


def test_flying_west_across_the_date_line_gives_no_date_twice() -> None:
    """She has Tuesday's unit in Shanghai, then lives Tuesday once more in Los Angeles: the next is Wednesday's."""
    landed = datetime(2026, 11, 23, 17, tzinfo=ZoneInfo("America/Los_Angeles"))
    wednesday = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert next_at(landed, time(9), "America/Los_Angeles", last=date(2026, 11, 24)) == wednesday


@given(
    legs=st.lists(st.tuples(zones, st.timedeltas(timedelta(minutes=1), timedelta(days=4))), max_size=10),
    clock=clocks,
    rollover=clocks,
    start=instants,
)
def test_no_journey_costs_a_day_or_gives_one_twice(
    legs: list[tuple[str, timedelta]], clock: time, rollover: time, start: datetime
) -> None:
    """However she travels: once the hour of the day she is in is past, she has had that day's unit, and one only."""
    now, last = start, learner_day(start, "UTC", rollover)
    for zone, stay in legs:
        leaving = now + stay
        while (due := next_at(now, clock, zone, rollover, last=last)) < leaving:
            assert due >= now
            assert learner_day(due, zone, rollover) > last
            now, last = due, learner_day(due, zone, rollover)
        now = leaving
        today = learner_day(now, zone, rollover)
        assert last >= today or at_local(today, clock, zone, rollover) >= now
        assert last - today <= DAY * 2, "nor does she run ahead"


def test_a_new_zone_and_the_old_one_again_change_nothing() -> None:
    """A slip of the finger in the settings, mended at once."""
    now, today = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/Berlin")), date(2026, 3, 2)
    before = next_at(now, time(9), "Europe/Berlin", last=today)
    assert next_at(now, time(9), "Europe/London", last=today) == before + timedelta(hours=1)
    assert next_at(now, time(9), "Europe/Berlin", last=today) == before


@pytest.mark.parametrize(
    "key",
    [
        *("", " ", "\0", "Europe", "Europe/Atlantis", "europe/berlin", "EUROPE/BERLIN", "Europe/Berlin\n", "UTC+8"),
        *("/etc/localtime", "../../etc/passwd", "Europe/../Europe/Berlin", "posix/Europe/Berlin"),
        *("localtime", "Factory"),
    ],
)
def test_what_is_no_zone_is_refused(key: str) -> None:
    assert not is_zone(key)
    with pytest.raises(ValueError, match="not an IANA time zone"):
        learner_day(datetime(2026, 1, 1, tzinfo=UTC), key)


def test_every_zone_on_offer_works() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for zone in zone_names():
        assert is_zone(zone)
        assert day_start(learner_day(now, zone), zone) <= now


def test_a_time_without_an_offset_is_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="offset"):
        learner_day(naive, "UTC")
    with pytest.raises(ValueError, match="offset"):
        next_at(naive, time(9), "UTC")


def test_a_date_that_a_zone_skipped_is_an_empty_day_for_nobody() -> None:
    """Samoa had no 30 December 2011; an old log may still be counted there."""
    days = [learner_day(datetime(2011, 12, 29, tzinfo=UTC) + timedelta(hours=n), "Pacific/Apia") for n in range(72)]
    assert days == sorted(days)


def test_the_clock_on_the_wall_finds_the_zone() -> None:
    now = datetime(2026, 1, 15, 23, 55, tzinfo=UTC)
    offered = ["Asia/Kolkata", "Asia/Kathmandu", "Europe/London", "Europe/Berlin", "Europe/Rome", "Asia/Shanghai"]
    assert zones_by_clock(time(0, 55), now, offered) == ["Europe/Berlin", "Europe/Rome"]
    assert zones_by_clock(time(0, 5), now, offered) == ["Europe/London"], "ten minutes off, across midnight"
    assert zones_by_clock(time(5, 40), now, offered) == ["Asia/Kathmandu", "Asia/Kolkata"], "the nearest first"
    assert zones_by_clock(time(12), now, offered) == []
