"""The day's units: offered, put off, declined, done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.course import Localized
from bot.domain.messages.common import UnitOffer, When

PartOfDay = Literal["morning", "afternoon", "evening", "night"]


@dataclass(frozen=True, slots=True)
class DayOffer:
    """Today's units. ``seq`` is the learner-day as an ordinal, so that yesterday's buttons are known."""

    enrolment: int
    seq: int
    name: str
    part: PartOfDay
    units: tuple[UnitOffer, ...]
    reviews: int
    behind: bool
    """Whether these units waited for the learner."""


@dataclass(frozen=True, slots=True)
class DaySnoozed:
    """The offer comes again at that time."""

    when: When


@dataclass(frozen=True, slots=True)
class DaySkipped:
    """Not today; the units wait."""

    when: When


@dataclass(frozen=True, slots=True)
class DayDone:
    """Today's units are done. The next one comes at its time, or now for who wants it."""

    enrolment: int
    seq: int
    next: UnitOffer
    when: When
    reviews: int


@dataclass(frozen=True, slots=True)
class TrackDone:
    """All units of the track are done, but for those that were skipped; the reviews go on."""

    track: Localized
    reviews: int
    next_review: When | None
    skipped: int = 0
    others: bool = False
    """Whether there are other tracks."""


@dataclass(frozen=True, slots=True)
class ReviewReminder:
    """Cards are due on a day without a unit."""

    name: str
    part: PartOfDay
    reviews: int
