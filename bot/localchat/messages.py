"""sendMessage and deleteMessage."""

from __future__ import annotations

from bot.localchat import history, people
from bot.localchat.entities import entity_list, message_text
from bot.localchat.errors import bad_request
from bot.localchat.params import Arguments, chat_id, integer, method, text
from bot.localchat.sending import SEND_PARAMETERS, link_preview_options, send
from bot.localchat.world import BOT_ID, World

DELETABLE_SECONDS = 48 * 3600


def send_message(world: World, arguments: Arguments) -> history.Message:
    """Send text."""
    content = message_text(arguments)
    if arguments.get("link_preview_options"):
        content["link_preview_options"] = arguments["link_preview_options"]
    return send(world, arguments, content)


def delete_message(world: World, arguments: Arguments) -> bool:
    """Delete a message within 48 hours: any in a private chat, in the group the bot's own (it is no administrator)."""
    chat = people.writable_chat(world, arguments["chat_id"])
    message = history.get(world, chat.id, arguments["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    mine = message["from"]["id"] == BOT_ID
    if not (chat.private or mine) or world.date() - message["date"] > DELETABLE_SECONDS:
        raise bad_request(
            "message can't be deleted for everyone" if mine or chat.private else "message can't be deleted"
        )
    history.remove(world, chat.id, message["message_id"])
    return True


METHODS = (
    method(
        "sendMessage", send_message, "chat_id text", **SEND_PARAMETERS,
        text=text, parse_mode=text, entities=entity_list, link_preview_options=link_preview_options,
    ),
    method("deleteMessage", delete_message, "chat_id message_id", chat_id=chat_id, message_id=integer),
)  # fmt: skip
