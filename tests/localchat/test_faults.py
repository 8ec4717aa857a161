"""The server can be told to fail."""

from __future__ import annotations

from contextlib import aclosing

import httpx
import pytest

from bot.localchat import AnswerLostError, ConnectionDroppedError, LocalChat, Server
from bot.tasks import spawn
from tests.localchat.raw_bot import ALEX, RawBot


def texts(chat: LocalChat) -> list[str]:
    return [message["text"] for message in chat.messages(ALEX)]


async def test_server_errors_and_storms_are_not_applied(bot: RawBot, chat: LocalChat) -> None:
    chat.faults.add("500")
    chat.faults.add("502", method="sendMessage")
    chat.faults.add("429", times=2, retry_after=7)
    words = [await bot.refused("sendMessage", chat_id=ALEX, text="x") for _ in range(4)]
    assert words == [
        "Internal Server Error",
        "Bad Gateway",
        "Too Many Requests: retry after 7",
        "Too Many Requests: retry after 7",
    ]
    assert texts(chat) == ["/start"]
    await bot.ok("sendMessage", chat_id=ALEX, text="fine weather")


async def test_a_fault_waits_for_its_method(bot: RawBot, chat: LocalChat) -> None:
    chat.faults.add("500", method="sendPoll")
    await bot.ok("sendMessage", chat_id=ALEX, text="x")
    chat.faults.clear()
    chat.faults.add("500")
    await bot.updates()
    assert await bot.refused("getMe") == "Internal Server Error"


async def test_a_dropped_call_is_not_applied_and_a_lost_answer_is(bot: RawBot, chat: LocalChat) -> None:
    chat.faults.add("drop")
    with pytest.raises(ConnectionDroppedError):
        await bot.ok("sendMessage", chat_id=ALEX, text="dropped")
    chat.faults.add("timeout")
    with pytest.raises(AnswerLostError):
        await bot.ok("sendMessage", chat_id=ALEX, text="lost")
    assert texts(chat) == ["/start", "lost"]


def test_senseless_faults_are_refused(chat: LocalChat) -> None:
    with pytest.raises(ValueError, match="use one of"):
        chat.faults.add("418")
    with pytest.raises(ValueError, match="1 or more"):
        chat.faults.add("500", times=0)


async def test_over_http_the_connection_really_breaks(chat: LocalChat, server: Server) -> None:
    chat.faults.add("drop")
    chat.faults.add("timeout")
    url = f"{server.api_url}{chat.bot_token}/sendMessage"
    async with httpx.AsyncClient(timeout=0.5) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(url, data={"chat_id": ALEX, "text": "dropped"})
        with pytest.raises(httpx.ReadTimeout):
            await client.post(url, data={"chat_id": ALEX, "text": "lost"})
    assert texts(chat) == ["/start", "lost"]


async def test_a_silent_answer_does_not_keep_the_server_from_stopping(chat: LocalChat) -> None:
    server = await chat.serve()
    chat.faults.add("timeout")
    url = f"{server.api_url}{chat.bot_token}/sendMessage"
    async with httpx.AsyncClient(timeout=30) as client, aclosing(chat.world.events.follow(0)) as events:
        waiting = spawn(_breaks(client, url, {"chat_id": ALEX, "text": "lost"}), name="waits for nothing")
        async for event in events:
            if event and event[1].get("message", {}).get("text") == "lost":
                break
        await server.stop()
        await waiting


async def _breaks(client: httpx.AsyncClient, url: str, data: dict[str, object]) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await client.post(url, data=data)
