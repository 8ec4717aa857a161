"""Sending, editing and deleting messages: what Telegram takes, what it refuses, and how it says so."""

from __future__ import annotations

from typing import Any

import pytest

from bot.localchat import LocalChat
from tests.localchat.raw_bot import ALEX, GROUP, MEI, HeldClock, RawBot

BUTTON = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


async def test_a_message_has_what_telegram_gives_it(bot: RawBot, clock: HeldClock) -> None:
    message = await bot.ok("sendMessage", chat_id=ALEX, text="<b>Hi</b> Alex", parse_mode="HTML", reply_markup=BUTTON)
    assert message == {
        "message_id": 2,
        "from": {"id": 7_000_000_001, "is_bot": True, "first_name": "Pomodock", "username": "pomodock_bot"},
        "chat": {"id": ALEX, "type": "private", "first_name": "Alex"},
        "date": int(clock.now().timestamp()),
        "text": "Hi Alex",
        "entities": [{"type": "bold", "offset": 0, "length": 2}],
        "reply_markup": BUTTON,
    }


async def test_the_server_finds_commands_mentions_and_addresses_but_not_in_code(bot: RawBot) -> None:
    text = "😀 /help or @pomodock_bot, https://docs.docker.com/. <code>/run https://x.org</code> x/y a@b"
    message = await bot.ok("sendMessage", chat_id=ALEX, text=text, parse_mode="HTML")
    assert [(e["type"], e["offset"], e["length"]) for e in message["entities"]] == [
        ("bot_command", 3, 5),
        ("mention", 12, 13),
        ("url", 27, 24),
        ("code", 53, 18),
    ]


async def test_blanks_around_a_text_go_and_its_entities_move(bot: RawBot) -> None:
    message = await bot.ok("sendMessage", chat_id=ALEX, text="  \n <b>x</b> y\n ", parse_mode="HTML")
    assert message["text"] == "x y"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 1}]


async def test_formatting_around_code_is_split(bot: RawBot) -> None:
    message = await bot.ok("sendMessage", chat_id=ALEX, text="<b>a <code>b</code> c</b>", parse_mode="HTML")
    places = [(e["type"], e["offset"], e["length"]) for e in message["entities"]]
    assert places == [("bold", 0, 2), ("code", 2, 1), ("bold", 3, 2)]


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 2048, "<b>" + "x" * 4096 + "</b>"])
async def test_4096_units_after_parsing_are_a_message(bot: RawBot, text: str) -> None:
    await bot.ok("sendMessage", chat_id=ALEX, text=text, parse_mode="HTML")


@pytest.mark.parametrize("text", ["x" * 4097, "😀" * 2049])
async def test_more_is_too_long(bot: RawBot, text: str) -> None:
    assert await bot.refused("sendMessage", chat_id=ALEX, text=text) == "Bad Request: message is too long"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "Bad Request: message text is empty"),
        ({"text": " \n"}, "Bad Request: message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
        ({"text": "x", "chat_id": 4711}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": "@somebody"}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": MEI}, "Forbidden: bot can't initiate conversation with a user"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "Bad Request: unsupported parse_mode: the local chat understands"),
        ({"text": "x", "message_thread_id": 5}, "Bad Request: message thread not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found"),
        ({"text": "x", "protect_content": "perhaps"}, 'Bad Request: parameter "protect_content" must be True or False'),
        ({"text": "x", "colour": "red"}, 'Bad Request: unknown parameter "colour" of sendMessage'),
        ({"text": 5}, 'Bad Request: parameter "text" must be a string'),
        ({"text": "\ud800"}, "Bad Request: strings must be encoded in UTF-8"),
        ({"text": "x", "reply_markup": "[{"}, "Bad Request: can't parse reply markup JSON object"),
    ],
)
async def test_what_cannot_be_sent(bot: RawBot, params: dict[str, Any], words: str) -> None:
    before = bot.chat.messages(ALEX)
    assert (await bot.refused("sendMessage", **{"chat_id": ALEX, **params})).startswith(words)
    assert bot.chat.messages(ALEX) == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"length": 4}, "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 4"),
        ({"length": 2}, "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at UTF-16 offset 2"),
        ({"length": 0}, "entity has an invalid offset 0 or length 0"),
        ({"length": "one"}, 'parameter "MessageEntity.length" must be an integer'),
        ({"length": None}, "can't parse MessageEntity: can't find field \"length\""),
        ({"type": "huge"}, 'can\'t parse MessageEntity: unsupported entity type "huge"'),
        ({"type": "text_link", "url": "javascript:x"}, 'text_link URL "javascript:x" is invalid'),
        ({"type": "text_mention"}, "can't parse MessageEntity: can't find field \"user\""),
        ({"colour": "red"}, 'unknown field "colour" in MessageEntity'),
    ],
)
async def test_entities_that_telegram_refuses(bot: RawBot, change: dict[str, Any], words: str) -> None:
    entity = {"type": "bold", "offset": 0, "length": 1, **change}
    assert await bot.refused("sendMessage", chat_id=ALEX, text="x😀", entities=[entity]) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "Go", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "Go", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "Go"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"}, "can't parse inline keyboard button: text must be non-empty"),
        ({"text": "Go", "url": "https://x.org", "callback_data": "x"},
         "can't parse inline keyboard button: exactly one optional field must be used"),
        ({"text": "Go", "url": "javascript:alert(1)"}, "inline keyboard button URL 'javascript:alert(1)' is invalid: "
         "Wrong HTTP URL"),
        ({"text": "Go", "url": "http://localhost/"}, "inline keyboard button URL 'http://localhost/' is invalid: Wrong "
         "HTTP URL"),
        ({"text": "Go", "pay": True}, 'unknown field "pay" in InlineKeyboardButton'),
        ({"callback_data": "x"}, 'can\'t parse InlineKeyboardButton: can\'t find field "text"'),
    ],
)  # fmt: skip
async def test_buttons_that_telegram_refuses(bot: RawBot, button: dict[str, Any], words: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert await bot.refused("sendMessage", chat_id=ALEX, text="x", reply_markup=markup) == f"Bad Request: {words}"


async def test_sixty_four_bytes_of_data_are_fine_and_a_hundred_buttons_the_most(bot: RawBot) -> None:
    rows = [[{"text": "x", "callback_data": "é" * 32}] for _ in range(100)]
    await bot.ok("sendMessage", chat_id=ALEX, text="x", reply_markup={"inline_keyboard": rows})
    too_many = {"inline_keyboard": [*rows, rows[0]]}
    words = await bot.refused("sendMessage", chat_id=ALEX, text="x", reply_markup=too_many)
    assert words == "Bad Request: reply markup is too long"


async def test_a_reply_shows_what_it_replies_to_and_survives_its_loss_if_allowed(bot: RawBot) -> None:
    message = await bot.ok("sendMessage", chat_id=ALEX, text="yes", reply_parameters={"message_id": 1})
    assert message["reply_to_message"]["text"] == "/start"
    lost = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot.ok("sendMessage", chat_id=ALEX, text="x", reply_parameters=lost)


async def test_extras_are_kept(bot: RawBot) -> None:
    preview = {"is_disabled": True}
    message = await bot.ok(
        "sendMessage", chat_id=ALEX, text="x", protect_content="true", disable_notification="true",
        message_effect_id="5104841245755180586", link_preview_options=preview,
    )  # fmt: skip
    assert message["has_protected_content"] is True
    assert message["effect_id"] == "5104841245755180586"
    assert message["link_preview_options"] == preview


async def test_an_edit_changes_text_and_drops_buttons_not_given_again(bot: RawBot, clock: HeldClock) -> None:
    message = await bot.ok("sendMessage", chat_id=ALEX, text="one", reply_markup=BUTTON)
    clock.pass_real(5)
    edited = await bot.ok("editMessageText", chat_id=ALEX, message_id=message["message_id"], text="two")
    assert edited["text"] == "two"
    assert edited["edit_date"] == message["date"] + 5
    assert "reply_markup" not in edited
    assert bot.chat.messages(ALEX)[-1] == edited


async def test_an_edit_that_changes_nothing_is_refused(bot: RawBot) -> None:
    sent = await bot.ok("sendMessage", chat_id=ALEX, text="one", reply_markup=BUTTON)
    same = {"chat_id": ALEX, "message_id": sent["message_id"]}
    words = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert await bot.refused("editMessageText", text=" one ", reply_markup=BUTTON, **same) == words
    assert await bot.refused("editMessageReplyMarkup", reply_markup=BUTTON, **same) == words
    await bot.ok("editMessageReplyMarkup", **same)
    assert await bot.refused("editMessageReplyMarkup", **same) == words


async def test_only_the_bots_own_text_can_be_edited(bot: RawBot) -> None:
    words = "Bad Request: message to edit not found"
    assert await bot.refused("editMessageText", chat_id=ALEX, message_id=99, text="x") == words
    words = "Bad Request: message can't be edited"
    assert await bot.refused("editMessageText", chat_id=ALEX, message_id=1, text="x") == words
    poll = await bot.ok("sendPoll", chat_id=ALEX, question="?", options=[{"text": "a"}])
    edit = {"chat_id": ALEX, "message_id": poll["message_id"]}
    words = "Bad Request: there is no text in the message to edit"
    assert await bot.refused("editMessageText", text="x", **edit) == words
    words = "Bad Request: there is no caption in the message to edit"
    assert await bot.refused("editMessageCaption", caption="x", **edit) == words


async def test_deleting_within_48_hours(bot: RawBot, clock: HeldClock) -> None:
    sent = await bot.ok("sendMessage", chat_id=ALEX, text="one")
    assert await bot.ok("deleteMessage", chat_id=ALEX, message_id=sent["message_id"]) is True
    assert await bot.ok("deleteMessage", chat_id=ALEX, message_id=1) is True
    assert bot.chat.messages(ALEX) == []
    words = "Bad Request: message to delete not found"
    assert await bot.refused("deleteMessage", chat_id=ALEX, message_id=1) == words
    old = await bot.ok("sendMessage", chat_id=ALEX, text="old")
    assert old["message_id"] == 3, "numbers are never given twice"
    clock.pass_real(48 * 3600 + 1)
    words = "Bad Request: message can't be deleted for everyone"
    assert await bot.refused("deleteMessage", chat_id=ALEX, message_id=old["message_id"]) == words


async def test_in_the_group_the_bot_deletes_its_own_messages_only(bot: RawBot) -> None:
    theirs = bot.chat.say(ALEX, GROUP, "hello")
    words = "Bad Request: message can't be deleted"
    assert await bot.refused("deleteMessage", chat_id=GROUP, message_id=theirs["message_id"]) == words
    mine = await bot.ok("sendMessage", chat_id=GROUP, text="x")
    await bot.ok("deleteMessage", chat_id=GROUP, message_id=mine["message_id"])


async def test_private_chats_share_numbers_and_a_group_has_its_own(bot: RawBot) -> None:
    bot.chat.say(MEI, MEI, "/start")
    numbers = [(await bot.ok("sendMessage", chat_id=chat, text="x"))["message_id"] for chat in (ALEX, MEI, GROUP)]
    assert numbers == [3, 4, 1]


async def test_unknown_methods_and_tokens(chat: LocalChat) -> None:
    token = chat.bot_token
    assert (await chat.call(token, "sendDice", {}))[0] == 404
    assert (await chat.call(token, "sendmessage", {}))[1]["description"] == "Not Found: method not found"
    assert (await chat.call("123:wrong", "getMe", {}))[1] == {
        "ok": False, "error_code": 401, "description": "Unauthorized",
    }  # fmt: skip
    assert (await chat.call("nonsense", "getMe", {}))[0] == 404


async def test_a_chat_action_is_shown_and_not_stored(bot: RawBot) -> None:
    before = bot.chat.world.events.cursor
    assert await bot.ok("sendChatAction", chat_id=ALEX, action="typing") is True
    assert bot.chat.world.events.after(before)[0][1] == {"type": "typing", "chat": ALEX, "action": "typing"}
    words = "Bad Request: wrong parameter action in request"
    assert await bot.refused("sendChatAction", chat_id=ALEX, action="dancing") == words
