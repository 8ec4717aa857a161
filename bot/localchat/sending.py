"""What every send has in common: where to, in reply to what, with which buttons, and whether it is allowed now."""

from __future__ import annotations

from typing import Any

from bot.localchat import history, people
from bot.localchat.errors import bad_request
from bot.localchat.keyboards import inline_keyboard
from bot.localchat.params import Arguments, Parser, boolean, chat_id, fields, integer, mapping, text
from bot.localchat.world import Chat, World


def reply_parameters(value: object, name: str) -> dict[str, Any]:
    """ReplyParameters without quotes: which message of this chat, and what if it is gone."""
    return fields(
        mapping(value, name),
        name,
        required="message_id",
        message_id=integer,
        chat_id=chat_id,
        allow_sending_without_reply=boolean,
    )


def link_preview_options(value: object, name: str) -> dict[str, Any]:
    """LinkPreviewOptions."""
    return fields(
        mapping(value, name),
        name,
        is_disabled=boolean,
        url=text,
        prefer_small_media=boolean,
        prefer_large_media=boolean,
        show_above_text=boolean,
    )


SEND_PARAMETERS: dict[str, Parser] = {
    "chat_id": chat_id,
    "message_thread_id": integer,
    "disable_notification": boolean,
    "protect_content": boolean,
    "message_effect_id": text,
    "reply_parameters": reply_parameters,
    "reply_markup": inline_keyboard,
}


def send(world: World, arguments: Arguments, content: dict[str, Any]) -> history.Message:
    """Send the bot's message, whose content has been checked. Raises ApiError 400, 403 or 429."""
    chat = people.writable_chat(world, arguments["chat_id"])
    extras = {
        **_thread(world, chat, arguments.get("message_thread_id")),
        **_reply(world, chat, arguments.get("reply_parameters")),
        **_effect(chat, arguments.get("message_effect_id")),
        **keyboard(arguments),
    }
    if arguments.get("protect_content"):
        extras["has_protected_content"] = True
    if world.limits is not None:
        world.limits.send(chat.id, private=chat.private)
    return history.add(world, chat, people.bot_object(world), {**content, **extras})


def keyboard(arguments: Arguments) -> dict[str, Any]:
    """The reply_markup field of a message, or nothing when there are no buttons."""
    markup = arguments.get("reply_markup") or mapping({}, "reply_markup")
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _thread(world: World, chat: Chat, thread_id: int | None) -> dict[str, Any]:
    if not thread_id:
        return {}
    if chat.private or history.get(world, chat.id, thread_id) is None:
        raise bad_request("message thread not found")
    return {"message_thread_id": thread_id}


def _reply(world: World, chat: Chat, reply: dict[str, Any] | None) -> dict[str, Any]:
    if reply is None:
        return {}
    replied = history.get(world, reply.get("chat_id", chat.id), reply["message_id"])
    if replied is None or replied["chat"]["id"] != chat.id:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": history.as_reply(replied)}


def _effect(chat: Chat, effect_id: str | None) -> dict[str, Any]:
    if not effect_id:
        return {}
    if not chat.private or not effect_id.isdigit():
        raise bad_request(
            "invalid message effect identifier specified" if chat.private else "can't use message effects here"
        )
    return {"effect_id": effect_id}
