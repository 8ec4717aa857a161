"""What people do in a chat, and what the bot learns of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.localchat import LocalChat, PeopleError
from bot.localchat.acts import STICKER
from bot.localchat.files import picture
from tests.localchat.raw_bot import ADA, ALEX, GROUP, MEI, HeldClock, RawBot


def test_a_new_local_chat_has_two_learners_an_admin_and_a_group(tmp_path: Path, clock: HeldClock) -> None:
    chat = LocalChat(tmp_path, clock)
    people = chat.world.store.all("SELECT id, name, language_code, admin FROM people")
    assert [tuple(row) for row in people] == [
        (ALEX, "Alex", "en", 0),
        (MEI, "小梅 Mei", "zh-hans", 0),
        (ADA, "Ada", "en", 1),
    ]
    assert chat.messages(ALEX) == chat.messages(GROUP) == []
    chat.close()


async def test_a_message_of_a_person(bot: RawBot, chat: LocalChat, clock: HeldClock) -> None:
    chat.say(MEI, MEI, "/start unit-3\r\n")
    (update,) = await bot.updates()
    assert update["message"] == {
        "message_id": 2,
        "from": {"id": MEI, "is_bot": False, "first_name": "小梅 Mei", "language_code": "zh-hans"},
        "chat": {"id": MEI, "type": "private", "first_name": "小梅 Mei"},
        "date": int(clock.now().timestamp()),
        "text": "/start unit-3",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }


async def test_dates_follow_the_virtual_clock(bot: RawBot, chat: LocalChat, clock: HeldClock) -> None:
    clock.advance_to(clock.now().replace(year=2027))
    chat.say(ALEX, ALEX, "next year")
    (update,) = await bot.updates()
    assert update["message"]["date"] == int(clock.now().timestamp())


async def test_a_long_text_goes_out_in_pieces_none_torn(bot: RawBot, chat: LocalChat) -> None:
    text = "😀" * 10_000
    chat.say(ALEX, ALEX, text)
    pieces = [update["message"]["text"] for update in await bot.updates()]
    assert "".join(pieces) == text
    assert [len(piece) for piece in pieces] == [2048, 2048, 2048, 2048, 1808]


@pytest.mark.parametrize("words", ["", "  \n", "\0", "\r"])
def test_nothing_cannot_be_said(chat: LocalChat, words: str) -> None:
    with pytest.raises(PeopleError, match="Write something"):
        chat.say(ALEX, ALEX, words)


def test_broken_characters_are_replaced(chat: LocalChat) -> None:
    assert chat.say(ALEX, ALEX, "a\ud800b")["text"] == "a?b"


def test_nobody_speaks_in_a_chat_of_others(chat: LocalChat) -> None:
    with pytest.raises(PeopleError, match="no chat"):
        chat.say(MEI, ALEX, "hello")
    with pytest.raises(PeopleError, match="nobody"):
        chat.say(4711, GROUP, "hello")


async def test_an_edit_comes_as_such(bot: RawBot, chat: LocalChat) -> None:
    message = chat.say(ALEX, ALEX, "/run ls")
    chat.edit(ALEX, ALEX, message["message_id"], "/run pwd")
    _first, second = await bot.updates()
    assert second["edited_message"]["text"] == "/run pwd"
    assert second["edited_message"]["edit_date"] == message["date"]
    with pytest.raises(PeopleError, match="own text"):
        chat.edit(MEI, GROUP, chat.say(ALEX, GROUP, "x")["message_id"], "y")
    with pytest.raises(PeopleError, match="characters"):
        chat.edit(ALEX, ALEX, message["message_id"], " ")


async def test_blocking_and_coming_back(bot: RawBot, chat: LocalChat) -> None:
    sent = await bot.ok("sendMessage", chat_id=ALEX, text="hello")
    chat.block(ALEX)
    chat.block(ALEX)
    words = "Forbidden: bot was blocked by the user"
    assert await bot.refused("sendMessage", chat_id=ALEX, text="x") == words
    assert await bot.refused("sendPoll", chat_id=ALEX, question="?", options=[{"text": "a"}]) == words
    assert await bot.refused("sendChatAction", chat_id=ALEX, action="typing") == words
    edit = {"chat_id": ALEX, "message_id": sent["message_id"]}
    assert await bot.refused("editMessageText", text="y", **edit) == words
    with pytest.raises(PeopleError, match="unblock"):
        chat.say(ALEX, ALEX, "hello?")
    await bot.ok("sendMessage", chat_id=GROUP, text="the group goes on")
    chat.unblock(ALEX)
    chat.say(ALEX, ALEX, "back")
    left, came, said = await bot.updates()
    states = [(u["my_chat_member"]["old_chat_member"]["status"], u["my_chat_member"]["new_chat_member"]["status"])
              for u in (left, came)]  # fmt: skip
    assert states == [("member", "kicked"), ("kicked", "member")]
    assert said["message"]["text"] == "back"


async def test_a_sticker_where_text_was_asked(bot: RawBot, chat: LocalChat) -> None:
    chat.send_sticker(ALEX, ALEX)
    (update,) = await bot.updates()
    sticker = update["message"]["sticker"]
    assert (sticker["emoji"], sticker["width"], sticker["height"]) == ("👍", 512, 512)
    assert picture(STICKER) == ("WEBP", 512, 512)
    assert (await bot.ok("getFile", file_id=sticker["file_id"]))["file_path"].endswith(".webp")


async def test_names_are_data(bot: RawBot, chat: LocalChat) -> None:
    name = "<b>&\"Robert'); DROP TABLE people;--"
    chat.rename(ALEX, name)
    chat.say(ALEX, ALEX, "hello")
    (update,) = await bot.updates()
    assert update["message"]["from"]["first_name"] == name
    assert update["message"]["chat"]["first_name"] == name
    with pytest.raises(PeopleError):
        chat.rename(ALEX, " ")


async def test_who_is_who_in_the_group(bot: RawBot) -> None:
    status = [(await bot.ok("getChatMember", chat_id=GROUP, user_id=user))["status"] for user in (ALEX, ADA)]
    assert status == ["member", "creator"]
    assert (await bot.ok("getChatMember", chat_id=ALEX, user_id=MEI))["status"] == "left"
    assert (await bot.ok("getChatMember", chat_id=GROUP, user_id=7_000_000_001))["status"] == "member"
    assert await bot.refused("getChatMember", chat_id=GROUP, user_id=5) == "Bad Request: user not found"
    assert (await bot.ok("getChat", chat_id=GROUP))["title"] == "Docker study group"
