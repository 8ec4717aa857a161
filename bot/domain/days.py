"""Learner-days: the one calendar that reminders, reviews, streaks, "today" and "tomorrow" share.

A learner-day is a date in the learner's IANA zone that starts at the rollover hour (04:00 unless set), so that
an evening's work counts as one day although it ends after midnight. Learner-days have no holes and never
overlap: each starts where the one before ends, also in nights with 23 or 25 hours.

Local times that do not exist (the clock is put forward) become the next that does; those that exist twice
(the clock is put back) happen once, the first time.

Zones are named by their IANA key, as stored; every function raises ``ValueError`` for a key that is not one,
and for an instant without an offset. All instants returned are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.typed_time import parse_time_of_day

__all__ = [
    "ROLLOVER",
    "at_local",
    "day_start",
    "is_zone",
    "learner_day",
    "local_clock",
    "next_at",
    "parse_time_of_day",
    "zone_names",
    "zones_by_clock",
]

ROLLOVER = time(4)
"""When a learner-day starts, unless the learner says otherwise."""

_DAY = timedelta(days=1)
# Keys that the zone database has, but that name no place a learner can live by.
_NOT_PLACES = frozenset({"localtime", "Factory"})


@cache
def zone_names() -> frozenset[str]:
    """Every IANA key a learner may choose, aliases included."""
    return frozenset(available_timezones() - _NOT_PLACES)


def is_zone(key: str) -> bool:
    """Whether ``key`` is an IANA zone, spelt exactly as in the zone database."""
    return key in zone_names()


def learner_day(instant: datetime, zone: str, rollover: time = ROLLOVER) -> date:
    """The learner-day that ``instant`` belongs to: the latest that has started."""
    local = _utc(instant).astimezone(_zone(zone)).replace(tzinfo=None)
    day = (local - _since_midnight(rollover)).date()
    # The wall clock alone is wrong in the nights it is changed, where the rollover itself may be moved.
    while day_start(day, zone, rollover) > instant:
        day -= _DAY
    while day_start(day + _DAY, zone, rollover) <= instant:
        day += _DAY
    return day


def day_start(day: date, zone: str, rollover: time = ROLLOVER) -> datetime:
    """The instant at which the learner-day ``day`` starts."""
    return _resolve(datetime.combine(day, rollover), _zone(zone))


def at_local(day: date, local_time: time, zone: str, rollover: time = ROLLOVER) -> datetime:
    """The instant within the learner-day ``day`` at which the wall clock shows ``local_time``.

    A time before the rollover belongs to the end of the day: with 04:00, one o'clock of the learner-day of
    Monday is on Tuesday's date. A time moved by a gap stays within its learner-day, whose last minute it then gets
    if the gap swallows both that time and the rollover.
    """
    calendar = day if local_time >= rollover else day + _DAY
    instant = _resolve(datetime.combine(calendar, local_time), _zone(zone))
    start, end = day_start(day, zone, rollover), day_start(day + _DAY, zone, rollover)
    return max(start, min(instant, end - timedelta(minutes=1)))


def next_at(
    after: datetime,
    local_time: time,
    zone: str,
    rollover: time = ROLLOVER,
    *,
    last: date | datetime | None = None,
) -> datetime:
    """When what comes daily at ``local_time`` comes next: after ``after``, and once a learner-day.

    ``last`` is the learner-day whose share the learner had last, as it was where he was then (``learner_day`` of the
    delivery, taken when it was made). Each later learner-day has a share of its own, wherever he spends it, so that a
    change of zone neither costs a day nor gives one twice:

    - today's share comes at its hour; where the hour is past (he flew east, or the bot was off), it is owed at once:
      the answer is then ``after`` itself;
    - a learner-day that had its share (taken before the hour, or lived twice by flying west) gets no second one.

    Where only the instant of the last delivery is known, its day is taken in ``zone``: right for who stays, but a
    traveller may wait up to two days. Without ``last`` nothing is owed: a past hour means tomorrow's, and the answer is
    strictly after ``after``.
    """
    today = learner_day(after, zone, rollover)
    served = learner_day(last, zone, rollover) if isinstance(last, datetime) else last
    if served is not None and served >= today:
        return at_local(served + _DAY, local_time, zone, rollover)
    planned = at_local(today, local_time, zone, rollover)
    if planned > after:
        return planned
    return at_local(today + _DAY, local_time, zone, rollover) if served is None else _utc(after)


def local_clock(instant: datetime, zone: str) -> datetime:
    """``instant`` as the wall clock of ``zone`` shows it (aware, in that zone)."""
    return _utc(instant).astimezone(_zone(zone))


def zones_by_clock(
    local: time,
    now: datetime,
    zones: Iterable[str],
    tolerance: timedelta = timedelta(minutes=15),
) -> list[str]:
    """Which of ``zones`` show ``local`` at ``now``, give or take ``tolerance``; the nearest first.

    Zones that are equally near keep their order. This is how "what time is it for you?" finds a zone.
    """
    off = {zone: _apart(local_clock(now, zone).time(), local) for zone in zones}
    return sorted((zone for zone in off if off[zone] <= tolerance), key=off.__getitem__)


def _apart(one: time, other: time) -> timedelta:
    """How far two wall clocks are apart, the short way round midnight."""
    difference = abs(_since_midnight(one) - _since_midnight(other))
    return min(difference, _DAY - difference)


def _since_midnight(clock: time) -> timedelta:
    return datetime.combine(date.min, clock) - datetime.combine(date.min, time())


def _resolve(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a naive wall-clock time: the first of two, or the end of the gap it falls into."""
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local:
        return instant
    return _end_of_gap(local.replace(tzinfo=zone, fold=1).astimezone(UTC), instant, zone)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between ``before`` and ``after`` at which the clock of ``zone`` is put forward.

    A time inside a gap, read with the offset that follows the gap, lies before it, and read with the offset that
    precedes it, lies after it; clocks are changed at whole seconds.
    """
    old = before.astimezone(zone).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _zone(key: str) -> ZoneInfo:
    if not is_zone(key):
        raise ValueError(f"not an IANA time zone: {key!r}")
    return ZoneInfo(key)


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset; a naive time says nothing about when")
    return instant.astimezone(UTC)
