"""The focus block: its bar, its end, its break."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Localized
from bot.domain.focus import Phase
from bot.domain.messages.common import Unfinished, UnitOffer


@dataclass(frozen=True, slots=True)
class BlockBar:
    """The running block: how much is done, how much is left."""

    block: int
    seq: int
    number: int
    phase: Phase
    filled: int
    minutes_left: int
    title: Localized | None


@dataclass(frozen=True, slots=True)
class FocusOver:
    """The focus time is up and the break runs."""

    block: int
    seq: int
    number: int
    break_minutes: int
    unfinished: Unfinished | None
    reviews: int


@dataclass(frozen=True, slots=True)
class BreakOver:
    """The break is over; one thing to do next."""

    unfinished: Unfinished | None
    next: UnitOffer | None
    enrolment: int
    reviews: int


@dataclass(frozen=True, slots=True)
class BlockLetGo:
    """A block that was paused for too long."""

    minutes_done: int
