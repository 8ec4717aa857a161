"""The tick: awake when the earliest wakeup is due, asleep otherwise."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.tasks import spawn

_log = structlog.get_logger(__name__)

_TICK = "tick"
_OVERLAP = 50
_AGAIN = timedelta(seconds=5)
"""After which a tick that failed is tried again."""

RunDue = Callable[[], Awaitable[None]]
Earliest = Callable[[], Awaitable[datetime | None]]


class Ticker:
    """Calls ``run_due`` whenever something is due, by the movable clock."""

    def __init__(self, clock: Clock, run_due: RunDue, earliest: Earliest) -> None:
        self._clock = clock
        self._run_due = run_due
        self._earliest = earliest
        self._armed: datetime | None = None
        self._ticking = False
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            executors={"default": AsyncIOExecutor()},
            # A late tick is a tick: what lateness means is each wakeup's own affair.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        clock.on_jump(self._jumped)

    async def start(self) -> None:
        """Begin to tick; what fell due while the bot was off is handled at once."""
        self._scheduler.start()
        await self._rearm()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def every(self, interval: timedelta, job: Callable[[], Awaitable[None]], name: str) -> None:
        """Keep house: call ``job`` again and again, in real time, whatever the clock says."""
        self._scheduler.add_job(job, IntervalTrigger(seconds=interval.total_seconds()), id=name, name=name)

    def arm(self, due: datetime) -> None:
        """Something was set that is due at ``due``."""
        if not self._ticking and (self._armed is None or due < self._armed):
            self._arm(due)

    def _arm(self, due: datetime) -> None:
        self._armed = due
        now = self._clock.now()
        machine_time = now - self._clock.offset + max(due - now, timedelta())
        trigger = DateTrigger(machine_time)
        # Ticks that overlap after a jump wait for each other in ``run_due``.
        self._scheduler.add_job(
            self._tick, trigger, id=_TICK, name=_TICK, replace_existing=True, max_instances=_OVERLAP
        )

    async def _tick(self) -> None:
        self._armed = None
        self._ticking = True
        try:
            await self._run_due()
        except Exception:
            # A tick that fails (say, a database that is away) must not be the last.
            _log.exception("a tick failed; trying again", seconds=_AGAIN.total_seconds())
            self._arm(self._clock.now() + _AGAIN)
            return
        finally:
            self._ticking = False
        await self._rearm()

    async def _rearm(self) -> None:
        try:
            due = await self._earliest()
        except Exception:
            _log.exception("the next wakeup is not known; asking again", seconds=_AGAIN.total_seconds())
            due = self._clock.now() + _AGAIN
        if due is not None:
            self.arm(due)

    def _jumped(self) -> None:
        if self._scheduler.running:
            self._armed = None
            spawn(self._rearm(), name="re-arm after a jump")
