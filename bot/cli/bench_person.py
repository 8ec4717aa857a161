"""The person of ``pomodock bench reply``: acts in the local chat and times the bot's answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from bot.cli.bench_bots import BotProcess
from bot.clock import Clock
from bot.localchat import LocalChat

_ID = 1001
PAUSE = 0.02
"""Seconds between an answer and the next update. With the rounds of two bots this keeps each below 25 messages a second
on the fastest machine, so that the bot's own rate limiter is never what is measured."""
_PATIENCE = 60
"""Seconds until an answer is missed; the first one waits for the bot to start."""
_TO_THE_PAGES = ("language", "zone", "hour", "begin", "unit_next", "guess", "page")
"""The buttons from /start to the pages of the first unit, by their actions."""

Message = dict[str, Any]


class NoReply(Exception):
    """The bot did not answer as it should; the text says to what."""


class Person:
    """Somebody with one bot."""

    def __init__(self, chat: LocalChat, clock: Clock, bot: BotProcess) -> None:
        self._chat = chat
        self._clock = clock
        self._bot = bot
        self._screen: Message = {}
        self._taps = 0

    async def enrol_and_read(self) -> None:
        """Walk the real bot to the first page of the first unit. Raises ``NoReply`` or ``BotDied``."""
        cursor = self._cursor
        self._chat.say(_ID, _ID, "/start")
        for action in _TO_THE_PAGES:
            message = await self._shown(cursor, action)
            cursor = self._cursor
            self._chat.press(_ID, _ID, message["message_id"], _buttons(message, action)[0])
        self._screen = await self._shown(cursor, "page")

    async def be_shown_a_button(self) -> None:
        """Have a message of the bare bot to tap on. Raises ``NoReply`` or ``BotDied``."""
        cursor = self._cursor
        self._chat.say(_ID, _ID, "/start")
        self._screen = await self._heard(cursor)

    async def command(self) -> float:
        """Send /help; the seconds until the bot's new message."""
        await asyncio.sleep(PAUSE)
        self._chat.say(_ID, _ID, "/help")
        _, seconds = await self._timed("message")
        return seconds

    async def tap(self) -> float:
        """Turn the page, to and fro; the seconds until the page's message is changed."""
        await asyncio.sleep(PAUSE)
        self._taps += 1
        pages = _buttons(self._screen, "page")
        data = pages[-(self._taps % 2)] if pages else f"tap {self._taps}"
        self._chat.press(_ID, _ID, self._screen["message_id"], data, forged=True)
        self._screen, seconds = await self._timed("edit")
        return seconds

    @property
    def _cursor(self) -> int:
        return self._chat.world.events.cursor

    async def _timed(self, kind: str) -> tuple[Message, float]:
        began = self._clock.monotonic()
        message = await self._heard(self._cursor, kind)
        return message, self._clock.monotonic() - began

    async def _shown(self, cursor: int, action: str) -> Message:
        """The first message since ``cursor`` that has a button of this action."""
        while not _buttons(message := await self._heard(cursor), action):
            cursor += 1
        return message

    async def _heard(self, cursor: int, *kinds: str) -> Message:
        """The bot's next message, new or changed, after ``cursor``."""
        for _ in range(_PATIENCE):
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    return await self._next(cursor, kinds or ("message", "edit"))
            self._bot.check()
        raise NoReply(f"no answer within {_PATIENCE} seconds")

    async def _next(self, cursor: int, kinds: tuple[str, ...]) -> Message:
        async for event in self._chat.world.events.follow(cursor):
            if event is not None and event[1]["type"] in kinds and event[1]["message"]["from"]["is_bot"]:
                return event[1]["message"]  # type: ignore[no-any-return]
        raise NoReply("the server was stopped")


def _buttons(message: Message, action: str) -> list[str]:
    """The data of a message's buttons of one action."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    found = [str(button.get("callback_data", "")) for row in rows for button in row]
    return [data for data in found if data.startswith(f"{action}:")]
