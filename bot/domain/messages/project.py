"""A week's project: offered, worked on, handed in, done, put aside."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Localized
from bot.domain.messages.common import Step, UnitOffer, When
from bot.domain.messages.day import PartOfDay


@dataclass(frozen=True, slots=True)
class ProjectOffer:
    """The week's project. ``seq`` is the learner-day as an ordinal, so that yesterday's buttons are known."""

    enrolment: int
    seq: int
    name: str
    part: PartOfDay
    id: str
    title: Localized
    brief: Localized
    steps: tuple[Localized, ...]
    minutes: int
    reviews: int
    begun: bool


@dataclass(frozen=True, slots=True)
class ProjectScreen:
    """A project with its steps to tick and what was handed in; ``next`` and ``when`` once it is done."""

    work: int
    seq: int
    enrolment: int
    title: Localized
    brief: Localized
    steps: tuple[Step, ...]
    wants_link: bool
    link: str | None
    words: str | None
    done: bool
    next: UnitOffer | None
    when: When | None


@dataclass(frozen=True, slots=True)
class AskHandIn:
    """The next text is what is handed in."""

    work: int
    seq: int
    title: Localized
    wants_link: bool
    given: bool
    """Whether something was handed in before."""


@dataclass(frozen=True, slots=True)
class ProjectAside:
    """Not this week: the project stays open, and the track goes on."""

    enrolment: int
    id: str
    title: Localized
    next: UnitOffer | None
    when: When | None
