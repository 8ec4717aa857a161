"""Values that several messages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from bot.domain.course import Cell, Localized, NoteKind
from bot.domain.review import Mastery


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


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic that can be chosen."""

    id: str
    title: Localized


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file and its text."""

    name: str
    text: str


UnitState = Literal["open", "begun", "done"]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic, and how well its cards are known."""

    id: str
    title: Localized
    mastery: Mastery


@dataclass(frozen=True, slots=True)
class TopicUnit:
    """A unit that teaches something of a topic, and how many of its cards are due."""

    id: str
    title: Localized
    state: UnitState
    due: int


@dataclass(frozen=True, slots=True)
class TopicCell:
    """One cell of the table: what it promises, and the units that teach it."""

    cell: Cell
    title: Localized
    units: tuple[TopicUnit, ...]


@dataclass(frozen=True, slots=True)
class TrackLine:
    """A track in short; ``done`` and ``skipped`` count its units that the learner need not do."""

    id: str
    title: Localized
    summary: Localized
    days: int
    units: int
    done: int
    skipped: int


PointState = Literal["found", "claimed", "missing"]


@dataclass(frozen=True, slots=True)
class Point:
    """A key point, and whether it was said."""

    text: Localized
    state: PointState


@dataclass(frozen=True, slots=True)
class PageNote:
    """What is told about one code block of a page; ``block`` counts from 1, and is 0 where the page has no other."""

    kind: NoteKind
    block: int
    text: Localized


ShelfKind = Literal["course", "topic", "track"]


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """A shelf to choose: the whole course, a topic or a track. ``number`` is its place in the contents."""

    number: int
    kind: ShelfKind
    title: Localized
    units: int


@dataclass(frozen=True, slots=True)
class ShelfUnit:
    """A unit on a shelf; ``day`` is 0 where the shelf is no track."""

    id: str
    title: Localized
    day: int


@dataclass(frozen=True, slots=True)
class PreviewFault:
    """One fault, as the content check tells it."""

    file: str
    line: int
    what: str
    mend: str


LabProgress = Literal["new", "tried", "done"]


@dataclass(frozen=True, slots=True)
class LabLine:
    """A lab to choose."""

    id: str
    title: Localized
    minutes: int
    state: LabProgress


@dataclass(frozen=True, slots=True)
class LabTask:
    """A task of a lab. ``expect`` and ``seen`` belong to its first check that failed."""

    text: Localized
    state: Literal["open", "failed", "passed"]
    expect: Localized
    seen: str


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
