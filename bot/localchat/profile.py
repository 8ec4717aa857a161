"""The bot's name, description and short description, by language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.localchat import people, utf16
from bot.localchat.commands import language
from bot.localchat.errors import bad_request
from bot.localchat.params import Arguments, Method, method, text
from bot.localchat.world import BOT_NAME, World

LIMITS = {"name": 64, "description": 512, "short_description": 120}


def _setter(field: str) -> Callable[[World, Arguments], bool]:
    def run(world: World, arguments: Arguments) -> bool:
        value, code = arguments.get(field, "").strip(), arguments.get("language_code", "")
        if utf16.length(value) > LIMITS[field]:
            raise bad_request(f"{field.replace('_', ' ')} length must not exceed {LIMITS[field]}")
        if value:
            world.store.run("INSERT OR REPLACE INTO profile VALUES (?, ?, ?)", field, code, value)
        else:
            world.store.run("DELETE FROM profile WHERE field = ? AND language = ?", field, code)
        world.announce({"type": "bot"})
        return True

    return run


def _getter(field: str) -> Callable[[World, Arguments], dict[str, Any]]:
    def run(world: World, arguments: Arguments) -> dict[str, Any]:
        value = people.profile(world, field, arguments.get("language_code", ""))
        return {field: value or (BOT_NAME if field == "name" else "")}

    return run


def _pair(field: str, called: str) -> tuple[Method, Method]:
    return (
        method(f"setMy{called}", _setter(field), "", False, **{field: text, "language_code": language}),
        method(f"getMy{called}", _getter(field), language_code=language),
    )


METHODS = (
    *_pair("name", "Name"),
    *_pair("description", "Description"),
    *_pair("short_description", "ShortDescription"),
)
