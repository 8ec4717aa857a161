"""/start: language, time zone, hour, and off we go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from bot.domain.course import Language, Localized
from bot.domain.messages.common import Place, UnitOffer, When


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Which language? The suggested one comes first."""

    name: str
    suggested: Language


@dataclass(frozen=True, slots=True)
class ChooseZone:
    """Where are you? A few cities, or type one, or type the time."""

    places: tuple[Place, ...]
    asked: str = ""
    """What was typed, where these places answer it."""


@dataclass(frozen=True, slots=True)
class ChooseHour:
    """When shall the day's unit come?"""

    place: Place
    hours: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """All is set: start now, or tomorrow at the hour."""

    enrolment: int
    name: str
    course: Localized
    track: Localized
    first: UnitOffer
    place: Place
    when: When
    """When the first unit comes by itself."""
    questions: int = 0
    """How many questions place a learner; none where the course has none."""


@dataclass(frozen=True, slots=True)
class SeeYou:
    """The first unit comes at that time."""

    when: When
    title: Localized


@dataclass(frozen=True, slots=True)
class WelcomeBack:
    """/start by somebody who is enrolled already; what is on today follows."""

    name: str
