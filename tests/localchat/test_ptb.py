"""python-telegram-bot against the local chat: in process and over HTTP, every object understood to the last field."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, TelegramObject, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PollAnswerHandler,
    filters,
)

from bot.localchat import LocalChat
from bot.localchat.transport import InProcessRequest
from tests.localchat.raw_bot import ALEX, GROUP, MEI, HeldClock, RawBot
from tests.localchat.test_files import picture

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])


@pytest.fixture(autouse=True)
def timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """PTB warns of seconds as integers unless one has asked for timedeltas."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


def builder(chat: LocalChat) -> Any:
    found = ApplicationBuilder().token(chat.bot_token)
    return found.request(InProcessRequest(chat)).get_updates_request(InProcessRequest(chat))


@pytest.fixture(params=["in process", "over HTTP"])
async def ptb(
    request: pytest.FixtureRequest, chat: LocalChat
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """A started Application that polls the local chat one way or the other."""
    server = None
    if request.param == "over HTTP":
        server = await chat.serve()
        made = ApplicationBuilder().token(chat.bot_token).base_url(server.api_url).base_file_url(server.file_url)
    else:
        made = builder(chat)
    application = made.build()
    async with application:
        yield application
    if server:
        await server.stop()


def understood(thing: object) -> None:
    """No field was left over: PTB keeps those it does not know in ``api_kwargs``."""
    if isinstance(thing, TelegramObject):
        assert not thing.api_kwargs, thing
        for name in thing._get_attrs():
            understood(getattr(thing, name))
    elif isinstance(thing, tuple | list):
        for item in thing:
            understood(item)


async def test_a_whole_conversation(ptb: Application[Any, Any, Any, Any, Any, Any], chat: LocalChat) -> None:
    steps: asyncio.Queue[str] = asyncio.Queue()

    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        understood(update)
        assert update.message is not None
        understood(await update.message.reply_html("<b>Hi</b> 😀", reply_markup=BUTTONS, do_quote=True))
        await steps.put(f"start {context.args}")

    async def tap(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        understood(update)
        query = update.callback_query
        assert query is not None
        await query.answer("Here it comes")
        understood(await query.edit_message_text("A question:"))
        options = ["The container", "The host"]
        quiz = await context.bot.send_poll(
            ALEX, "Who boots the kernel?", options, type="quiz", correct_option_ids=[1], is_anonymous=False,
            explanation="<i>One</i> kernel", explanation_parse_mode=ParseMode.HTML,
        )  # fmt: skip
        understood(quiz)
        await steps.put(f"tap {query.data}")

    async def voted(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        understood(update)
        assert update.poll_answer is not None
        await steps.put(f"vote {update.poll_answer.option_ids}")

    async def file(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        understood(update)
        assert update.message is not None
        assert update.message.document is not None
        received = await (await update.message.document.get_file()).download_as_bytearray()
        await context.bot.send_chat_action(ALEX, ChatAction.UPLOAD_DOCUMENT)
        understood(await update.message.reply_document(bytes(received).upper(), filename="back.txt", caption="Back"))
        understood(await update.message.reply_photo(picture(), caption="A picture"))
        await steps.put(f"file {bytes(received)!r}")

    ptb.add_handler(CommandHandler("start", start))
    ptb.add_handler(CallbackQueryHandler(tap))
    ptb.add_handler(PollAnswerHandler(voted))
    ptb.add_handler(MessageHandler(filters.Document.ALL, file))
    assert ptb.updater is not None
    await ptb.start()
    await ptb.updater.start_polling(poll_interval=0)
    async with asyncio.timeout(30):
        chat.say(ALEX, ALEX, "/start week 1")
        assert await steps.get() == "start ['week', '1']"
        answer = await chat.answer(chat.press(ALEX, ALEX, chat.messages(ALEX)[-1]["message_id"], "Go"))
        assert answer == {"answered": True, "text": "Here it comes", "show_alert": False}
        assert await steps.get() == "tap go"
        chat.vote(ALEX, ALEX, chat.messages(ALEX)[-1]["message_id"], [0])
        assert await steps.get() == "vote (0,)"
        chat.send_document(ALEX, ALEX, "notes.txt", b"notes")
        assert await steps.get() == "file b'notes'"
    await ptb.updater.stop()
    await ptb.stop()
    last = chat.messages(ALEX)[-2:]
    assert [message["caption"] for message in last] == ["Back", "A picture"]


async def test_every_kind_of_update_is_understood(chat: LocalChat, bot: RawBot) -> None:
    sent = await bot.ok("sendMessage", chat_id=ALEX, text="?", reply_markup=BUTTONS.to_dict())
    poll = await bot.ok("sendPoll", chat_id=GROUP, question="?", options=[{"text": "a"}], is_anonymous=False)
    chat.say(MEI, MEI, "/start <b> https://x.org @pomodock_bot 😀")
    asked = chat.say(MEI, MEI, "x", reply_to=chat.messages(MEI)[0]["message_id"])
    chat.edit(MEI, MEI, asked["message_id"], "y")
    chat.press(ALEX, ALEX, sent["message_id"], "Go")
    chat.vote(MEI, GROUP, poll["message_id"], [0])
    chat.send_sticker(MEI, MEI)
    chat.send_photo(MEI, MEI, picture(), "caption /help")
    chat.send_document(MEI, MEI, "x.tar.gz", b"x")
    chat.block(MEI)
    chat.unblock(MEI)
    raw = await bot.updates()
    parsed = [Update.de_json(json.loads(json.dumps(update)), Bot(chat.bot_token)) for update in raw]
    for update in parsed:
        understood(update)
    assert [update.effective_user.id for update in parsed if update.effective_user] == [MEI, MEI, MEI, ALEX, *[MEI] * 6]


async def test_ptbs_exceptions_are_the_right_ones(
    ptb: Application[Any, Any, Any, Any, Any, Any], chat: LocalChat
) -> None:
    bot = ptb.bot
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4711, "x")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(MEI, "x")
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await bot.send_message(ALEX, "<x>", parse_mode=ParseMode.HTML)
    chat.faults.add("429", retry_after=3)
    with pytest.raises(RetryAfter) as slow:
        await bot.send_message(ALEX, "x")
    assert slow.value.retry_after == timedelta(seconds=3)
    chat.faults.add("502")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(ALEX, "x")
    chat.faults.add("drop")
    with pytest.raises(NetworkError) as dropped:
        await bot.send_message(ALEX, "x")
    assert not isinstance(dropped.value, TimedOut)
    assert len(chat.messages(ALEX)) == 1
    chat.faults.add("timeout")
    with pytest.raises(TimedOut):
        await bot.send_message(ALEX, "sent all the same", read_timeout=0.3)
    assert chat.messages(ALEX)[-1]["text"] == "sent all the same"


async def test_entities_go_there_and_back(ptb: Application[Any, Any, Any, Any, Any, Any]) -> None:
    entities = [MessageEntity(MessageEntity.PRE, 3, 9, language="sh"), MessageEntity(MessageEntity.BOLD, 0, 2)]
    message = await ptb.bot.send_message(ALEX, "😀 docker ps", entities=entities)
    assert message.parse_entities() == {entities[1]: "😀", entities[0]: "docker ps"}


async def test_profile_and_menus_by_ptb(ptb: Application[Any, Any, Any, Any, Any, Any]) -> None:
    bot = ptb.bot
    await bot.set_my_commands([("today", "Today's unit")], language_code="en")
    assert [command.command for command in await bot.get_my_commands(language_code="en")] == ["today"]
    await bot.set_my_description("Learn Docker")
    await bot.set_my_short_description("Docker")
    await bot.set_my_name("Dora")
    assert (await bot.get_my_description()).description == "Learn Docker"
    assert (await bot.get_my_short_description()).short_description == "Docker"
    assert (await bot.get_my_name()).name == "Dora"
    for thing in (await bot.get_me(), await bot.get_chat(GROUP), await bot.get_chat_member(GROUP, ALEX)):
        understood(thing)
    understood(await bot.get_webhook_info())


async def test_an_unknown_token_is_told(chat: LocalChat) -> None:
    stranger = Bot("7000000001:guessed", request=InProcessRequest(chat), get_updates_request=InProcessRequest(chat))
    with pytest.raises(InvalidToken):
        await stranger.initialize()


async def test_a_second_bot_ends_the_first_ones_poll(chat: LocalChat) -> None:
    one = Bot(chat.bot_token, request=InProcessRequest(chat), get_updates_request=InProcessRequest(chat))
    async with one:
        first, second = one.get_updates(timeout=20), one.get_updates(timeout=0)
        results = await asyncio.gather(first, second, return_exceptions=True)
    assert isinstance(results[0], Conflict)
    assert results[1] == ()


async def test_what_would_be_too_fast_for_telegram_is_too_fast_here(strict_chat: LocalChat, clock: HeldClock) -> None:
    async with builder(strict_chat).build() as application:
        for number in range(3):
            await application.bot.send_message(ALEX, str(number))
        with pytest.raises(RetryAfter):
            await application.bot.send_message(ALEX, "4")
        clock.pass_real(1)
        await application.bot.send_message(ALEX, "4")
