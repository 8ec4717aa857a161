"""/track: which ways there are through the course, and what changes for who takes another."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Localized
from bot.domain.messages.common import TrackLine, UnitOffer, When


@dataclass(frozen=True, slots=True)
class TrackMenu:
    """The track the learner is on, and the others. ``seq`` counts his changes."""

    enrolment: int
    seq: int
    mine: TrackLine
    others: tuple[TrackLine, ...]


@dataclass(frozen=True, slots=True)
class TrackPreview:
    """What would change. ``first_at`` is empty where the first units are today's."""

    enrolment: int
    seq: int
    track: TrackLine
    kept: Localized
    left: int
    first: tuple[UnitOffer, ...]
    first_at: When | None
    then: UnitOffer | None
    then_at: When | None
    last_at: When | None
    dropped: tuple[Localized, ...]
    """Open units that are on the plan now, and would not be any more."""
    unfinished: Localized | None
    """The unit that the learner is in the middle of."""


@dataclass(frozen=True, slots=True)
class TrackSwitched:
    """The learner is on another track. ``back`` is the one he left, unless he has just come back."""

    enrolment: int
    seq: int
    track: Localized
    first: UnitOffer | None
    first_at: When | None
    back: Localized | None
