"""The local chat beside Telegram's machine-readable specification: no method, parameter or field of our own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.localchat import LocalChat
from bot.localchat.methods import METHODS
from bot.localchat.params import Upload
from tests.localchat.raw_bot import ADA, ALEX, GROUP, MEI, RawBot
from tests.localchat.test_files import picture

VARIABLE = "POMODOCK_BOT_API_SPEC"
PLACES = [Path(os.environ[VARIABLE])] if VARIABLE in os.environ else []
PLACES.append(Path(__file__).parents[3] / "shared" / "data" / "bot-api-10.0.json")

EXPECTED = {
    "getMe",
    "getUpdates",
    "deleteWebhook",
    "getWebhookInfo",
    "setMyCommands",
    "getMyCommands",
    "deleteMyCommands",
    "setMyDescription",
    "getMyDescription",
    "setMyShortDescription",
    "getMyShortDescription",
    "setMyName",
    "getMyName",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "editMessageCaption",
    "deleteMessage",
    "answerCallbackQuery",
    "sendPoll",
    "stopPoll",
    "sendPhoto",
    "sendDocument",
    "getFile",
    "sendChatAction",
    "getChat",
    "getChatMember",
}

# Telegram gives an edited message, or True for inline ones; and marks these as optional only for the latter.
REQUIRED_HERE = {
    "editMessageText": {"chat_id", "message_id"},
    "editMessageReplyMarkup": {"chat_id", "message_id"},
    "editMessageCaption": {"chat_id", "message_id"},
}


@pytest.fixture(scope="module")
def specification() -> dict[str, Any]:
    for place in PLACES:
        if place.is_file():
            found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
            return found
    pytest.skip(f"Telegram's specification is not at hand; set {VARIABLE} to the file bot-api-10.0.json")


def test_exactly_the_methods_the_bot_uses() -> None:
    assert set(METHODS) == EXPECTED


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_method_and_parameter_is_telegrams(specification: dict[str, Any], name: str) -> None:
    fields = {field["name"]: field for field in specification["methods"][name].get("fields", [])}
    assert METHODS[name].parameters.keys() <= fields.keys()
    required = {field for field, about in fields.items() if about["required"]}
    assert METHODS[name].required == required | REQUIRED_HERE.get(name, set())


class Checker:
    """Holds a JSON value against a type of the specification: no unknown field, none missing, all of their types."""

    def __init__(self, specification: dict[str, Any]) -> None:
        self.types = specification["types"]
        self.methods = specification["methods"]

    def result(self, method: str, value: Any) -> None:
        assert any(self.fits(value, kind) for kind in self.methods[method]["returns"]), (method, value)

    def fits(self, value: Any, kind: str) -> bool:
        simple = {"Integer": int, "String": str, "Float": float}
        if kind.startswith("Array of "):
            return isinstance(value, list) and all(self.fits(item, kind.removeprefix("Array of ")) for item in value)
        if kind in {"Boolean", "True"}:
            return isinstance(value, bool)
        if kind in simple:
            return isinstance(value, simple[kind]) and not isinstance(value, bool)
        about = self.types[kind]
        if about.get("subtypes"):
            return any(self.fits(value, subtype) for subtype in about["subtypes"])
        return isinstance(value, dict) and self.fields_fit(value, about.get("fields", []))

    def fields_fit(self, value: dict[str, Any], fields: list[dict[str, Any]]) -> bool:
        known = {field["name"]: field for field in fields}
        missing = [name for name, field in known.items() if field["required"] and name not in value]
        if missing or not value.keys() <= known.keys():
            return False
        return all(any(self.fits(item, kind) for kind in known[name]["types"]) for name, item in value.items())


@pytest.fixture
def checker(specification: dict[str, Any]) -> Checker:
    return Checker(specification)


def test_the_checker_sees_what_is_wrong(checker: Checker) -> None:
    user = {"id": 1, "is_bot": False, "first_name": "x"}
    assert checker.fits(user, "User")
    assert not checker.fits({**user, "colour": "red"}, "User")
    assert not checker.fits({"id": 1, "first_name": "x"}, "User")
    assert not checker.fits({**user, "id": "1"}, "User")


async def test_every_result_is_what_telegram_says_it_returns(chat: LocalChat, checker: Checker) -> None:
    bot = RawBot(chat)
    seen: set[str] = set()

    async def check(method: str, files: dict[str, Upload] | None = None, **params: Any) -> Any:
        result = await bot.ok(method, files, **params)
        checker.result(method, result)
        seen.add(method)
        return result

    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}, {"text": "x", "url": "https://x.org"}]]}
    html = '<b>b</b> <a href="https://x.org">l</a> <pre><code class="language-sh">ls</code></pre> /help'
    photo = {"photo": Upload("x.png", picture(), "image/png")}
    for method in ("getMe", "getWebhookInfo", "deleteWebhook", "getMyCommands", "deleteMyCommands"):
        await check(method)
    for field in ("Name", "Description", "ShortDescription"):
        await check(f"setMy{field}")
        await check(f"getMy{field}")
    await check("setMyCommands", commands=[{"command": "a", "description": "b"}])
    await check("getMyCommands")
    sent = await check("sendMessage", chat_id=ALEX, text=html, parse_mode="HTML", reply_markup=markup)
    which = {"chat_id": ALEX, "message_id": sent["message_id"]}
    await check("editMessageText", text="x", **which)
    await check("editMessageReplyMarkup", reply_markup=markup, **which)
    query = chat.press(ALEX, ALEX, sent["message_id"], "Go")
    await check("answerCallbackQuery", callback_query_id=query)
    pictured = await check("sendPhoto", photo, chat_id=ALEX, caption="x", has_spoiler=True)
    await check("editMessageCaption", chat_id=ALEX, message_id=pictured["message_id"], caption="y")
    document = await check("sendDocument", {"document": Upload("x.txt", b"x", "")}, chat_id=ALEX)
    await check("getFile", file_id=document["document"]["file_id"])
    quiz = {"type": "quiz", "correct_option_ids": [0], "explanation": "w", "is_anonymous": False, "open_period": 60}
    poll = await check("sendPoll", chat_id=GROUP, question="?", options=[{"text": "a"}, {"text": "b"}], **quiz)
    chat.vote(MEI, GROUP, poll["message_id"], [1])
    await check("stopPoll", chat_id=GROUP, message_id=poll["message_id"])
    await check("sendChatAction", chat_id=ALEX, action="typing")
    for room in (ALEX, GROUP):
        await check("getChat", chat_id=room)
    for user in (ALEX, ADA, 7_000_000_001):
        await check("getChatMember", chat_id=GROUP, user_id=user)
    await check("getChatMember", chat_id=ALEX, user_id=MEI)
    await check("deleteMessage", **which)
    chat.say(ALEX, ALEX, "/start x", reply_to=document["message_id"])
    chat.edit(ALEX, ALEX, chat.say(ALEX, ALEX, "hello https://x.org")["message_id"], "hallo")
    chat.send_sticker(ALEX, ALEX)
    chat.send_photo(ALEX, ALEX, picture())
    chat.send_document(ALEX, ALEX, "x.txt", b"x", "see @pomodock_bot")
    chat.block(ALEX)
    chat.unblock(ALEX)
    updates = await check("getUpdates")
    kinds = {next(iter(update.keys() - {"update_id"})) for update in updates}
    assert kinds == {"message", "edited_message", "callback_query", "poll", "poll_answer", "my_chat_member"}
    assert seen == EXPECTED
