"""A messenger that keeps what it is given; what goes wrong is said beforehand."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from bot.services.ports import Sent
from bot.services.rendered import Rendered


@dataclass(frozen=True)
class Call:
    """One call: ``send``, ``edit`` or ``strip``."""

    what: str
    chat: int
    message_id: int
    text: str = ""
    interactive: bool = False


class FakeMessenger:
    """Numbers messages from 1. ``trouble`` is raised, call by call; ``None`` in it is a call that goes well."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.trouble: deque[Exception | None] = deque()
        self.gate = asyncio.Event()
        self.gate.set()
        self.called = asyncio.Event()
        self._number = 0

    async def send(self, chat: int, thread: int | None, rendered: Rendered, *, interactive: bool) -> Sent:
        await self._go()
        self._number += 1
        text = rendered.quiz.question if rendered.quiz else rendered.html
        self.calls.append(Call("send", chat, self._number, text, interactive))
        return Sent(self._number, f"poll{self._number}" if rendered.quiz else None)

    async def edit(self, chat: int, message_id: int, rendered: Rendered) -> None:
        await self._go()
        self.calls.append(Call("edit", chat, message_id, rendered.html))

    async def strip(self, chat: int, message_id: int) -> None:
        self.calls.append(Call("strip", chat, message_id))

    async def download(self, file: str) -> bytes:
        await self._go()
        return file.encode()

    async def show_activity(self, chat: int, activity: str) -> None:
        pass

    async def _go(self) -> None:
        self.called.set()
        await self.gate.wait()
        if self.trouble and (error := self.trouble.popleft()) is not None:
            raise error
