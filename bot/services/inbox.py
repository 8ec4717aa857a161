"""The inbox: updates are stored before they are confirmed, and handled in order within a chat.

``Inbox.receive`` stores what a poll brought; only then may the next poll confirm it to Telegram. An update is marked
as handled in the transaction that changes the state, so a crash repeats nothing and loses nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Protocol

import structlog

from bot.domain.errors import PomodockError
from bot.services.turn import Desk, Turn
from bot.storage import inbox
from bot.storage.inbox import Arrived
from bot.tasks import spawn

_log = structlog.get_logger(__name__)

KEEP_HANDLED = timedelta(days=7)
"""How long handled updates are kept."""
MOST_ATTEMPTS = 3
_LARGEST_ID = 2**63 - 1
MOST_WAITING = 2000
"""Updates in memory; polling waits while there are more."""


class Unreadable(Exception):
    """An update that cannot be parsed; ``args[0]`` says why."""


class UpdateHandler(Protocol):
    """Turns an update into service calls."""

    async def handle(self, body: Mapping[str, Any], turn: Turn) -> None:
        """Handle one update. Raises ``Unreadable``, or a ``PomodockError`` to be explained."""
        ...

    async def explain(self, body: Mapping[str, Any], turn: Turn, error: PomodockError | None) -> None:
        """Say what was wrong with an update; ``None`` means that it was our fault."""
        ...


class Inbox:
    """Stores updates and hands them on, lane by lane."""

    def __init__(self, desk: Desk, handler: UpdateHandler) -> None:
        self._desk = desk
        self._handler = handler
        self._lanes: dict[int, deque[Arrived]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()
        self._stopping = False

    async def start(self) -> int | None:
        """Go on with what was stored and not handled. Answers the ``update_id`` to poll from."""
        async with self._desk.database.begin() as tx:
            left = await inbox.waiting(tx)
            last = await inbox.last_update(tx)
        self._dispatch(left)
        return None if last is None else last + 1

    async def stop(self) -> None:
        """Let what is being handled finish; the rest stays stored."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)

    async def receive(self, bodies: Iterable[Mapping[str, Any]]) -> None:
        """Store raw updates, then start handling those that are new. Waits while too many are waiting."""
        await self._room.wait()
        arrived = [Arrived(body["update_id"], lane_of(body), dict(body)) for body in bodies if _has_id(body)]
        async with self._desk.database.begin() as tx:
            fresh = await inbox.store(tx, arrived, self._desk.clock.now())
        self._dispatch(fresh)

    async def drain(self) -> None:
        """Wait until everything that was received is handled."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _dispatch(self, arrived: Iterable[Arrived]) -> None:
        for one in arrived:
            self._waiting += 1
            if one.lane in self._lanes:
                self._lanes[one.lane].append(one)
                continue
            self._lanes[one.lane] = deque([one])
            task = spawn(self._work(one.lane), name=f"lane {one.lane}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if self._waiting >= MOST_WAITING:
            self._room.clear()

    async def _work(self, lane: int) -> None:
        queue = self._lanes[lane]
        try:
            while queue and not self._stopping:
                await self._handle(queue[0])
                queue.popleft()
                self._waiting -= 1
                if self._waiting < MOST_WAITING:
                    self._room.set()
        finally:
            del self._lanes[lane]

    async def _handle(self, arrived: Arrived) -> None:
        attempts = arrived.attempts
        while True:
            try:
                await self._try(arrived)
            except Exception:
                attempts += 1
                _log.exception("an update could not be handled", update_id=arrived.update_id, attempts=attempts)
                if attempts >= MOST_ATTEMPTS:
                    return await self._fail(arrived)
                await self._count(arrived)
            else:
                return None

    async def _try(self, arrived: Arrived) -> None:
        try:
            async with self._turn(arrived) as turn:
                await self._handler.handle(arrived.body, turn)
                await inbox.mark_handled(turn.tx, arrived.update_id, turn.now)
        except Unreadable as error:
            _log.warning("an update was set aside", update_id=arrived.update_id, reason=str(error))
            async with self._turn(arrived) as turn:
                await inbox.set_aside(turn.tx, arrived.update_id, str(error), turn.now)
        except PomodockError as error:
            async with self._turn(arrived) as turn:
                await self._handler.explain(arrived.body, turn, error)
                await inbox.mark_handled(turn.tx, arrived.update_id, turn.now)

    async def _fail(self, arrived: Arrived) -> None:
        async with self._turn(arrived) as turn:
            await inbox.set_aside(turn.tx, arrived.update_id, "it broke the handler", turn.now)
        try:
            async with self._turn(arrived) as turn:
                await self._handler.explain(arrived.body, turn, None)
        except Exception:
            _log.exception("not even the apology got through", update_id=arrived.update_id)

    async def _count(self, arrived: Arrived) -> None:
        async with self._desk.database.begin() as tx:
            await inbox.count_attempt(tx, arrived.update_id)

    def _turn(self, arrived: Arrived) -> Any:
        return self._desk.turn(f"update:{arrived.update_id}", interactive=True, tapped=_tapped(arrived.body))


def lane_of(body: Mapping[str, Any]) -> int:
    """The chat an update belongs to (the person, where it has none): updates of one lane stay in order."""
    for value in body.values():
        if not isinstance(value, dict):
            continue
        message = value.get("message")
        holder = message if isinstance(message, dict) and "chat" in message else value
        for key in ("chat", "user", "from"):
            party = holder.get(key)
            number = party.get("id") if isinstance(party, dict) else None
            if isinstance(number, int) and abs(number) <= _LARGEST_ID:
                return number
    return 0


def _has_id(body: Mapping[str, Any]) -> bool:
    number = body.get("update_id")
    return isinstance(number, int) and abs(number) <= _LARGEST_ID


def _tapped(body: Mapping[str, Any]) -> int | None:
    """The message whose button was tapped; ``None`` for anything else."""
    callback = body.get("callback_query")
    message = callback.get("message") if isinstance(callback, dict) else None
    number = message.get("message_id") if isinstance(message, dict) else None
    return number if isinstance(number, int) else None
