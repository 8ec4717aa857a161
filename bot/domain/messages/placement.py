"""/placement: a few questions, and what of the course may be skipped after them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Localized
from bot.domain.messages.common import UnitOffer, When


@dataclass(frozen=True, slots=True)
class PlacementIntro:
    """What the questions are for. ``answered`` of them are behind the learner where he stopped in the middle."""

    enrolment: int
    count: int
    answered: int
    skipped: int
    """Units that he skips now."""


@dataclass(frozen=True, slots=True)
class PlacementAsked:
    """A native quiz poll. ``order[i]`` is the question's option at place ``i``; the last place is "I don't know"."""

    placement: int
    seq: int
    position: int
    count: int
    question: Localized
    options: tuple[Localized, ...]
    order: tuple[int, ...]
    correct: int
    explanation: Localized


@dataclass(frozen=True, slots=True)
class PlacementResult:
    """What the answers say, and what the plan would be."""

    enrolment: int
    placement: int
    seq: int
    right: int
    answered: int
    count: int
    skip: tuple[Localized, ...]
    left: int
    minutes: int
    first: UnitOffer | None
    last_at: When | None


@dataclass(frozen=True, slots=True)
class PlanShortened:
    """Some units are skipped from now on. ``first_at`` is empty where the first unit is today's."""

    enrolment: int
    skipped: int
    first: UnitOffer | None
    first_at: When | None
    last_at: When | None


@dataclass(frozen=True, slots=True)
class PlanWhole:
    """Nothing is skipped."""

    enrolment: int
    first: UnitOffer | None
    first_at: When | None
