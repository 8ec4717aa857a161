"""What the page hears about as it happens: a numbered, bounded list of events and those who wait for the next one."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from typing import Any

KEPT = 2000
QUIET_SECONDS = 15.0

Event = tuple[int, dict[str, Any]]


class EventHub:
    """Events since the start of this process, numbered from 1. A reader who fell behind is told to ``reset``."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._last = 0
        self._news = asyncio.Event()
        self._closed = False
        self._watchers: list[Callable[[dict[str, Any]], None]] = []
        self.readers = 0

    @property
    def cursor(self) -> int:
        """The number of the newest event."""
        return self._last

    def publish(self, event: dict[str, Any]) -> None:
        """Number an event and wake every reader."""
        self._last += 1
        self._events.append((self._last, event))
        for watcher in self._watchers:
            watcher(event)
        self._wake()

    def watch(self, watcher: Callable[[dict[str, Any]], None]) -> None:
        """Call ``watcher`` with each event at once, where a reader hears of it when its turn comes."""
        self._watchers.append(watcher)

    def close(self) -> None:
        """End every reader; the hub can be read again after ``reopen``."""
        self._closed = True
        self._wake()

    def reopen(self) -> None:
        """Let readers come again."""
        self._closed = False

    def after(self, cursor: int) -> list[Event]:
        """Events newer than ``cursor``; a ``reset`` event when some of them are forgotten or the cursor is not ours."""
        oldest = self._events[0][0] if self._events else self._last + 1
        if cursor > self._last or cursor < oldest - 1:
            return [(self._last, {"type": "reset"})]
        return [event for event in self._events if event[0] > cursor]

    async def follow(self, cursor: int) -> AsyncGenerator[Event | None, None]:
        """Events as they come, from ``cursor`` on; None after a quiet while, so that the connection is kept alive."""
        self.readers += 1
        try:
            while not self._closed:
                news = self._news
                batch = self.after(cursor)
                for event in batch:
                    cursor = event[0]
                    yield event
                if not batch and not await _heard(news):
                    yield None
        finally:
            self.readers -= 1

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


async def _heard(news: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(news.wait(), QUIET_SECONDS)
    except TimeoutError:
        return False
    return True
