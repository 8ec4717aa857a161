"""Telegram's rate limits: who is slowed down, for how long, and what is free."""

from __future__ import annotations

from bot.localchat import LocalChat
from tests.localchat.raw_bot import ALEX, GROUP, MEI, HeldClock, RawBot


async def test_a_private_chat_takes_three_at_once_and_then_one_a_second(
    strict_chat: LocalChat, clock: HeldClock
) -> None:
    bot = RawBot(strict_chat)
    for number in range(3):
        await bot.ok("sendMessage", chat_id=ALEX, text=str(number))
    assert await bot.refused("sendMessage", chat_id=ALEX, text="4") == "Too Many Requests: retry after 1"
    await bot.ok("sendMessage", chat_id=MEI, text="another chat is not slowed down")
    clock.pass_real(1)
    await bot.ok("sendMessage", chat_id=ALEX, text="4")
    assert await bot.refused("sendMessage", chat_id=ALEX, text="5") == "Too Many Requests: retry after 1"


async def test_the_refusal_carries_retry_after_and_nothing_is_sent(strict_chat: LocalChat) -> None:
    bot = RawBot(strict_chat)
    for number in range(3):
        await bot.ok("sendMessage", chat_id=ALEX, text=str(number))
    before = len(strict_chat.messages(ALEX))
    params = {"chat_id": ALEX, "text": "too soon"}
    status, body = await strict_chat.call(strict_chat.bot_token, "sendMessage", params)
    assert (status, body["parameters"]) == (429, {"retry_after": 1})
    assert len(strict_chat.messages(ALEX)) == before


async def test_one_a_second_for_ever_is_within_the_limit(strict_chat: LocalChat, clock: HeldClock) -> None:
    bot = RawBot(strict_chat)
    for number in range(100):
        await bot.ok("sendMessage", chat_id=ALEX, text=str(number))
        clock.pass_real(1)


async def test_private_edits_and_callback_answers_are_free(strict_chat: LocalChat) -> None:
    bot = RawBot(strict_chat)
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    message = await bot.ok("sendMessage", chat_id=ALEX, text="0", reply_markup=keyboard)
    for number in range(100):
        query = strict_chat.press(ALEX, ALEX, message["message_id"], "go")
        await bot.ok("answerCallbackQuery", callback_query_id=query)
        edit = {"message_id": message["message_id"], "text": str(number + 1), "reply_markup": keyboard}
        await bot.ok("editMessageText", chat_id=ALEX, **edit)


async def test_a_group_takes_twenty_a_minute_edits_included(strict_chat: LocalChat, clock: HeldClock) -> None:
    bot = RawBot(strict_chat)
    message = await bot.ok("sendMessage", chat_id=GROUP, text="0")
    for number in range(19):
        clock.pass_real(1)
        await bot.ok("editMessageText", chat_id=GROUP, message_id=message["message_id"], text=str(number + 1))
    edit = {"chat_id": GROUP, "message_id": message["message_id"], "text": "too much"}
    assert await bot.refused("editMessageText", **edit) == "Too Many Requests: retry after 38"
    assert await bot.refused("sendMessage", chat_id=GROUP, text="x") == "Too Many Requests: retry after 38"
    clock.pass_real(38)
    await bot.ok("editMessageText", **edit)


async def test_a_bot_sends_thirty_a_second(strict_chat: LocalChat, clock: HeldClock) -> None:
    bot = RawBot(strict_chat)
    window = strict_chat.world.limits
    assert window is not None
    for person in range(30):
        window.send(person, private=True)
    assert await bot.refused("sendMessage", chat_id=ALEX, text="31") == "Too Many Requests: retry after 1"
    clock.pass_real(1)
    await bot.ok("sendMessage", chat_id=ALEX, text="31")


async def test_time_travel_frees_nobody(strict_chat: LocalChat, clock: HeldClock) -> None:
    bot = RawBot(strict_chat)
    for number in range(3):
        await bot.ok("sendMessage", chat_id=ALEX, text=str(number))
    clock.advance_to(clock.now().replace(year=2027))
    assert await bot.refused("sendMessage", chat_id=ALEX, text="4") == "Too Many Requests: retry after 1"
