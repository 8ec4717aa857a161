"""Long polling: nothing is confirmed that is not stored, and bad weather is waited out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram.error import InvalidToken

from bot.chat import poller as module
from bot.chat.poller import Poller
from bot.clock import Clock
from bot.localchat import LocalChat
from bot.localchat.transport import InProcessRequest
from bot.tasks import spawn
from tests.world import ALEX, open_world


class Post:
    """Keeps what it is given; ``failures`` times it cannot be stored."""

    def __init__(self) -> None:
        self.got: list[int] = []
        self.failures = 0
        self._news = asyncio.Event()

    async def receive(self, updates: Sequence[Mapping[str, Any]]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        self.got.extend(update["update_id"] for update in updates)
        self._news.set()

    async def has(self, count: int) -> None:
        while len(self.got) < count:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 30)


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[LocalChat]:
    local = LocalChat(tmp_path, Clock(), limits=False)
    yield local
    local.close()


async def polling(chat: LocalChat, post: Post, token: str = "") -> asyncio.Task[None]:
    poller = Poller(InProcessRequest(chat), f"http://x/bot{token or chat.bot_token}", post.receive)
    return spawn(poller.run(None), name="poller")


async def end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})


async def test_updates_come_once_and_in_order(chat: LocalChat) -> None:
    post = Post()
    task = await polling(chat, post)
    for number in range(5):
        chat.say(ALEX, ALEX, f"hello {number}")
    await post.has(5)
    chat.say(ALEX, ALEX, "more")
    await post.has(6)
    assert post.got == sorted(set(post.got))
    await end(task)


async def test_what_could_not_be_stored_comes_again(chat: LocalChat) -> None:
    post = Post()
    post.failures = 1
    chat.say(ALEX, ALEX, "hello")
    with capture_logs():
        task = await polling(chat, post)
        await post.has(1)
    assert len(post.got) == 1
    await end(task)


@pytest.mark.parametrize("weather", ["500", "drop", "timeout", "429"])
async def test_bad_weather_is_waited_out(chat: LocalChat, weather: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST_WAIT", 0.01)
    post = Post()
    chat.faults.add(weather, "getUpdates", times=2 if weather != "429" else 1)
    chat.say(ALEX, ALEX, "hello")
    with capture_logs():
        task = await polling(chat, post)
        await post.has(1)
    await end(task)


async def test_a_wrong_token_ends_it(chat: LocalChat) -> None:
    with capture_logs(), pytest.raises(InvalidToken):
        await (await polling(chat, Post(), "1:wrong"))


async def test_the_whole_bot_behind_it(tmp_path: Path) -> None:
    async with open_world(tmp_path / "w") as world:
        post = Post()

        async def receive(updates: Sequence[Mapping[str, Any]]) -> None:
            await world.bot.receive(updates)
            await post.receive(updates)

        poller = Poller(InProcessRequest(world.chat), f"http://x/bot{world.chat.bot_token}", receive)
        task = spawn(poller.run(None), name="poller")
        world.chat.say(ALEX, ALEX, "/help")
        world.chat.inject({"message": {"message_id": "broken"}})
        world.chat.say(ALEX, ALEX, "/start")
        await post.has(3)
        await world.bot.settle()
        assert len(world.alex.bots) == 2
        await end(task)
