"""Moving between tracks: nothing that was learnt is asked again, no day is waited for in vain, nothing is lost.

A track is never walked as it is written by who has some of it behind him already, elsewhere or by placement: that is
left out (``without``), and the days that had nothing else are gone. Then ``move`` puts what is open first on a
learner-day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.course import Track
from bot.domain.enrolment import Enrolment
from bot.domain.week import Settled, Share, next_share, open_shares

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is ahead of somebody who goes on daily. It is all empty where he has everything behind him."""

    shares: tuple[Share, ...]
    """What each day holds that is still open."""
    days: tuple[date, ...]
    """The learner-days on which they come."""

    @property
    def units(self) -> tuple[str, ...]:
        """All units still open, in their order."""
        return tuple(unit for share in self.shares for unit in share.units)


@dataclass(frozen=True, slots=True)
class Change:
    """A learner left the track ``before``, whose first day was ``started_before``, for ``after``."""

    id: int
    enrolment: int
    before: str
    started_before: date
    after: str


def without(track: Track, left_out: Settled) -> Track:
    """``track`` without what is left out, and without the days that had nothing else.

    A day that stays keeps its distance to the day before it, so that days off stay days off and do not add up. Where
    the first days are gone, the track begins with the first that is left.
    """
    plan: dict[int, tuple[str, ...]] = {}
    projects: dict[int, str] = {}
    assessments: dict[int, str] = {}
    occupied = sorted({*track.plan, *track.projects, *track.assessments})
    new = before = 0
    for day, units, project, assessment in _kept(track, left_out, occupied):
        if units or project or assessment:
            new += day - before if new or day == occupied[0] else 1
            plan |= {new: units} if units else {}
            projects |= {new: project} if project else {}
            assessments |= {new: assessment} if assessment else {}
        before = day
    days = max(1, new + track.days - before)
    return replace(track, plan=plan, projects=projects, assessments=assessments, days=days)


_Day = tuple[int, tuple[str, ...], str | None, str | None]


def _kept(track: Track, left_out: Settled, occupied: list[int]) -> Iterator[_Day]:
    """Each day with what is left of it: units, a project, a self-assessment.

    Project and self-assessment close a stretch of units, as a week's do; where nothing is left of it, nor are they.
    """
    stretch: list[bool] = []
    closed = False
    for day in occupied:
        units = tuple(unit for unit in track.plan.get(day, ()) if unit not in left_out.units)
        if day in track.plan:
            stretch = [*([] if closed else stretch), bool(units)]
        closed = day not in track.plan
        gone = bool(stretch) and not any(stretch)
        project, assessment = track.projects.get(day), track.assessments.get(day)
        yield (
            day,
            units,
            None if gone or project in left_out.projects else project,
            None if gone or assessment in left_out.assessments else assessment,
        )


def first_day(enrolment: Enrolment, today: date, *, open_today: bool) -> date:
    """The learner-day on which what is open first is to be due: today, unless today's share was had already.

    ``open_today`` says that today's share came and something of it is still open. Who has not begun yet keeps his
    first day.
    """
    served = enrolment.delivered_on
    if served is None:
        return max(enrolment.started_on, today)
    return today if served < today or open_today else served + _DAY


def move(enrolment: Enrolment, track: Track, behind: Settled, first: date) -> Enrolment:
    """``enrolment`` on ``track``, so that what is open there first is due on the learner-day ``first``."""
    share = next_share(track, behind)
    number = track.days if share is None else share.day
    return replace(
        enrolment,
        track=track.id,
        started_on=first - (number - 1) * _DAY,
        # Who had no share yet is owed none for the days before the first.
        delivered_on=enrolment.delivered_on or first - _DAY,
    )


def move_back(enrolment: Enrolment, change: Change) -> Enrolment:
    """``enrolment`` on the track it left, as it was there."""
    return replace(enrolment, track=change.before, started_on=change.started_before)


def outlook(moved: Enrolment, track: Track, behind: Settled) -> Outlook:
    """What is ahead on ``track`` for an enrolment that ``move`` has put there."""
    shares = tuple(open_shares(track, behind))
    return Outlook(shares, tuple(moved.started_on + (share.day - 1) * _DAY for share in shares))
