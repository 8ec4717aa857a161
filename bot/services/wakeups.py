"""What happens at a time: each kind of wakeup, the service it calls, and what being late means."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.services.turn import Desk, Turn
from bot.storage import wakeups
from bot.storage.wakeups import Wakeup

_log = structlog.get_logger(__name__)

_RETRY = timedelta(minutes=1)
_MOST_ATTEMPTS = 5


class Late(StrEnum):
    """What a wakeup means that could not be handled in time, because the bot was off."""

    RUN = "run"
    """It happens now."""
    SKIP = "skip"
    """Its moment is gone; nothing happens."""
    MERGE = "merge"
    """Several missed ones happen as one: the service looks at the present, not at the moment that was missed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of wakeup. ``grace`` is how late still counts as in time."""

    name: str
    call: Callable[[Turn, int], Awaitable[None]]
    late: Late
    grace: timedelta = timedelta(minutes=1)


class Wakeups:
    """Handles what is due, each wakeup in a turn of its own."""

    def __init__(self, desk: Desk, kinds: Mapping[str, Kind]) -> None:
        self._desk = desk
        self._kinds = kinds
        self._running = asyncio.Lock()

    async def earliest(self) -> datetime | None:
        """When the next wakeup is due."""
        async with self._desk.database.begin() as tx:
            return await wakeups.earliest(tx)

    async def run_due(self) -> None:
        """Handle all that is due by now."""
        async with self._running:
            while True:
                async with self._desk.database.begin() as tx:
                    due = await wakeups.due(tx, self._desk.clock.now())
                if not due:
                    return
                for wakeup in due:
                    await self._run(wakeup)

    async def _run(self, wakeup: Wakeup) -> None:
        kind = self._kinds.get(wakeup.kind)
        try:
            # The instant is part of the slot: what a wakeup owes is owed once, however often it is tried.
            slot = f"{wakeup.due_at.isoformat()}/"
            async with self._desk.turn(f"{wakeup.kind}:{wakeup.subject}", slot=slot) as turn:
                if not await wakeups.take(turn.tx, wakeup):
                    return
                if kind is None or (kind.late is Late.SKIP and turn.now - wakeup.due_at > kind.grace):
                    return
                await kind.call(turn, wakeup.subject)
        except Exception:
            _log.exception("a wakeup failed", kind=wakeup.kind, subject=wakeup.subject, attempts=wakeup.attempts)
            await self._put_off(wakeup)

    async def _put_off(self, wakeup: Wakeup) -> None:
        async with self._desk.turn(f"failed:{wakeup.kind}:{wakeup.subject}") as turn:
            if wakeup.attempts + 1 >= _MOST_ATTEMPTS:
                await wakeups.take(turn.tx, wakeup)
                return
            later = turn.now + _RETRY * 2**wakeup.attempts
            await wakeups.postpone(turn.tx, wakeup, later)
            turn.earliest = later
