"""The only reader of time.

Everything that happens to a person (wakeups, focus blocks, reviews) goes by ``now()``, which the demo and
the tests may move forward. Everything that guards a machine (rate limits, network and sandbox deadlines)
goes by ``monotonic()``, which never moves.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """The system clock, with an offset that can only grow.

    ``offset`` is what was saved at an earlier run, so that a travelled clock survives a restart.
    """

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset
        self._listeners: list[Callable[[], None]] = []

    @property
    def offset(self) -> timedelta:
        """How far ``now()`` runs ahead of the machine's clock."""
        return self._offset

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    def monotonic(self) -> float:
        """Seconds since an arbitrary start; never moved, never goes back."""
        return time.monotonic()

    def advance_to(self, instant: datetime) -> None:
        """Move ``now()`` forward to ``instant`` and tell every listener; an instant that is past does nothing."""
        ahead = instant - self.now()
        if ahead <= timedelta():
            return
        self._offset += ahead
        for listener in list(self._listeners):
            listener()

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each jump of ``now()``."""
        self._listeners.append(listener)
