"""Values that several messages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from bot.domain.course import Localized


@dataclass(frozen=True, slots=True)
class When:
    """A moment as the reader's own calendar and clock have it. ``days_ahead`` counts learner-days from today."""

    day: date
    clock: time
    days_ahead: int


@dataclass(frozen=True, slots=True)
class Place:
    """A time zone by a city in it, and the time there now."""

    zone: str
    city: Localized
    local: time


OfferKind = Literal["unit", "project", "assessment"]


@dataclass(frozen=True, slots=True)
class UnitOffer:
    """Something that can be started: a unit, or a week's project or self-assessment."""

    id: str
    title: Localized
    minutes: int
    kind: OfferKind = "unit"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A unit that was begun and not ended."""

    session: int
    seq: int
    title: Localized


@dataclass(frozen=True, slots=True)
class StudyDay:
    """What was done on one learner-day."""

    day: date
    blocks: int
    reviews: int


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """How many of a topic's cards are remembered well."""

    title: Localized
    known: int
    total: int


PointState = Literal["found", "claimed", "missing"]


@dataclass(frozen=True, slots=True)
class Point:
    """A key point, and whether it was said."""

    text: Localized
    state: PointState


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a project."""

    text: Localized
    done: bool


LevelName = Literal["not_yet", "with_help", "on_my_own"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement, what the learner said of it, and what he said of its unit before."""

    text: Localized
    level: LevelName
    before: LevelName | None


@dataclass(frozen=True, slots=True)
class NotedUnit:
    """A recitation, and the key points that were said in it."""

    title: Localized
    day: date
    words: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class NotedTopic:
    """The recitations of one topic."""

    title: Localized
    units: tuple[NotedUnit, ...]


@dataclass(frozen=True, slots=True)
class NotedProject:
    """A project, and what was handed in."""

    title: Localized
    done: bool
    steps: tuple[Step, ...]
    link: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class NotedCheck:
    """A self-assessment that was answered."""

    title: Localized
    day: date
    results: tuple[Judged, ...]
    question: Localized
    words: str | None


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """A resource outside this course. ``languages`` are those it is in."""

    url: str
    title: Localized
    why: Localized
    languages: tuple[Literal["en", "zh"], ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A screen to turn to."""

    id: str
    title: Localized
    current: bool
