"""Telegram's answers as the outcomes of the port, against the local chat in bad weather."""

from __future__ import annotations

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.services.ports import MessageGone, NoAnswer, Refused, RetryLater, Unreachable
from bot.services.rendered import Attachment, Button, Quiz, Rendered
from tests.world import ALEX, GROUP, MEI, World

HELLO = Rendered(
    "<b>Hello</b> &amp; welcome", ((Button("One", data="x:1:1:"), Button("Link", url="https://example.org")),)
)


@pytest.fixture
async def messenger(world: World) -> TelegramMessenger:
    await world.alex.say("/help")
    return TelegramMessenger(world.bot.application.bot)


async def test_text_with_buttons(world: World, messenger: TelegramMessenger) -> None:
    sent = await messenger.send(ALEX, None, HELLO, interactive=False)
    screen = world.alex.last
    assert (screen.id, screen.text) == (sent.message_id, "Hello & welcome")
    assert screen.labels == ["One", "Link"]
    await messenger.edit(ALEX, sent.message_id, Rendered("Bye"))
    assert world.alex.last.text == "Bye"
    assert world.alex.last.labels == []


async def test_a_quiz_comes_with_its_id(world: World, messenger: TelegramMessenger) -> None:
    quiz = Quiz("Why?", ("a", "b", "c"), (0, 2), "Because")
    sent = await messenger.send(ALEX, None, Rendered("", quiz=quiz), interactive=True)
    assert sent.poll_id == world.alex.last.raw["poll"]["id"]
    assert world.alex.last.raw["poll"]["allows_multiple_answers"]
    assert not world.alex.last.raw["poll"]["is_anonymous"]


async def test_a_document(world: World, messenger: TelegramMessenger) -> None:
    await messenger.send(ALEX, None, Rendered("All", attachment=Attachment("a.txt", b"x", False)), interactive=False)
    assert world.alex.last.raw["document"]["file_name"] == "a.txt"
    assert world.alex.last.text == "All"


async def test_an_edit_that_changes_nothing_is_fine(messenger: TelegramMessenger) -> None:
    sent = await messenger.send(ALEX, None, HELLO, interactive=False)
    await messenger.edit(ALEX, sent.message_id, HELLO)


async def test_what_cannot_be_edited_is_gone(world: World, messenger: TelegramMessenger) -> None:
    poll = await messenger.send(ALEX, None, Rendered("", quiz=Quiz("Why?", ("a", "b"), (0,), "x")), interactive=True)
    mine = next(screen.id for screen in world.alex.screens if screen.mine)
    for message in (poll.message_id, mine, 999_999):
        with pytest.raises(MessageGone):
            await messenger.edit(ALEX, message, HELLO)


async def test_who_cannot_be_written_to_is_unreachable(world: World, messenger: TelegramMessenger) -> None:
    for chat in (MEI, 123456):  # she never wrote; he does not exist
        with pytest.raises(Unreachable):
            await messenger.send(chat, None, HELLO, interactive=False)
    world.chat.block(ALEX)
    with pytest.raises(Unreachable):
        await messenger.send(ALEX, None, HELLO, interactive=False)


async def test_what_telegram_will_never_take_is_refused(messenger: TelegramMessenger) -> None:
    for bad in (
        Rendered("<b>open"),
        Rendered("x" * 5000),
        Rendered(""),
        Rendered("x", ((Button("b", data="y" * 65),),)),
    ):
        with pytest.raises(Refused):
            await messenger.send(ALEX, None, bad, interactive=False)


@pytest.mark.parametrize("weather", ["500", "502", "drop", "timeout"])
async def test_a_network_or_server_that_fails_is_no_answer(
    world: World, messenger: TelegramMessenger, weather: str
) -> None:
    world.chat.faults.add(weather, "sendMessage")
    with pytest.raises(NoAnswer):
        await messenger.send(ALEX, None, HELLO, interactive=False)


async def test_too_many_requests_says_how_long_to_wait(world: World, messenger: TelegramMessenger) -> None:
    world.chat.faults.add("429", "sendMessage", retry_after=3)
    with pytest.raises(RetryLater) as later:
        await messenger.send(ALEX, None, HELLO, interactive=False)
    assert later.value.seconds == 3


async def test_small_signs_do_no_harm_whatever_happens(world: World, messenger: TelegramMessenger) -> None:
    for weather in ("500", "drop", "429"):
        world.chat.faults.add(weather, "editMessageReplyMarkup")
        world.chat.faults.add(weather, "sendChatAction")
        world.clock.pause(60)
        await messenger.strip(ALEX, 999_999)
        await messenger.show_activity(ALEX, "typing")
    await messenger.show_activity(GROUP, "typing")


@pytest.mark.parametrize("weather", ["500", "drop"])
async def test_in_bad_weather_everything_arrives(world: World, weather: str) -> None:
    alex = world.alex
    world.bot.sender._backoff = 0.001
    await alex.say("/start")
    world.chat.faults.add(weather, "editMessageText", times=3)
    await alex.press("language")
    assert alex.has("zone")
    world.chat.faults.add(weather, "sendMessage", times=3)
    await alex.say("/help")
    assert "Help" in alex.kinds
    assert {row.state for row in await world.deliveries()} == {"sent"}


async def test_an_answer_that_got_lost_may_come_twice_but_is_not_lost(world: World) -> None:
    alex = world.alex
    world.bot.sender._backoff = 0.001
    world.chat.faults.add("timeout", "sendMessage")
    await alex.say("/help")
    assert len(alex.new) == 2
    assert {row.state for row in await world.deliveries()} == {"sent"}
