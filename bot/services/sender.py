"""Sends what is owed: in order within a chat, chats side by side, and again after a crash.

A row is marked after Telegram has taken the message, never before: a crash in between repeats a message, but
never loses one.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.domain.delivery import Owed
from bot.domain.messages.placement import PlacementAsked
from bot.domain.messages.quiz import QuizPoll
from bot.domain.placement import PlacementPoll
from bot.domain.quiz import Poll
from bot.services.ports import (
    Clock,
    MessageGone,
    Messenger,
    NoAnswer,
    Refused,
    Renderer,
    RetryLater,
    Sent,
    Unreachable,
)
from bot.services.rendered import Rendered
from bot.storage import deliveries, people, placement, quiz
from bot.storage.database import Database
from bot.tasks import spawn

_log = structlog.get_logger(__name__)

_LONGEST_WAIT = 60.0
_FLOWS_KEPT = 20_000
_SETTLED_KEPT = 20_000
_GOODBYE = 5.0
"""Seconds that a message on its way gets when the bot stops."""
KEEP_SENT = timedelta(days=7)
"""How long settled deliveries are remembered."""


@dataclass(slots=True)
class _Line:
    """What one chat waits for."""

    fresh: deque[Owed] = field(default_factory=deque)
    reload: bool = False
    task: asyncio.Task[None] | None = None


class Sender:
    """The one place that hands deliveries to the messenger."""

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        renderer: Renderer,
        clock: Clock,
        *,
        backoff: float = 1.0,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._renderer = renderer
        self._clock = clock
        self._backoff = backoff
        self._lines: dict[int, _Line] = {}
        self._flows: OrderedDict[tuple[int, str], int] = OrderedDict()
        self._settled: OrderedDict[int, None] = OrderedDict()
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Go on with what is owed: at the start, and now and then in case anything was left."""
        async with self._database.begin() as tx:
            chats = await deliveries.chats_owed(tx)
        self.release(chats)

    async def stop(self) -> None:
        """Finish the message that is on its way in each chat; what is left stays owed."""
        self._stopping.set()
        tasks = [line.task for line in self._lines.values() if line.task is not None]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=_GOODBYE)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def send(self, owed: Iterable[Owed]) -> None:
        """Send what was just committed."""
        for one in owed:
            line = self._line(one.address.chat)
            if not one.asked_for:
                # Only the database knows whether a focus block holds it back.
                line.reload = True
            elif not (line.reload and one.id):
                line.fresh.append(one)
            self._go(one.address.chat, line)

    def release(self, chats: Iterable[int]) -> None:
        """Look in the database for what these chats are owed."""
        for chat in chats:
            line = self._line(chat)
            line.reload = True
            self._go(chat, line)

    async def drain(self) -> None:
        """Wait until nothing that can be sent is left."""
        while tasks := [line.task for line in self._lines.values() if line.task is not None]:
            await asyncio.wait(tasks)

    def _line(self, chat: int) -> _Line:
        return self._lines.setdefault(chat, _Line())

    def _go(self, chat: int, line: _Line) -> None:
        if line.task is None and not self._stopping.is_set():
            line.task = spawn(self._work(chat, line), name=f"sender of chat {chat}")

    async def _work(self, chat: int, line: _Line) -> None:
        try:
            while (line.fresh or line.reload) and not self._stopping.is_set():
                for one in await self._next(chat, line):
                    # Committed while the database was read, it came twice: once from there, once from its turn.
                    if one.id in self._settled:
                        continue
                    if self._stopping.is_set() or not await self._deliver(one):
                        line.reload = True
                        line.fresh.clear()
                        break
        finally:
            line.task = None
            self._lines.pop(chat, None)

    async def _next(self, chat: int, line: _Line) -> list[Owed]:
        if not line.reload:
            return [line.fresh.popleft()]
        line.reload = False
        redraws = [one for one in line.fresh if not one.id]
        line.fresh.clear()
        async with self._database.begin() as tx:
            owed, unreadable = await deliveries.owed(tx, chat)
            for row in unreadable:
                await deliveries.mark_failed(tx, row, "written by another release", self._clock.now())
        return [*redraws, *owed]

    async def _deliver(self, owed: Owed) -> bool:
        """Send one message, whatever it takes. False when the chat's queue has to be looked at anew."""
        try:
            rendered = self._renderer.render(owed.message, owed.address.language)
        except Exception:
            _log.exception("a message cannot be put into words", delivery=owed.id, kind=type(owed.message).__name__)
            await self._fail(owed, "it cannot be put into words")
            return True
        if not owed.id:
            await self._redraw(owed, rendered)
            return True
        attempt = 0
        while not self._stopping.is_set():
            try:
                sent, replaced = await self._hand_over(owed, rendered)
            except RetryLater as later:
                await self._pause(later.seconds)
            except NoAnswer as error:
                attempt += 1
                _log.warning("no answer from Telegram", delivery=owed.id, attempt=attempt, error=str(error))
                await self._pause(min(self._backoff * 2 ** min(attempt, 10), _LONGEST_WAIT))
            except Unreachable:
                await self._give_up(owed)
                return False
            except Refused as error:
                _log.error("Telegram refuses a message", delivery=owed.id, reason=str(error))
                await self._fail(owed, str(error))
                return True
            else:
                await self._settle(owed, sent)
                if replaced is not None:
                    await self._messenger.strip(owed.address.telegram_id, replaced)
                return True
        return False

    async def _fail(self, owed: Owed, reason: str) -> None:
        if owed.id:
            async with self._database.begin() as tx:
                await deliveries.mark_failed(tx, owed.id, reason, self._clock.now())
            self._keep_settled(owed.id)

    async def _pause(self, seconds: float) -> None:
        """Wait, but not for longer than until the bot stops."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _hand_over(self, owed: Owed, rendered: Rendered) -> tuple[Sent, int | None]:
        """Send or edit. Also answers which older message of the flow was left behind."""
        target = await self._flow(owed)
        if owed.edit and target is not None:
            try:
                await self._messenger.edit(owed.address.telegram_id, target, rendered)
                return Sent(target), None
            except MessageGone:
                target = None
        sent = await self._messenger.send(
            owed.address.telegram_id, owed.address.thread, rendered, interactive=owed.interactive
        )
        return sent, target

    async def _redraw(self, owed: Owed, rendered: Rendered) -> None:
        """Bring a message up to date; the next redrawing mends what fails here."""
        target = await self._flow(owed)
        if target is None:
            return
        with suppress(RetryLater, NoAnswer, Unreachable, Refused, MessageGone):
            await self._messenger.edit(owed.address.telegram_id, target, rendered)

    async def _flow(self, owed: Owed) -> int | None:
        if owed.flow is None:
            return None
        key = (owed.address.chat, owed.flow)
        if key not in self._flows:
            async with self._database.begin() as tx:
                message_id = await deliveries.flow_message(tx, *key)
            if message_id is None:
                return None
            self._keep_flow(key, message_id)
        return self._flows[key]

    def _keep_flow(self, key: tuple[int, str], message_id: int) -> None:
        self._flows[key] = message_id
        if len(self._flows) > _FLOWS_KEPT:
            self._flows.popitem(last=False)

    def _keep_settled(self, delivery: int) -> None:
        self._settled[delivery] = None
        if len(self._settled) > _SETTLED_KEPT:
            self._settled.popitem(last=False)

    def adopt(self, chat: int, flow: str, message_id: int) -> None:
        """A flow was moved into another message, by the turn that is committed now."""
        self._keep_flow((chat, flow), message_id)

    async def _settle(self, owed: Owed, sent: Sent) -> None:
        now = self._clock.now()
        chat = owed.address.chat
        async with self._database.begin() as tx:
            await deliveries.mark_sent(tx, owed.id, sent.message_id, now)
            if owed.flow is not None and self._flows.get((chat, owed.flow)) != sent.message_id:
                await deliveries.set_flow(tx, chat, owed.flow, sent.message_id)
            if isinstance(owed.message, QuizPoll) and sent.poll_id is not None:
                addressee = (await people.chat(tx, chat)).person
                await quiz.remember_poll(tx, _poll(owed.message, owed, sent, addressee), now)
            if isinstance(owed.message, PlacementAsked) and sent.poll_id is not None:
                await placement.remember_poll(tx, _placement_poll(owed.message, sent), now)
        self._keep_settled(owed.id)
        if owed.flow is not None:
            self._keep_flow((chat, owed.flow), sent.message_id)

    async def _give_up(self, owed: Owed) -> None:
        """The chat cannot be written to. What was owed is let go; progress, cards and plan stay as they are."""
        now = self._clock.now()
        async with self._database.begin() as tx:
            await people.set_blocked(tx, owed.address.chat, now)
            await deliveries.drop_owed(tx, owed.address.chat, "the chat cannot be written to", now)


def _poll(message: QuizPoll, owed: Owed, sent: Sent, addressee: int | None) -> Poll:
    return Poll(
        poll_id=str(sent.poll_id),
        chat=owed.address.chat,
        message_id=sent.message_id,
        addressee=addressee,
        quiz=message.quiz,
        position=message.position,
        course=message.course,
        edition=message.edition,
        card=message.card,
        options=message.order,
    )


def _placement_poll(message: PlacementAsked, sent: Sent) -> PlacementPoll:
    return PlacementPoll(str(sent.poll_id), message.placement, message.position, message.order)
