"""Help, settings, progress, and the small answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

from bot.domain.course import Language, Localized
from bot.domain.messages.common import Place, StudyDay, TopicProgress, When


@dataclass(frozen=True, slots=True)
class Help:
    """What the bot does and which commands it has."""

    enrolled: bool
    engine: bool


@dataclass(frozen=True, slots=True)
class GroupHint:
    """One sentence and a private link, for a command in a group."""

    link: str


@dataclass(frozen=True, slots=True)
class SettingsMenu:
    """All settings; each opens its choices."""

    language: Language
    place: Place
    hour: time
    long_break: int
    reminders: bool
    rollover: time
    saved: bool = False


@dataclass(frozen=True, slots=True)
class SettingChoice:
    """The choices of one setting. ``current`` is the value as a button carries it."""

    setting: Literal["language", "long_break", "rollover"]
    current: str


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """A picture of the last two weeks, and its words."""

    track: Localized
    day: int
    days: int
    units_done: int
    units: int
    blocks: int
    streak: int
    due: int
    learning: int
    known: int
    recent: tuple[StudyDay, ...]
    topics: tuple[TopicProgress, ...]
    next: When | None
    skipped: int = 0
    """Units of the track that were skipped."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What /cancel ended."""

    block: bool
    unit: Localized | None
    question: bool
    review: bool
    run: bool
    quiz: bool = False
    assessment: bool = False
    placement: bool = False
    lab: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Text that nobody asked for."""

    session: int
    session_seq: int
    title: Localized | None
    """The unit that is open, if one is."""


EventKind = Literal["day", "again", "focus", "break", "pause"]


@dataclass(frozen=True, slots=True)
class NextEvent:
    """What happens next, for the demo's clock: a unit comes, a block or a break ends."""

    kind: EventKind
    name: str


@dataclass(frozen=True, slots=True)
class Sorry:
    """Something broke on our side; nothing of the learner's is lost."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error that the person can mend: the class name and fields of a ``PomodockError``."""

    error: str
    fields: dict[str, str | int]
