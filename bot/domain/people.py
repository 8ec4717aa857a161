"""Who learns, where, and how he wants to be treated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.domain import days
from bot.domain.course import Language

DEFAULT_LANGUAGE: Language = "en"


class ChatKind(StrEnum):
    """Where a conversation happens."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation. ``person`` is set in private chats only; ``blocked`` means that nothing can be sent."""

    id: int
    telegram_id: int
    kind: ChatKind
    person: int | None
    blocked: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to the bot. Language, zone and hour are empty until chosen."""

    id: int
    telegram_id: int
    name: str
    language: Language | None
    zone: str | None
    hour: time | None
    rollover: time
    long_break: int
    """Minutes of the break after four blocks, 15 to 30."""
    reminders: bool

    @property
    def speaks(self) -> Language:
        """The language to talk in."""
        return self.language or DEFAULT_LANGUAGE

    @property
    def tz(self) -> str:
        """The IANA zone; UTC until one is chosen."""
        return self.zone or "UTC"

    def today(self, now: datetime) -> date:
        """The learner-day that ``now`` belongs to."""
        return days.learner_day(now, self.tz, self.rollover)

    def day_start(self, day: date) -> datetime:
        """When ``day`` starts for this person."""
        return days.day_start(day, self.tz, self.rollover)


class DialogKind(StrEnum):
    """What the next text will be taken for."""

    ZONE = "zone"
    HOUR = "hour"
    RECITE = "recite"
    CARD = "card"
    HAND_IN = "hand_in"
    SELF_CHECK = "self_check"


@dataclass(frozen=True, slots=True)
class Dialog:
    """An open question to one person in one chat.

    ``subject`` is what it is about: the id of a unit session, of a quiz, of the work on a project or
    of a self-assessment.
    """

    kind: DialogKind
    subject: int = 0


def suggest_language(code: str | None) -> Language:
    """The language to suggest to somebody whose client speaks ``code``: any ``zh*`` is 简体中文."""
    return "zh" if (code or "").lower().startswith("zh") else DEFAULT_LANGUAGE
