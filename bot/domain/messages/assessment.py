"""A self-assessment: offered, answered statement by statement, summed up, put aside."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.assessment import Advice
from bot.domain.course import Localized
from bot.domain.messages.common import Judged, UnitOffer, When
from bot.domain.messages.day import PartOfDay


@dataclass(frozen=True, slots=True)
class CheckOffer:
    """The week's self-assessment. ``seq`` is the learner-day as an ordinal, so that yesterday's buttons are known."""

    enrolment: int
    seq: int
    name: str
    part: PartOfDay
    id: str
    title: Localized
    statements: int
    minutes: int
    reviews: int
    begun: bool


@dataclass(frozen=True, slots=True)
class AskStatement:
    """One statement. ``number`` counts from 1."""

    check: int
    seq: int
    title: Localized
    number: int
    count: int
    text: Localized


@dataclass(frozen=True, slots=True)
class AskReflection:
    """The open question; the next text answers it."""

    check: int
    seq: int
    title: Localized
    question: Localized


@dataclass(frozen=True, slots=True)
class CheckDone:
    """What the learner said, what to look at again, and one suggestion."""

    check: int
    seq: int
    enrolment: int
    title: Localized
    results: tuple[Judged, ...]
    weak: tuple[UnitOffer, ...]
    words: str | None
    advice: Advice
    can_slow: bool
    slowed: bool
    next: UnitOffer | None
    when: When | None


@dataclass(frozen=True, slots=True)
class CheckAside:
    """Not this week: the track goes on."""

    enrolment: int
    id: str
    title: Localized
    next: UnitOffer | None
    when: When | None
