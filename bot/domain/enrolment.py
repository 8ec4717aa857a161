"""What a learner on a track gets, and when. A missed day waits; nothing piles up."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from bot.domain.course import Track


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A chat on a track.

    ``started_on`` is day 1; ``delivered_on`` is the last learner-day that had its share, as it was counted then.
    """

    id: int
    chat: int
    person: int | None
    course: str
    edition: int
    track: str
    started_on: date
    delivered_on: date | None = None

    def day_number(self, today: date) -> int:
        """The day of the track by the calendar, from 1; 0 or less before it starts."""
        return (today - self.started_on).days + 1


def units_of_day(track: Track, day_number: int, finished: AbstractSet[str]) -> tuple[str, ...]:
    """What to learn on the track's ``day_number``: the open units of the earliest day that has any.

    Days that were missed are not added up: the track waits where the learner is. Nothing comes before its day.
    """
    for day in sorted(track.plan):
        if day > day_number:
            break
        if units := tuple(unit for unit in track.plan[day] if unit not in finished):
            return units
    return ()


def next_unit(track: Track, finished: AbstractSet[str]) -> str | None:
    """The first unit that is not finished, whatever its day; none at the end of the track."""
    return next((unit for unit in track.units() if unit not in finished), None)
