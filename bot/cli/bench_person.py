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
    """Somebody with one bot. Times are the server's: when an update can be fetched, when a message is accepted."""

    def __init__(self, chat: LocalChat, clock: Clock, bot: BotProcess) -> None:
        self._chat = chat
        self._clock = clock
        self._bot = bot
        self._screen: Message = {}
        self._taps = 0
        self._heard: asyncio.Queue[tuple[str, Message, float]] = asyncio.Queue()
        chat.world.events.watch(self._note)

    async def enrol_and_read(self) -> None:
        """Walk the real bot to the first page of the first unit. Raises ``NoReply`` or ``BotDied``."""
        self._chat.say(_ID, _ID, "/start")
        for action in _TO_THE_PAGES:
            message = await self._shown(action)
            self._chat.press(_ID, _ID, message["message_id"], _buttons(message, action)[0])
        self._screen = await self._shown("page")

    async def be_shown_a_button(self) -> None:
        """Have a message of the bare bot to tap on. Raises ``NoReply`` or ``BotDied``."""
        self._chat.say(_ID, _ID, "/start")
        self._screen, _ = await self._next("message")

    async def command(self) -> float:
        """Send /help; the seconds until the bot's new message."""
        await self._pause()
        self._chat.say(_ID, _ID, "/help")
        began = self._clock.monotonic()
        _, accepted = await self._next("message")
        return accepted - began

    async def tap(self) -> float:
        """Turn the page, to and fro; the seconds until the page's message is changed."""
        await self._pause()
        self._taps += 1
        pages = _buttons(self._screen, "page")
        data = pages[-(self._taps % 2)] if pages else f"tap {self._taps}"
        self._chat.press(_ID, _ID, self._screen["message_id"], data, forged=True)
        began = self._clock.monotonic()
        self._screen, accepted = await self._next("edit")
        return accepted - began

    async def _pause(self) -> None:
        await asyncio.sleep(PAUSE)
        while not self._heard.empty():
            self._heard.get_nowait()

    def _note(self, event: dict[str, Any]) -> None:
        if event["type"] in ("message", "edit") and event["message"]["from"]["is_bot"]:
            self._heard.put_nowait((event["type"], event["message"], self._clock.monotonic()))

    async def _shown(self, action: str) -> Message:
        """The bot's next message, new or changed, that has a button of this action."""
        while True:
            message, _ = await self._next("message", "edit")
            if _buttons(message, action):
                return message

    async def _next(self, *kinds: str) -> tuple[Message, float]:
        """The bot's next message of these kinds, and when the server accepted it. Raises ``NoReply`` or ``BotDied``."""
        for _ in range(_PATIENCE):
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    while True:
                        kind, message, accepted = await self._heard.get()
                        if kind in kinds:
                            return message, accepted
            self._bot.check()
        raise NoReply(f"no answer within {_PATIENCE} seconds")


def _buttons(message: Message, action: str) -> list[str]:
    """The data of a message's buttons of one action."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    found = [str(button.get("callback_data", "")) for row in rows for button in row]
    return [data for data in found if data.startswith(f"{action}:")]
