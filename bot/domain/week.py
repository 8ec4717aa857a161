"""What one learner-day holds: units, or the week's project, or its self-assessment; and how a week is put off.

A track is a row of stops, one for each day that holds something. The learner is at the first that is not settled, and
no stop comes before its day. What was missed waits; nothing piles up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.course import Track

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a learner has behind him: units that are passed, projects and self-assessments done or put aside."""

    units: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()
    assessments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Share:
    """What a day of a track holds: either units, or one project, or one self-assessment."""

    day: int
    units: tuple[str, ...] = ()
    project: str | None = None
    assessment: str | None = None


def share_of_day(track: Track, day_number: int, settled: Settled) -> Share | None:
    """What is open on the track's ``day_number``: the rest of the earliest day that has any, or nothing."""
    share = next_share(track, settled)
    return share if share is not None and share.day <= day_number else None


def next_share(track: Track, settled: Settled) -> Share | None:
    """The first stop that is not settled, whatever its day; none at the end of the track."""
    return next(open_shares(track, settled), None)


def open_shares(track: Track, settled: Settled) -> Iterator[Share]:
    """Every stop that is not settled, in the order of days."""
    for day in sorted({*track.plan, *track.projects, *track.assessments}):
        if units := tuple(unit for unit in track.plan.get(day, ()) if unit not in settled.units):
            yield Share(day, units=units)
        project, assessment = track.projects.get(day), track.assessments.get(day)
        if project is not None and project not in settled.projects:
            yield Share(day, project=project)
        if assessment is not None and assessment not in settled.assessments:
            yield Share(day, assessment=assessment)


def one_more_week(started_on: date, next_day: int, today: date) -> date:
    """The day 1 with which the stop of ``next_day`` comes a week later than it would."""
    comes = max(started_on + timedelta(days=next_day - 1), today + timedelta(days=1))
    return comes + WEEK - timedelta(days=next_day - 1)
