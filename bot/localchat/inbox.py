"""Updates on their way to the bot: kept until it confirms them, as Telegram keeps them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.clock import Clock
from bot.localchat.errors import ApiError
from bot.localchat.store import Store

_ALLOWED = "allowed_updates"
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Inbox:
    """The queue behind getUpdates. One reader at a time: a new one ends the one before, with Telegram's 409."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._reader: asyncio.Event | None = None
        self._closed = False
        self._news = False
        self._allowed = self._saved_allowed()

    def _saved_allowed(self) -> list[str] | None:
        saved = self._store.setting(_ALLOWED)
        return json.loads(saved) if saved else None

    @property
    def allowed(self) -> list[str] | None:
        """What the bot asked for last; None: Telegram's default."""
        return self._allowed

    @property
    def closed(self) -> bool:
        """Whether nobody may wait any more."""
        return self._closed

    def allow(self, kinds: list[str]) -> None:
        """Remember which kinds of update the bot wants; an empty list means the default."""
        wanted = kinds or None
        if wanted != self._allowed:
            self._allowed = wanted
            self._store.set_setting(_ALLOWED, json.dumps(kinds))

    def push(self, kind: str, body: dict[str, Any]) -> None:
        """Queue an update, unless the bot does not want its kind."""
        if kind not in self._allowed if self._allowed is not None else kind in _NOT_BY_DEFAULT:
            return
        self.push_raw({kind: body})

    def push_raw(self, update: dict[str, Any]) -> int:
        """Queue whatever it is, wanted or not, sound or broken; returns its number."""
        body = json.dumps(update)
        self._news = True
        return int(self._store.run("INSERT INTO updates (body) VALUES (?)", body).lastrowid or 0)

    def confirm(self, offset: int) -> None:
        """Forget updates below ``offset``; a negative one keeps that many of the newest."""
        if offset > 0:
            self._store.run("DELETE FROM updates WHERE update_id < ?", offset)
        elif offset < 0:
            newest = "SELECT update_id FROM updates ORDER BY update_id DESC LIMIT ?"
            self._store.run(f"DELETE FROM updates WHERE update_id NOT IN ({newest})", -offset)  # noqa: S608

    def clear(self) -> None:
        """Forget all pending updates."""
        self._store.run("DELETE FROM updates")

    def count(self) -> int:
        """How many updates wait."""
        return int(self._store.one("SELECT count(*) FROM updates")[0])

    def pending(self, limit: int) -> list[dict[str, Any]]:
        """The oldest waiting updates."""
        rows = self._store.all("SELECT update_id, body FROM updates ORDER BY update_id LIMIT ?", limit)
        return [{"update_id": row["update_id"], **json.loads(row["body"])} for row in rows]

    def wake_for_news(self) -> None:
        """Tell the waiting reader to look again if something was queued since the last time."""
        if self._news:
            self._news = False
            self.wake()

    def wake(self) -> None:
        """Tell the waiting reader to look again."""
        if self._reader is not None:
            self._reader.set()

    def close(self) -> None:
        """End the waiting reader and let none wait; ``reopen`` undoes it."""
        self._closed = True
        self.wake()

    def reopen(self) -> None:
        """Let readers wait again."""
        self._closed = False

    async def fetch(self, limit: int, timeout_seconds: float) -> list[dict[str, Any]]:
        """Waiting updates, or those that come in time. Raises ApiError 409 when another reader comes."""
        self.wake()
        mine = self._reader = asyncio.Event()
        deadline = self._clock.monotonic() + timeout_seconds
        while True:
            batch = self.pending(limit)
            left = deadline - self._clock.monotonic()
            if batch or left <= 0 or self._closed:
                return batch
            mine.clear()
            await _set_within(mine, left)
            if self._reader is not mine:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
