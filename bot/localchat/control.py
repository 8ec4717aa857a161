"""What stands beside the chat on the page: the clock with its travels, and how the bot is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.localchat.errors import PeopleError
from bot.localchat.world import World

if TYPE_CHECKING:
    from bot.localchat.chat import BotStatus, TimeControl

LONGEST_TRAVEL = timedelta(days=400)
LANGUAGES = ("en", "zh")


class Control:
    """Time and status as the page shows them. Works without a bot attached: then time just jumps."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._time: TimeControl | None = None
        self._status: BotStatus | None = None
        self._travelling = False
        self._told_next: object = None
        self._told_status: dict[str, str] = {}

    def attach(self, time_control: TimeControl, status: BotStatus) -> None:
        """See ``LocalChat.attach``."""
        self._time, self._status = time_control, status

    def status(self) -> dict[str, str]:
        """How the bot and the engine are."""
        return self._status.status() if self._status else {"bot": "running", "engine": "ready", "detail": ""}

    async def clock(self) -> dict[str, Any]:
        """The virtual time, and what comes next in both languages."""
        clock = self._world.clock
        return {
            "now": clock.now().isoformat(timespec="seconds"),
            "offset_seconds": round(clock.offset.total_seconds()),
            "travelling": self._travelling,
            "next": await self._next(),
        }

    async def travel(self, advance: timedelta | None) -> datetime:
        """Move the clock on by ``advance``, or to the next event; returns the new time when all due is done.

        Raises PeopleError: 409 while travelling or when there is no next event, 400 for a senseless distance.
        """
        if self._travelling:
            raise PeopleError("The clock is already travelling; wait until it has arrived.", 409)
        self._travelling = True
        try:
            target = await self._target(advance)
            await self._tell_clock()
            if self._time is None:
                self._world.clock.advance_to(target)
            else:
                await self._time.travel(target)
        finally:
            self._travelling = False
            await self._tell_clock()
        return self._world.clock.now()

    def clock_moved(self) -> None:
        """The clock has jumped: tell the page where it is now."""
        clock = self._world.clock
        moved = {
            "now": clock.now().isoformat(timespec="seconds"),
            "offset_seconds": round(clock.offset.total_seconds()),
        }
        self._world.events.publish(
            {"type": "clock", "clock": {**moved, "travelling": self._travelling, "next": self._told_next}}
        )

    async def tell_changes(self) -> None:
        """Tell the page what has changed since it was last told: the bot's state, the next event."""
        status = self.status()
        if status != self._told_status:
            self._told_status = status
            self._world.events.publish({"type": "status", "status": status})
        if await self._next() != self._told_next and not self._travelling:
            await self._tell_clock()

    async def _tell_clock(self) -> None:
        clock = await self.clock()
        self._told_next = clock["next"]
        self._world.events.publish({"type": "clock", "clock": clock})

    async def _target(self, advance: timedelta | None) -> datetime:
        now = self._world.clock.now()
        if advance is not None:
            if not timedelta(seconds=1) <= advance <= LONGEST_TRAVEL:
                raise PeopleError(f"The clock travels forward by 1 second to {LONGEST_TRAVEL.days} days.")
            return now + advance
        event = await self._time.next_event("en") if self._time else None
        if event is None:
            raise PeopleError("Nothing is planned yet, so there is no next event to travel to.", 409)
        return max(event[0].astimezone(UTC), now)

    async def _next(self) -> dict[str, Any] | None:
        if self._time is None:
            return None
        words: dict[str, str] = {}
        at = None
        for language in LANGUAGES:
            event = await self._time.next_event(language)
            if event is None:
                return None
            at, words[language] = event
        return {"at": at.astimezone(UTC).isoformat(timespec="seconds"), "text": words} if at else None
