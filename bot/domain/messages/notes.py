"""What a learner wrote, given back to him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.course import Localized
from bot.domain.messages.common import NotedCheck, NotedProject, NotedTopic, UnitOffer


@dataclass(frozen=True, slots=True)
class NotesFile:
    """Everything he wrote in the course, as a Markdown document."""

    course: Localized
    name: str
    day: date
    topics: tuple[NotedTopic, ...]
    projects: tuple[NotedProject, ...]
    checks: tuple[NotedCheck, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """How much it is, the links that were handed in, what to go on with and what to look at again."""

    enrolment: int
    recitations: int
    topics: int
    projects: int
    checks: int
    links: tuple[NotedProject, ...]
    open: tuple[UnitOffer, ...]
    done: tuple[UnitOffer, ...]


@dataclass(frozen=True, slots=True)
class NoNotes:
    """Nothing is written yet."""
