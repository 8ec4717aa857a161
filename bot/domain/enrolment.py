"""A chat on a track: since when, and what it had last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
