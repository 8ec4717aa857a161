"""In a group: a command gets one sentence and a private link, everything else gets silence."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.storage.schema import ChatRow
from tests.world import GROUP, World


def group(world: World) -> list[dict[str, Any]]:
    return [message for message in world.chat.messages(GROUP) if message["from"]["is_bot"]]


async def say(world: World, text: str) -> list[dict[str, Any]]:
    before = len(group(world))
    world.clock.pause(4)
    world.chat.say(world.alex.id, GROUP, text)
    await world.settle()
    return group(world)[before:]


async def test_a_command_gets_one_sentence_and_a_link(world: World) -> None:
    for command in ("/run", "/today", "/help@pomodock_bot", "/START"):
        (answer,) = await say(world, command)
        (button,) = answer["reply_markup"]["inline_keyboard"][0]
        name = command[1:].split("@")[0].lower()
        assert button["url"] == f"https://t.me/pomodock_bot?start={name}"
        assert "\n" not in answer["text"]


async def test_the_link_leads_to_what_was_asked(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await alex.say("/start settings")
    assert "SettingsMenu" in alex.kinds
    await alex.say("/start nonsense<b>")
    assert "WelcomeBack" in alex.kinds


async def test_talk_and_commands_for_others_get_silence(world: World) -> None:
    for text in ("good morning", "/today@other_bot", "/weather", "look at /today"):
        assert await say(world, text) == [], text


async def test_a_personal_button_in_the_group_does_nothing(world: World) -> None:
    (answer,) = await say(world, "/today")
    query = world.chat.press(world.mei.id, GROUP, answer["message_id"], "begin:1:0:now", forged=True)
    await world.settle()
    told = await world.chat.answer(query, 0.01)
    assert told["answered"]
    assert told["text"]
    assert len(group(world)) == 1


async def test_a_storm_of_commands_is_no_harm(world: World) -> None:
    for _ in range(6):
        world.chat.say(world.alex.id, GROUP, "/today")
    await world.settle()
    assert len(group(world)) == 6


async def test_a_group_that_becomes_a_supergroup_keeps_its_chat(world: World) -> None:
    await say(world, "/today")
    chat = {"id": GROUP, "type": "group", "title": "Docker study group"}
    await world.inject(
        {
            "message": {
                "message_id": 900,
                "date": 1772440000,
                "chat": chat,
                "from": {"id": world.alex.id, "is_bot": False, "first_name": "Alex"},
                "migrate_to_chat_id": -1009999999999,
            }
        }
    )
    async with world.bot.database.begin() as tx:
        ids = list(await tx.scalars(select(ChatRow.telegram_id).where(ChatRow.kind == "group")))
    assert ids == [-1009999999999]
