"""The messages of every chat, stored as the Bot API's Message objects.

Numbers as Telegram gives them: one row of numbers for all private chats together, one for each group.
"""

from __future__ import annotations

import json
from typing import Any

from bot.localchat.people import chat_object
from bot.localchat.world import Chat, World

Message = dict[str, Any]


def add(world: World, chat: Chat, sender: dict[str, Any], content: dict[str, Any]) -> Message:
    """Write a new message and announce it; returns it."""
    number = world.store.next_number("private" if chat.private else str(chat.id))
    message = {
        "message_id": number,
        "from": sender,
        "chat": chat_object(chat),
        "date": world.date(),
        **content,
    }
    world.store.run("INSERT INTO messages VALUES (?, ?, ?)", chat.id, number, _dump(message))
    world.announce({"type": "message", "chat": chat.id, "message": message})
    return message


def get(world: World, chat_id: int, message_id: int) -> Message | None:
    """This message, or None."""
    row = world.store.one("SELECT body FROM messages WHERE chat_id = ? AND message_id = ?", chat_id, message_id)
    return json.loads(row["body"]) if row else None


def replace(world: World, message: Message, event: str = "edit") -> None:
    """Write a message's new state and announce it as ``event``."""
    chat_id = message["chat"]["id"]
    body = _dump(message)
    world.store.run(
        "UPDATE messages SET body = ? WHERE chat_id = ? AND message_id = ?", body, chat_id, message["message_id"]
    )
    world.announce({"type": event, "chat": chat_id, "message": message})


def remove(world: World, chat_id: int, message_id: int) -> None:
    """Delete a message and announce it."""
    world.store.run("DELETE FROM messages WHERE chat_id = ? AND message_id = ?", chat_id, message_id)
    world.announce({"type": "delete", "chat": chat_id, "message_id": message_id})


def page(world: World, chat_id: int, before: int | None = None, limit: int | None = None) -> list[Message]:
    """The newest ``limit`` messages (None: all) with numbers below ``before``, oldest first."""
    rows = world.store.all(
        "SELECT body FROM messages WHERE chat_id = ? AND message_id < ? ORDER BY message_id DESC LIMIT ?",
        chat_id,
        2**62 if before is None else before,
        -1 if limit is None else limit,
    )
    return [json.loads(row["body"]) for row in reversed(rows)]


def as_reply(message: Message) -> Message:
    """A message as it appears inside a reply to it."""
    return {key: value for key, value in message.items() if key not in {"reply_to_message", "reply_markup"}}


def _dump(message: Message) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
