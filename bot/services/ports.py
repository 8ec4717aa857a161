"""What services need from outside: a messenger, a sandbox and a clock.

The adapters are in ``bot/chat``, ``bot/sandbox`` and ``bot/clock.py``; the fakes for tests are in
``tests/fakes``. There is no port for the database: services use ``bot/storage`` itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.course import Language
from bot.domain.messages import Message
from bot.domain.messages.common import Place
from bot.domain.run import RunLimits, RunResult, SandboxState
from bot.services.rendered import Rendered


class Clock(Protocol):
    """Time. ``now()`` may be moved, ``monotonic()`` never moves."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        ...

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each jump of ``now()``."""
        ...


class Sandbox(Protocol):
    """Throwaway containers. Outcomes are values; nothing here raises for what a command does."""

    async def run(self, command: str, *, owner: str, limits: RunLimits) -> RunResult:
        """Run ``command`` with ``/bin/sh -c`` in a fresh container of its own, then destroy the container.

        ``owner`` is written on the container's label. An engine or image that is not there is the outcome
        ``UNAVAILABLE``.
        """
        ...

    async def state(self) -> SandboxState:
        """What a command would meet now: an engine that answers, an image that is built."""
        ...


class Renderer(Protocol):
    """Wording: a message becomes text in a language."""

    def render(self, message: Message, language: Language) -> Rendered:
        """The message in words."""
        ...


class Gazetteer(Protocol):
    """Knows cities and the time zones they are in."""

    def search(self, text: str, now: datetime, limit: int = 6) -> list[Place]:
        """Places whose city, country or zone name matches ``text`` in any language, best first."""
        ...

    def at_clock(self, hour: int, minute: int, now: datetime, limit: int = 8) -> list[Place]:
        """The best known places where it is now about that time (15 minutes either way)."""
        ...

    def suggested(self, language: Language, now: datetime) -> list[Place]:
        """The places to offer first to somebody who reads ``language``."""
        ...

    def place(self, zone: str, now: datetime) -> Place:
        """The place of an IANA zone. Raises ``UnknownZone``."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that Telegram has taken. ``poll_id`` is set for polls."""

    message_id: int
    poll_id: str | None = None


class Unreachable(Exception):
    """The chat cannot be written to: blocked, deleted, or the bot was removed."""


class RetryLater(Exception):
    """Telegram asks to wait ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class NoAnswer(Exception):
    """The network failed, or Telegram did: the message may or may not have been taken."""


class MessageGone(Exception):
    """The message to edit does not exist any more."""


class Refused(Exception):
    """Telegram will never take this message; ``args[0]`` says why."""


class Messenger(Protocol):
    """The way to a chat. Ids are Telegram's."""

    async def send(self, chat: int, thread: int | None, rendered: Rendered, *, interactive: bool) -> Sent:
        """Send a new message; an ``interactive`` one waits for no private-chat limit of ours.

        Raises ``Unreachable``, ``RetryLater``, ``NoAnswer`` or ``Refused``.
        """
        ...

    async def edit(self, chat: int, message_id: int, rendered: Rendered) -> None:
        """Change a text message; an unchanged one is fine. Raises as ``send`` does, and ``MessageGone``."""
        ...

    async def strip(self, chat: int, message_id: int) -> None:
        """Take the buttons off a message; whatever goes wrong does no harm."""
        ...

    async def show_activity(self, chat: int, activity: str) -> None:
        """Show a chat action such as ``typing`` for five seconds; whatever goes wrong does no harm."""
        ...
