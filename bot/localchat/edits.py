"""editMessageText, editMessageCaption, editMessageReplyMarkup: the bot's own messages, and only if they change."""

from __future__ import annotations

from typing import Any

from bot.localchat import history, people
from bot.localchat.entities import caption, entity_list, message_text
from bot.localchat.errors import bad_request
from bot.localchat.keyboards import inline_keyboard
from bot.localchat.params import Arguments, Parser, boolean, chat_id, integer, method, text
from bot.localchat.sending import keyboard, link_preview_options
from bot.localchat.world import BOT_ID, World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_MEDIA = ("photo", "document")


def edit_message_text(world: World, arguments: Arguments) -> history.Message:
    """New text; buttons that are not given again go away, as on Telegram."""
    content = message_text(arguments)
    message = editable(world, arguments)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    if arguments.get("link_preview_options"):
        content["link_preview_options"] = arguments["link_preview_options"]
    return _rewrite(world, message, ("text", "entities", "link_preview_options"), content, arguments)


def edit_message_caption(world: World, arguments: Arguments) -> history.Message:
    """New caption of a photo or document; none takes it away."""
    content = caption(arguments)
    message = editable(world, arguments)
    if not any(kind in message for kind in _MEDIA):
        raise bad_request("there is no caption in the message to edit")
    if arguments.get("show_caption_above_media") and content:
        content["show_caption_above_media"] = True
    return _rewrite(world, message, ("caption", "caption_entities", "show_caption_above_media"), content, arguments)


def edit_message_reply_markup(world: World, arguments: Arguments) -> history.Message:
    """New buttons, or none."""
    return _rewrite(world, editable(world, arguments), (), {}, arguments)


def editable(world: World, arguments: Arguments) -> history.Message:
    """The bot's message that the arguments name. Raises ApiError when there is none or it is somebody else's."""
    chat = people.writable_chat(world, arguments["chat_id"])
    message = history.get(world, chat.id, arguments["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != BOT_ID:
        raise bad_request("message can't be edited")
    return message


def count_edit(world: World, message: history.Message) -> None:
    """Count an edit against the chat's limit. Raises ApiError 429."""
    if world.limits is not None:
        world.limits.edit(message["chat"]["id"], private=message["chat"]["type"] == "private")


def _rewrite(
    world: World, message: history.Message, owned: tuple[str, ...], content: dict[str, Any], arguments: Arguments
) -> history.Message:
    kept = {key: value for key, value in message.items() if key not in {*owned, "reply_markup"}}
    edited = {**kept, **content, **keyboard(arguments)}
    if edited == message:
        raise bad_request(NOT_MODIFIED)
    count_edit(world, message)
    edited["edit_date"] = world.date()
    history.replace(world, edited)
    return edited


_WHICH: dict[str, Parser] = {"chat_id": chat_id, "message_id": integer, "reply_markup": inline_keyboard}

METHODS = (
    method(
        "editMessageText", edit_message_text, "chat_id message_id text", **_WHICH,
        text=text, parse_mode=text, entities=entity_list, link_preview_options=link_preview_options,
    ),
    method(
        "editMessageCaption", edit_message_caption, "chat_id message_id", **_WHICH,
        caption=text, parse_mode=text, caption_entities=entity_list, show_caption_above_media=boolean,
    ),
    method("editMessageReplyMarkup", edit_message_reply_markup, "chat_id message_id", **_WHICH),
)  # fmt: skip
