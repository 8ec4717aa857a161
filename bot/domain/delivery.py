"""One message owed to one chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Language
from bot.domain.messages import Message


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes, and in which language."""

    chat: int
    """Our own id of the chat."""
    telegram_id: int
    language: Language
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery that is not sent yet.

    ``flow`` names the conversation's thread of screens that the message belongs to; with ``edit`` it takes the place of
    the flow's last message, without it follows at the bottom of the chat. What was not ``asked_for`` waits for the
    break; an ``interactive`` one answers somebody who is looking at the chat right now. One with the ``id`` 0 is not
    stored: it redraws what the state says, and is not missed if it fails.
    """

    id: int
    address: Address
    message: Message
    flow: str | None = None
    edit: bool = False
    asked_for: bool = True
    interactive: bool = False
    attempts: int = 0
