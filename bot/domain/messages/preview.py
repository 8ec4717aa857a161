"""What an author sees around the messages of his course when he reads it as a learner will."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Localized
from bot.domain.messages.common import PreviewFault, ShelfLabel, ShelfUnit
from bot.domain.taps import Action


@dataclass(frozen=True, slots=True)
class PreviewContents:
    """What is in the course."""

    title: Localized
    summary: Localized
    shelves: tuple[ShelfLabel, ...]


@dataclass(frozen=True, slots=True)
class PreviewShelf:
    """The units of one shelf. ``more`` do not fit and are reached from unit to unit."""

    number: int
    title: Localized
    question: Localized | None
    units: tuple[ShelfUnit, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PreviewUnit:
    """The heading above a unit's messages: where it stands, and in which file."""

    title: Localized
    file: Localized
    minutes: int
    shelf: Localized
    place: int
    count: int
    day: int


@dataclass(frozen=True, slots=True)
class PreviewOnward:
    """Below a unit's messages: where to go from here."""

    number: int
    id: str
    shelf: Localized
    place: int
    count: int
    previous: ShelfUnit | None
    next: ShelfUnit | None


@dataclass(frozen=True, slots=True)
class PreviewFaults:
    """The course cannot be shown as it stands on the disk. ``action``, ``number`` and ``id`` are what to try again."""

    faults: tuple[PreviewFault, ...]
    more: int
    action: Action
    number: int
    id: str


@dataclass(frozen=True, slots=True)
class PreviewMended:
    """What the faults become once there is none left."""


@dataclass(frozen=True, slots=True)
class PreviewChanged:
    """How many messages of the open unit were brought up to date."""

    count: int


@dataclass(frozen=True, slots=True)
class PreviewGone:
    """A unit that the course no longer has."""

    number: int


@dataclass(frozen=True, slots=True)
class PreviewRefused:
    """A message that the chat did not take, and why."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class PreviewIdle:
    """The answer to a button that is the learner's: here the whole unit is open already."""


@dataclass(frozen=True, slots=True)
class PreviewHint:
    """The answer to words."""
