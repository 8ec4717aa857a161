"""One thing that happens at one instant: an update that came in, or a wakeup that is due.

A turn is one transaction. What it changes, the messages it owes and the wakeups it sets are committed together; then
the sender and the scheduler are told.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.delivery import Address, Owed
from bot.domain.messages import Message
from bot.domain.people import Chat, Person
from bot.domain.run import SandboxState
from bot.services.courses import Courses
from bot.services.ports import Clock, Gazetteer
from bot.storage import deliveries, wakeups
from bot.storage.database import Database, Transaction


@dataclass(slots=True)
class Turn:
    """What a service works with."""

    tx: Transaction
    now: datetime
    courses: Courses
    places: Gazetteer
    engine: SandboxState
    item: str
    slot: str = ""
    interactive: bool = False
    tapped: int | None = None
    """Telegram's id of the message whose button was tapped."""
    owed: list[Owed] = field(default_factory=list)
    adopted: list[tuple[int, str, int]] = field(default_factory=list)
    """Flows (chat, flow) that moved into a message."""
    touched: set[int] = field(default_factory=set)
    """Chats in which something that was held back may go out now."""
    earliest: datetime | None = None
    """The earliest wakeup that this turn set."""
    runs: bool = False
    """Whether the queue of commands changed."""
    labs: set[int] = field(default_factory=set)
    """Lab sessions in which something is to be done."""
    after: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What to do once this is committed."""

    async def say(
        self,
        person: Person,
        chat: Chat,
        message: Message,
        *,
        flow: str | None = None,
        edit: bool = False,
        asked_for: bool = True,
    ) -> None:
        """Owe ``message`` to ``chat``, in the language of ``person``; nothing is owed to who has blocked the bot."""
        if chat.blocked:
            return
        owed = await deliveries.add(
            self.tx,
            Address(chat.id, chat.telegram_id, person.speaks),
            message,
            item=self.item,
            slot=f"{self.slot}{len(self.owed)}",
            now=self.now,
            flow=flow,
            edit=edit,
            asked_for=asked_for,
            interactive=self.interactive,
        )
        if owed is not None:
            self.owed.append(owed)

    async def show(self, person: Person, chat: Chat, message: Message, flow: str) -> None:
        """The next screen of a flow: in place of the tapped message, else at the bottom of the chat."""
        if self.tapped is not None:
            await deliveries.set_flow(self.tx, chat.id, flow, self.tapped)
            self.adopted.append((chat.id, flow, self.tapped))
        await self.say(person, chat, message, flow=flow, edit=self.tapped is not None)

    def redraw(self, person: Person, chat: Chat, message: Message, flow: str) -> None:
        """Bring a flow's message up to date once this is committed. Not stored: it follows from the state."""
        address = Address(chat.id, chat.telegram_id, person.speaks)
        self.owed.append(Owed(0, address, message, flow, edit=True))

    async def wake(self, kind: str, subject: int, at: datetime) -> None:
        """Set the wakeup of this kind and subject, replacing an earlier one."""
        await wakeups.put(self.tx, kind, subject, at)
        if self.earliest is None or at < self.earliest:
            self.earliest = at

    async def let_sleep(self, kind: str, subject: int) -> None:
        """Take the wakeup of this kind and subject away."""
        await wakeups.remove(self.tx, kind, subject)


Listener = Callable[[Turn], None]


class Desk:
    """Opens turns, and tells who listens what came of each."""

    def __init__(self, database: Database, clock: Clock, courses: Courses, places: Gazetteer) -> None:
        self.database = database
        self.clock = clock
        self.courses = courses
        self.places = places
        self.engine = SandboxState.NO_ENGINE
        """Whether commands can run, as of the last look."""
        self.listeners: list[Listener] = []

    @asynccontextmanager
    async def turn(
        self, item: str, *, slot: str = "", interactive: bool = False, tapped: int | None = None
    ) -> AsyncIterator[Turn]:
        """One turn, committed at the end; ``item`` and ``slot`` make what it owes unique."""
        async with self.database.begin() as tx:
            turn = Turn(
                tx,
                self.clock.now(),
                self.courses,
                self.places,
                self.engine,
                item,
                slot=slot,
                interactive=interactive,
                tapped=tapped,
            )
            yield turn
        for listener in self.listeners:
            listener(turn)
        if turn.after:
            await asyncio.sleep(0)  # what is owed sets out first
        for step in turn.after:
            await step()
