"""Telegram's rate limits: 30 sends a second a bot, 1 a second a private chat with bursts of 3, 20 a minute a group.

A bot and a group have sliding windows, a private chat a token bucket. Edits count in groups only; callback answers,
deletions and chat actions never count. All goes by ``Clock.monotonic()``, so time travel frees nobody. A refused
call costs nothing.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

from bot.localchat.errors import too_many_requests

SLACK = 0.05
"""Share of a window or token forgiven, because two machines never agree to the millisecond."""


class Window:
    """At most ``most`` events in any ``seconds``."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds * (1 - SLACK)
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 if it is now."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        return 0.0 if len(self._times) < self._most else self._times[0] + self._seconds - now

    def take(self, now: float) -> None:
        """Count one event."""
        self._times.append(now)


class Bucket:
    """``rate`` a second on average, with bursts of ``burst``."""

    def __init__(self, burst: int, rate: float) -> None:
        self._burst = burst
        self._rate = rate
        self._tokens = float(burst)
        self._at = -math.inf

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 if it is now."""
        self._tokens = min(self._burst, self._tokens + max(0.0, now - self._at) * self._rate)
        self._at = now
        return 0.0 if self._tokens >= 1 - SLACK else (1 - self._tokens) / self._rate

    def take(self, now: float) -> None:
        """Count one event."""
        self._at = now
        self._tokens -= 1


class RateLimits:
    """All limits of one bot; raises Telegram's 429 with the seconds to wait."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._bot = Window(30, 1.0)
        self._private: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}

    def send(self, chat_id: int, *, private: bool) -> None:
        """Count a send to this chat, or refuse it."""
        if private:
            self._take(self._bot, self._private.setdefault(chat_id, Bucket(3, 1.0)))
        else:
            self._take(self._bot, self._groups.setdefault(chat_id, Window(20, 60.0)))

    def edit(self, chat_id: int, *, private: bool) -> None:
        """Count an edit in this chat, or refuse it; edits in private chats are free."""
        if not private:
            self.send(chat_id, private=False)

    def _take(self, *limits: Window | Bucket) -> None:
        now = self._monotonic()
        wait = max(limit.wait(now) for limit in limits)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for limit in limits:
            limit.take(now)
