"""What services need from outside: a messenger, a sandbox and a clock.

The adapters are in ``bot/chat``, ``bot/sandbox`` and ``bot/clock.py``; the fakes for tests are in
``tests/fakes``. There is no port for the database: services use ``bot/storage`` itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.course import Language
from bot.domain.lab_shell import FileProblem, LabLimits, LabState, ScriptResult, ShellResult
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


class Labs(Protocol):
    """Throwaway containers in which Docker itself works, by name. Outcomes are values."""

    limits: LabLimits

    async def state(self) -> LabState:
        """Whether a lab could be had now."""
        ...

    async def claim(self, owner: str) -> str | None:
        """The name of a fresh lab; ``None`` where none can be had."""
        ...

    async def run(self, lab: str, text: str, tell: Callable[[str], None] | None = None) -> ShellResult:
        """Run a command in the lab's one shell; ``tell`` gets its output while it grows."""
        ...

    def type(self, lab: str, text: str) -> None:
        """Hand a line to the program that runs."""
        ...

    async def interrupt(self, lab: str) -> None:
        """Ctrl-C; by force where that ends nothing."""
        ...

    async def script(
        self, lab: str, text: str, *, seconds: float, environment: Mapping[str, str] | None = None
    ) -> ScriptResult | None:
        """Run a script of the course's from a clean environment; ``None`` where the lab is gone."""
        ...

    async def put(self, lab: str, files: Mapping[str, bytes], *, into_shell_folder: bool = False) -> bool:
        """Write files by relative names; whether all are there."""
        ...

    async def fetch(self, lab: str, path: str) -> bytes | FileProblem:
        """A plain file of the lab."""
        ...

    async def keep(self, lab: str, seconds: int) -> bool:
        """Let the lab live for ``seconds`` from now; whether it does."""
        ...

    async def alive(self, lab: str) -> bool:
        """Whether the lab is there."""
        ...

    async def end(self, lab: str) -> None:
        """Remove the lab with all that is in it."""
        ...

    async def fill(self) -> int:
        """Start warm labs until there are as many as wanted; how many there are."""
        ...

    async def aclose(self) -> None:
        """Hang up; labs in use live on."""
        ...

    async def sweep(self, in_use: Callable[[str], bool]) -> int:
        """Remove this bot's labs that are not ``in_use``, and anyone's that are expired; how many."""
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

    async def download(self, file: str) -> bytes:
        """The bytes of a file that somebody sent, by its id. Raises as ``send`` does."""
        ...

    async def show_activity(self, chat: int, activity: str) -> None:
        """Show a chat action such as ``typing`` for five seconds; whatever goes wrong does no harm."""
        ...
