"""Taps on buttons and their answers."""

from __future__ import annotations

import asyncio

import pytest

from bot.localchat import PeopleError
from bot.tasks import spawn
from tests.localchat.raw_bot import ALEX, GROUP, MEI, HeldClock, RawBot

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def sent(bot: RawBot, chat: int = ALEX) -> int:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}, {"text": "Site", "url": "https://x.org"}]]}
    message = await bot.ok("sendMessage", chat_id=chat, text="?", reply_markup=markup)
    return int(message["message_id"])


async def test_a_tap_reaches_the_bot_with_the_message_and_its_chat(bot: RawBot) -> None:
    message_id = await sent(bot)
    query_id = bot.chat.press(ALEX, ALEX, message_id, "Go")
    (update,) = await bot.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (query_id, "go", ALEX)
    assert query["message"]["message_id"] == message_id
    assert isinstance(query["chat_instance"], str)


async def test_the_person_sees_the_answer_once(bot: RawBot) -> None:
    query = bot.chat.press(ALEX, ALEX, await sent(bot), "go")
    waiting = spawn(bot.chat.answer(query), name="person waits")
    await asyncio.sleep(0)
    await bot.ok("answerCallbackQuery", callback_query_id=query, text="Well done", show_alert=True)
    assert await waiting == {"answered": True, "text": "Well done", "show_alert": True}
    assert await bot.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_an_answer_that_never_comes(bot: RawBot) -> None:
    query = bot.chat.press(ALEX, ALEX, await sent(bot), "go")
    assert (await bot.chat.answer(query, timeout_seconds=0.01))["answered"] is False


async def test_old_and_unknown_queries_cannot_be_answered(bot: RawBot, clock: HeldClock) -> None:
    query = bot.chat.press(ALEX, ALEX, await sent(bot), "go")
    clock.pass_real(61)
    assert await bot.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await bot.refused("answerCallbackQuery", callback_query_id="17") == TOO_OLD


async def test_time_travel_makes_no_query_old(bot: RawBot, clock: HeldClock) -> None:
    query = bot.chat.press(ALEX, ALEX, await sent(bot), "go")
    clock.advance_to(clock.now().replace(year=2027))
    await bot.ok("answerCallbackQuery", callback_query_id=query)


async def test_the_text_of_an_answer_has_200_characters(bot: RawBot) -> None:
    query = bot.chat.press(ALEX, ALEX, await sent(bot), "go")
    words = await bot.refused("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert words == "Bad Request: MESSAGE_TOO_LONG"
    await bot.ok("answerCallbackQuery", callback_query_id=query, text="x" * 200)


async def test_a_forged_tap_reaches_the_bot_as_from_any_modified_client(bot: RawBot) -> None:
    message_id = await sent(bot, GROUP)
    bot.chat.press(MEI, GROUP, message_id, "x" * 64, forged=True)
    (update,) = await bot.updates()
    assert update["callback_query"]["data"] == "x" * 64
    with pytest.raises(PeopleError, match="64 bytes"):
        bot.chat.press(MEI, GROUP, message_id, "x" * 65, forged=True)


async def test_taps_where_there_is_nothing_to_tap(bot: RawBot) -> None:
    message_id = await sent(bot)
    with pytest.raises(PeopleError, match="there are: Go"):
        bot.chat.press(ALEX, ALEX, message_id, "Stop")
    with pytest.raises(PeopleError, match="no button"):
        bot.chat.press(ALEX, ALEX, message_id, "Site")
    with pytest.raises(PeopleError, match="is gone"):
        bot.chat.press(ALEX, ALEX, 99, "Go")
    with pytest.raises(PeopleError, match="no chat"):
        bot.chat.press(MEI, ALEX, message_id, "Go")
    assert await bot.updates() == []
