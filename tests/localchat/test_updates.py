"""getUpdates: nothing is lost before it is confirmed, nobody waits longer than he must, and only one bot listens."""

from __future__ import annotations

import asyncio

from bot.localchat import LocalChat
from bot.tasks import spawn
from tests.localchat.raw_bot import ALEX, GROUP, MEI, RawBot


async def test_updates_come_again_until_they_are_confirmed(bot: RawBot) -> None:
    for word in ("one", "two", "three"):
        bot.chat.say(ALEX, ALEX, word)
    first = await bot.updates()
    assert [update["message"]["text"] for update in first] == ["one", "two", "three"]
    assert await bot.updates() == first
    assert await bot.updates(offset=first[1]["update_id"]) == first[1:]
    assert await bot.updates(offset=first[-1]["update_id"] + 1) == []
    assert (await bot.ok("getWebhookInfo"))["pending_update_count"] == 0


async def test_a_negative_offset_keeps_the_newest(bot: RawBot) -> None:
    for word in ("one", "two", "three"):
        bot.chat.say(ALEX, ALEX, word)
    assert [update["message"]["text"] for update in await bot.updates(offset=-1)] == ["three"]
    assert len(await bot.updates()) == 1


async def test_numbers_go_on_after_all_was_confirmed(bot: RawBot) -> None:
    bot.chat.say(ALEX, ALEX, "one")
    (first,) = await bot.updates()
    await bot.updates(offset=first["update_id"] + 1)
    bot.chat.say(ALEX, ALEX, "two")
    (second,) = await bot.updates()
    assert second["update_id"] == first["update_id"] + 1


async def test_limit_is_between_one_and_a_hundred(bot: RawBot) -> None:
    for number in range(120):
        bot.chat.say(ALEX, ALEX, str(number))
    assert [len(await bot.ok("getUpdates", limit=limit)) for limit in (0, 7, 1000)] == [1, 7, 100]


async def test_a_long_poll_ends_when_something_comes(bot: RawBot) -> None:
    poll = spawn(bot.ok("getUpdates", timeout=50), name="long poll")
    await asyncio.sleep(0)
    bot.chat.say(ALEX, ALEX, "hello")
    async with asyncio.timeout(5):
        (update,) = await poll
    assert update["message"]["text"] == "hello"


async def test_a_second_listener_ends_the_first(bot: RawBot) -> None:
    first = spawn(bot.refused("getUpdates", timeout=50), name="first")
    await asyncio.sleep(0)
    second = spawn(bot.ok("getUpdates", timeout=50), name="second")
    async with asyncio.timeout(5):
        words = await first
        bot.chat.say(ALEX, ALEX, "hello")
        assert len(await second) == 1
    assert words.startswith("Conflict: terminated by other getUpdates request")


async def test_the_bot_gets_only_the_kinds_it_asked_for(bot: RawBot, chat: LocalChat) -> None:
    await bot.ok("getUpdates", allowed_updates=["callback_query"])
    chat.say(ALEX, ALEX, "not wanted")
    assert await bot.updates() == []
    assert (await bot.ok("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    await bot.ok("getUpdates", allowed_updates=[])
    chat.say(ALEX, ALEX, "wanted again")
    assert len(await bot.updates()) == 1
    assert "allowed_updates" not in await bot.ok("getWebhookInfo")


async def test_pending_updates_can_be_dropped(bot: RawBot, chat: LocalChat) -> None:
    chat.say(ALEX, ALEX, "hello")
    await bot.ok("deleteWebhook", drop_pending_updates=False)
    assert len(await bot.updates()) == 1
    await bot.ok("deleteWebhook", drop_pending_updates=True)
    assert await bot.updates() == []


async def test_a_broken_update_can_be_told(bot: RawBot, chat: LocalChat) -> None:
    number = chat.inject({"message": {"broken": True}, "update_id": 5})
    assert await bot.updates() == [{"update_id": number, "message": {"broken": True}}]


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(bot: RawBot, chat: LocalChat) -> None:
    mine = await bot.ok("sendMessage", chat_id=GROUP, text="hello")
    chat.say(ALEX, GROUP, "just talking")
    chat.say(ALEX, GROUP, "/today@other_bot")
    chat.say(ALEX, GROUP, "not /today at the start")
    heard = ["/today", "/today@Pomodock_Bot now", "hey @pomodock_bot!"]
    for words in heard:
        chat.say(MEI, GROUP, words)
    chat.say(ALEX, GROUP, "a reply", reply_to=mine["message_id"])
    chat.send_document(ALEX, GROUP, "x.txt", b"x")
    chat.send_document(ALEX, GROUP, "x.txt", b"x", caption="/submit")
    texts = [update["message"].get("text") or update["message"].get("caption") for update in await bot.updates()]
    assert texts == [*heard, "a reply", "/submit"]
