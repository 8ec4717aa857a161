"""Telegram's limits, kept by us before Telegram has to.

Thirty messages a second for the bot, one a second in a private chat on average with bursts of three, twenty a minute in
a group, edits there included. What answers somebody who is looking at the chat does not wait for the private bucket.
A ``retry_after`` is obeyed by everybody.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.chat.retry import seconds_of

_CHATS_KEPT = 10_000
_FREE = frozenset({"answerCallbackQuery", "getUpdates", "getMe", "sendChatAction", "getFile"})
_EDITS = frozenset({"editMessageText", "editMessageReplyMarkup", "editMessageCaption", "stopPoll", "deleteMessage"})


@dataclass(slots=True)
class Bucket:
    """A token bucket: ``rate`` tokens a second, at most ``burst`` of them."""

    rate: float
    burst: float
    tokens: float
    at: float

    def take(self, now: float) -> float:
        """Take one token. Answers for how many seconds to wait before it may be used."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate) - 1
        self.at = now
        return 0.0 if self.tokens >= 0 else -self.tokens / self.rate

    def use(self, now: float) -> None:
        """Take a token if there is one: for what does not wait itself, but what comes later waits for."""
        self.tokens = max(min(0.0, self.tokens), min(self.burst, self.tokens + (now - self.at) * self.rate) - 1)
        self.at = now


def _bucket(rate: float, burst: float, now: float) -> Bucket:
    return Bucket(rate, burst, burst, now)


class Limiter(BaseRateLimiter[dict[str, Any]]):
    """A rate limiter for PTB's ``ExtBot``. ``monotonic`` answers seconds that never go back."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        # A little under Telegram's figures: its own count does not start where ours does.
        self._all = _bucket(28, 28, monotonic())
        self._chats: OrderedDict[int, Bucket] = OrderedDict()
        self._halted_until = 0.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: dict[str, Any] | None,
    ) -> Any:
        """Wait until the request may go, then let it go. ``rate_limit_args`` may have ``interactive``."""
        if endpoint not in _FREE:
            await self._wait(endpoint, data.get("chat_id"), bool((rate_limit_args or {}).get("interactive")))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._halted_until = max(self._halted_until, self._monotonic() + seconds_of(error))
            raise

    async def _wait(self, endpoint: str, chat: Any, interactive: bool) -> None:
        while True:
            while (halt := self._halted_until - self._monotonic()) > 0:  # noqa: ASYNC110 - it may be prolonged meanwhile
                await asyncio.sleep(halt)
            if (turn := self._turn(endpoint, chat, interactive)) > 0:
                await asyncio.sleep(turn)
            if self._halted_until <= self._monotonic():
                return

    def _turn(self, endpoint: str, chat: Any, interactive: bool) -> float:
        """In how many seconds it is this request's turn."""
        now = self._monotonic()
        wait = self._all.take(now)
        if not isinstance(chat, int) or (chat > 0 and endpoint in _EDITS):
            return wait
        if chat > 0 and interactive:
            self._of(chat).use(now)
            return wait
        return max(wait, self._of(chat).take(now))

    def _of(self, chat: int) -> Bucket:
        if chat not in self._chats:
            now = self._monotonic()
            self._chats[chat] = _bucket(1, 3, now) if chat > 0 else _bucket(19 / 60, 19, now)
            if len(self._chats) > _CHATS_KEPT:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat)
        return self._chats[chat]
