"""What is worth a learner's time outside this course."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Localized
from bot.domain.messages.common import ResourceLine, Tab


@dataclass(frozen=True, slots=True)
class Resources:
    """One kind of resources, with a button for each of the others."""

    title: Localized
    note: Localized | None
    lines: tuple[ResourceLine, ...]
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class NoResources:
    """The course names none."""
