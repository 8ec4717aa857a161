"""``pomodock run`` against Bot API servers that are not Telegram's: a foreign one, and the local chat on its own."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.clock import Clock
from bot.localchat import LocalChat
from tests.e2e.demo import ALEX, ROOT, Program
from tests.e2e.foreign_api import TOKEN, ForeignApi, Specification
from tests.e2e.robot import next_step, until

VARIABLE = "POMODOCK_BOT_API_SPEC"
PLACES = [
    *([Path(os.environ[VARIABLE])] if VARIABLE in os.environ else []),
    ROOT.parent / "shared" / "data" / "bot-api-10.0.json",
]
USED = {"getMe", "getUpdates", "sendMessage", "editMessageText", "sendPoll", "sendPhoto", "answerCallbackQuery"}
_STEPS = 80


@pytest.fixture(scope="module")
def specification() -> Specification:
    for place in PLACES:
        if place.is_file():
            return Specification(json.loads(place.read_text(encoding="utf-8")))
    pytest.skip(f"Telegram's specification is not at hand; set {VARIABLE} to the file bot-api-10.0.json")


@pytest.fixture
def api(specification: Specification) -> Iterator[ForeignApi]:
    with ForeignApi(specification) as api:
        yield api


def bot_on(url: str, token: str, folder: Path) -> Program:
    settings = {"POMODOCK_BOT_TOKEN": token, "POMODOCK_API_URL": url, "POMODOCK_DATA": str(folder)}
    return Program([sys.executable, "-m", "bot", "run"], folder / "stderr.log", environment=settings)


def test_the_foreign_server_sees_what_is_wrong(specification: Specification) -> None:
    fine = {"chat_id": "1", "text": "x", "reply_markup": '{"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}'}
    assert specification.faults("sendMessage", fine, {}) == []
    assert specification.faults("sendMassage", fine, {})
    assert specification.faults("sendMessage", {**fine, "colour": "red"}, {})
    assert specification.faults("sendMessage", {"chat_id": "1"}, {})
    assert specification.faults("sendMessage", {**fine, "disable_notification": "yes"}, {})
    assert specification.faults("sendMessage", {**fine, "reply_markup": '{"inline_keyboard": [[{"label": "a"}]]}'}, {})
    assert specification.faults("sendPhoto", {"chat_id": "1"}, {"photo": b"x"}) == []
    assert specification.faults("sendMessage", fine, {"photo": b"x"})


def test_a_unit_on_a_foreign_server(api: ForeignApi, tmp_path: Path) -> None:
    """Commands, taps, a recitation and polls; and nothing that the specification does not have."""
    with bot_on(api.url, TOKEN, tmp_path):
        ask(api, "/start")
        finished = walk(api)
        assert "Done" in finished["text"]
        for command in (
            "/help",
            "/settings",
            "/today",
            "/review",
            "/run uname -a",
            "/cancel",
            "/progress",
            "/nonsense",
        ):
            ask(api, command)
        until(lambda: not api.unconfirmed and not api.unanswered, "all updates are confirmed and all taps answered")
    assert api.faults == []
    assert api.methods >= USED
    assert any("photo" in message for message in api.messages.values())


def ask(api: ForeignApi, words: str) -> None:
    """Write something, and wait for an answer."""
    before = api.newest
    api.say(words)
    until(lambda: api.newest != before, f"an answer to {words}")


def walk(api: ForeignApi) -> dict[str, Any]:
    """From the first question to the end of the unit. Answers the last message."""
    random = Random(7)
    for _ in range(_STEPS):
        message = api.newest
        assert message is not None
        match next_step(message, random):
            case ("press", data) if data.startswith("break:"):
                return message
            case ("press", data):
                api.press(message, data)
            case ("vote", options):
                api.vote(message["poll"]["id"], options)
            case ("say", words):
                api.say(words)
            case _:
                pass  # the next message is on its way
        until(partial(changed, api, message), f"something after {message}")
    raise AssertionError(f"no end after {_STEPS} steps: {api.newest}")


def changed(api: ForeignApi, message: dict[str, Any]) -> bool:
    return api.newest != message


async def test_the_local_chat_alone_serves_a_bot_of_another_process(tmp_path: Path) -> None:
    chat = LocalChat(tmp_path / "chat", Clock(), limits=False)
    server = await chat.serve()
    bot = bot_on(server.api_url, chat.bot_token, tmp_path)
    try:
        bot.start()
        chat.say(ALEX, ALEX, "/start")
        await asyncio.to_thread(until, lambda: bool(buttons(chat)), "a question")
        chat.press(ALEX, ALEX, chat.messages(ALEX)[-1]["message_id"], "English")
        await asyncio.to_thread(until, lambda: any("zone" in data for data in buttons(chat)), "the next question")
        assert bot.stop() == 0
        bot.quiet()
    finally:
        bot.kill()
        await server.stop()
        chat.close()


def buttons(chat: LocalChat) -> list[str]:
    rows = chat.messages(ALEX)[-1].get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "no bot token"),
        ({"POMODOCK_BOT_TOKEN": "1:x", "POMODOCK_API_URL": "http://127.0.0.1:9/bot"}, "cannot be reached"),
        ({"POMODOCK_BOT_TOKEN": "1:x", "POMODOCK_API_URL": "gopher://x"}, "ends in /bot"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path, settings: dict[str, str], sentence: str) -> None:
    environment = {"POMODOCK_DATA": str(tmp_path), **settings}
    bot = Program([sys.executable, "-m", "bot", "run"], tmp_path / "stderr.log", environment=environment)
    bot.start()
    assert bot.wait() == 2
    assert re.search(sentence, bot.log), bot.log
    bot.quiet()


def test_a_refused_token_is_said_in_a_sentence(api: ForeignApi, tmp_path: Path) -> None:
    bot = bot_on(api.url, "123:wrong", tmp_path)
    bot.start()
    assert bot.wait() == 2
    assert "refuses the token" in bot.log
    bot.quiet()
