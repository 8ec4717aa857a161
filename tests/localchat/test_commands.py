"""Command menus and the bot's profile, by scope and language."""

from __future__ import annotations

from typing import Any

import pytest

from bot.localchat import LocalChat, commands, people
from tests.localchat.raw_bot import ADA, ALEX, GROUP, MEI, RawBot

GROUP_ADMINS = {"type": "chat_administrators", "chat_id": GROUP}


def menu(word: str) -> list[dict[str, str]]:
    return [{"command": word, "description": word.title()}]


def seen(chat: LocalChat, person: int, room: int) -> str:
    found = commands.seen_by(chat.world, *people.in_chat(chat.world, person, room))
    return found[0]["command"] if found else ""


async def test_the_narrowest_menu_wins_and_in_it_ones_own_language(bot: RawBot, chat: LocalChat) -> None:
    assert seen(chat, ALEX, ALEX) == ""
    steps: list[tuple[str, dict[str, Any], tuple[str, str, str]]] = [
        ("default", {}, ("default", "default", "default")),
        ("zh", {"language_code": "zh"}, ("default", "zh", "default")),
        ("private", {"scope": {"type": "all_private_chats"}}, ("private", "private", "default")),
        (
            "privat_zh",
            {"scope": {"type": "all_private_chats"}, "language_code": "zh"},
            ("private", "privat_zh", "default"),
        ),
        ("groups", {"scope": {"type": "all_group_chats"}}, ("private", "privat_zh", "groups")),
        ("admins", {"scope": {"type": "all_chat_administrators"}}, ("private", "privat_zh", "admins")),
        ("group", {"scope": {"type": "chat", "chat_id": GROUP}}, ("private", "privat_zh", "group")),
        ("group_admins", {"scope": GROUP_ADMINS}, ("private", "privat_zh", "group_admins")),
        ("ada", {"scope": {"type": "chat_member", "chat_id": GROUP, "user_id": ADA}}, ("private", "privat_zh", "ada")),
        ("alex", {"scope": {"type": "chat", "chat_id": ALEX}}, ("alex", "privat_zh", "ada")),
    ]
    for word, where, expected in steps:
        await bot.ok("setMyCommands", commands=menu(word), **where)
        assert await bot.ok("getMyCommands", **where) == menu(word)
        assert (seen(chat, ALEX, ALEX), seen(chat, MEI, MEI), seen(chat, ADA, GROUP)) == expected
    assert seen(chat, ALEX, GROUP) == "group"
    await bot.ok("deleteMyCommands", scope={"type": "chat", "chat_id": ALEX})
    assert seen(chat, ALEX, ALEX) == "private"
    assert await bot.ok("getMyCommands", language_code="fr") == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "x", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": menu("x") * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": menu("x"), "language_code": "zh-hans"}, "invalid language code specified"),
        ({"commands": menu("x"), "scope": {"type": "everywhere"}}, "unsupported BotCommandScope type specified"),
        ({"commands": menu("x"), "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({}, 'parameter "commands" is required'),
    ],
)
async def test_menus_that_telegram_refuses(bot: RawBot, params: dict[str, Any], words: str) -> None:
    assert await bot.refused("setMyCommands", **params) == f"Bad Request: {words}"


async def test_the_profile_speaks_the_readers_language(bot: RawBot, chat: LocalChat) -> None:
    assert await bot.ok("getMyDescription") == {"description": ""}
    await bot.ok("setMyDescription", description="Learn Docker")
    await bot.ok("setMyDescription", description="学 Docker", language_code="zh")
    await bot.ok("setMyShortDescription", short_description="short")
    assert (await bot.ok("getMyDescription", language_code="zh"))["description"] == "学 Docker"
    assert (await bot.ok("getMyDescription", language_code="fr"))["description"] == "Learn Docker"
    assert (await bot.ok("getMyShortDescription"))["short_description"] == "short"
    await bot.ok("setMyDescription", language_code="zh")
    assert (await bot.ok("getMyDescription", language_code="zh"))["description"] == "Learn Docker"
    assert await bot.ok("getMyName") == {"name": "Pomodock"}
    await bot.ok("setMyName", name="Docker Dora")
    assert (await bot.ok("getMe"))["first_name"] == "Docker Dora"
    words = "Bad Request: short description length must not exceed 120"
    assert await bot.refused("setMyShortDescription", short_description="x" * 121) == words
