"""setMyCommands, getMyCommands, deleteMyCommands: menus by scope and language, looked up in Telegram's order."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.localchat import people
from bot.localchat.errors import bad_request
from bot.localchat.params import Arguments, Parser, array, chat_id, fields, integer, mapping, method, text
from bot.localchat.world import Chat, Person, World

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


def scope(value: object, name: str) -> str:
    """BotCommandScope as one string, such as ``chat:1001``."""
    value = mapping(value, name)
    kind = value.get("type")
    if kind in _PLAIN_SCOPES:
        return str(fields(value, name, type=text)["type"])
    if kind in {"chat", "chat_administrators"}:
        given = fields(value, name, required="chat_id", type=text, chat_id=chat_id)
        return f"{kind}:{given['chat_id']}"
    if kind == "chat_member":
        given = fields(value, name, required="chat_id user_id", type=text, chat_id=chat_id, user_id=integer)
        return f"{kind}:{given['chat_id']}:{given['user_id']}"
    raise bad_request("unsupported BotCommandScope type specified")


def language(value: object, name: str) -> str:
    """A two-letter language code, or nothing for all languages."""
    code = text(value, name)
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def set_my_commands(world: World, arguments: Arguments) -> bool:
    """Set the menu of a scope and language; an empty list takes it away."""
    commands = [_command(item) for item in arguments["commands"]]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    where = _where(world, arguments)
    if commands:
        world.store.run("INSERT OR REPLACE INTO commands VALUES (?, ?, ?)", *where, json.dumps(commands))
    else:
        world.store.run("DELETE FROM commands WHERE scope = ? AND language = ?", *where)
    world.announce({"type": "bot"})
    return True


def get_my_commands(world: World, arguments: Arguments) -> list[dict[str, Any]]:
    """The menu of exactly this scope and language."""
    return _stored(world, *_where(world, arguments)) or []


def delete_my_commands(world: World, arguments: Arguments) -> bool:
    """Take the menu of this scope and language away."""
    return set_my_commands(world, {**arguments, "commands": []})


def seen_by(world: World, person: Person, chat: Chat) -> list[dict[str, Any]]:
    """The menu that a person sees in a chat: the narrowest scope first, and in each his language before all others."""
    short = people.short_language(person.language_code)
    for name in _scopes(person, chat):
        for code in (short, ""):
            if (commands := _stored(world, name, code)) is not None:
                return commands
    return []


def _scopes(person: Person, chat: Chat) -> list[str]:
    if chat.private:
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    admins = [f"chat_administrators:{chat.id}"] if person.admin else []
    all_admins = ["all_chat_administrators"] if person.admin else []
    return [
        f"chat_member:{chat.id}:{person.id}",
        *admins,
        f"chat:{chat.id}",
        *all_admins,
        "all_group_chats",
        "default",
    ]


def _where(world: World, arguments: Arguments) -> tuple[str, str]:
    name = arguments.get("scope", "default")
    if ":" in name:
        people.known_chat(world, int(name.split(":")[1]))
    return name, arguments.get("language_code", "")


def _stored(world: World, name: str, code: str) -> list[dict[str, Any]] | None:
    row = world.store.one("SELECT body FROM commands WHERE scope = ? AND language = ?", name, code)
    return json.loads(row["body"]) if row else None


def _command(value: object) -> dict[str, Any]:
    command = fields(value, "BotCommand", required="command description", command=text, description=text)
    command["command"] = command["command"].removeprefix("/")
    if not _COMMAND.fullmatch(command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return command


_PLACE: dict[str, Parser] = {"scope": scope, "language_code": language}

METHODS = (
    method("setMyCommands", set_my_commands, "commands", commands=array, **_PLACE),
    method("getMyCommands", get_my_commands, **_PLACE),
    method("deleteMyCommands", delete_my_commands, **_PLACE),
)
