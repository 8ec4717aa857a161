"""Long polling, raw: what Telegram has is stored before the next poll confirms it.

PTB's Updater parses first and confirms what it cannot keep; one update that it cannot parse makes it poll without end.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.chat.retry import seconds_of

_log = structlog.get_logger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "poll_answer", "my_chat_member")
"""What the bot listens to."""
_TIMEOUT = 30
_LONGEST_WAIT = 30.0

Receive = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]


class Poller:
    """Fetches updates until it is stopped. ``receive`` must have stored them when it returns."""

    def __init__(self, request: BaseRequest, base_url: str, receive: Receive) -> None:
        self._request = request
        self._url = f"{base_url}/getUpdates"
        self._receive = receive
        self.answering = False
        """Whether polling goes on and the last poll did not fail."""

    async def run(self, offset: int | None) -> None:
        """Poll from ``offset`` on, for ever. Raises ``InvalidToken``; anything else is waited out."""
        failures = 0
        self.answering = True
        while True:
            try:
                updates = await self._poll(offset)
                failures = 0
                self.answering = True
            except InvalidToken:
                raise
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except TelegramError as error:
                failures += 1
                self.answering = False
                _log.warning(_words(error), error=str(error), failures=failures)
                await asyncio.sleep(min(0.5 * 2 ** min(failures, 10), _LONGEST_WAIT))
            else:
                if updates and await self._stored(updates):
                    offset = max(int(update["update_id"]) for update in updates) + 1

    async def _stored(self, updates: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the updates are stored; if not, the next poll brings them again."""
        try:
            await self._receive(updates)
        except Exception:
            _log.exception("updates could not be stored; trying again")
            await asyncio.sleep(1)
            return False
        return True

    async def _poll(self, offset: int | None) -> Sequence[Mapping[str, Any]]:
        wanted = {"timeout": _TIMEOUT, "offset": offset, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        data = RequestData([RequestParameter.from_input(key, value) for key, value in wanted.items()])
        answer = await self._request.post(self._url, data, read_timeout=_TIMEOUT + 10)
        updates = answer if isinstance(answer, list) else []
        return [update for update in updates if isinstance(update, dict) and isinstance(update.get("update_id"), int)]


def _words(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "another bot polls with the same token; stop it"
    return "no updates from Telegram; trying again"
