"""The SQ3R table of the course: its topics, and one of them with its cells."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Localized
from bot.domain.messages.common import TopicCell, TopicRow, TopicUnit
from bot.domain.review import Mastery


@dataclass(frozen=True, slots=True)
class TopicTable:
    """All topics; each opens its cells."""

    rows: tuple[TopicRow, ...]


@dataclass(frozen=True, slots=True)
class TopicCells:
    """A topic: its key question, its cells, and its units to open. ``number`` is its row, from 1."""

    id: str
    number: int
    enrolment: int
    title: Localized
    question: Localized
    cells: tuple[TopicCell, ...]
    units: tuple[TopicUnit, ...]
    mastery: Mastery
