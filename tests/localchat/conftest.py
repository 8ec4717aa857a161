"""A local chat in a folder of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.localchat import LocalChat, Server
from tests.localchat.raw_bot import ALEX, MEI, HeldClock, RawBot


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def chat(tmp_path: Path, clock: HeldClock) -> Iterator[LocalChat]:
    """A local chat without rate limits in which Alex has pressed Start; the bot has seen that."""
    local = LocalChat(tmp_path, clock, limits=False)
    local.say(ALEX, ALEX, "/start")
    local.world.inbox.clear()
    yield local
    local.close()


@pytest.fixture
def strict_chat(tmp_path: Path, clock: HeldClock) -> Iterator[LocalChat]:
    """The same with Telegram's rate limits."""
    local = LocalChat(tmp_path, clock)
    local.say(ALEX, ALEX, "/start")
    local.say(MEI, MEI, "/start")
    local.world.inbox.clear()
    yield local
    local.close()


@pytest.fixture
def bot(chat: LocalChat) -> RawBot:
    return RawBot(chat)


@pytest.fixture
async def server(chat: LocalChat) -> AsyncIterator[Server]:
    """The chat listening on loopback."""
    listening = await chat.serve()
    yield listening
    await listening.stop()
