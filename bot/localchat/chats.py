"""sendChatAction, getChat, getChatMember."""

from __future__ import annotations

from typing import Any

from bot.localchat import people
from bot.localchat.errors import bad_request
from bot.localchat.params import Arguments, chat_id, integer, method, text
from bot.localchat.world import BOT_ID, World

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def send_chat_action(world: World, arguments: Arguments) -> bool:
    """Show for some seconds that the bot is at work."""
    chat = people.writable_chat(world, arguments["chat_id"])
    if arguments["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.announce({"type": "typing", "chat": chat.id, "action": arguments["action"]})
    return True


def get_chat(world: World, arguments: Arguments) -> dict[str, Any]:
    """A chat with all that is known of it."""
    chat = people.known_chat(world, arguments["chat_id"])
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return {**people.chat_object(chat), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(world: World, arguments: Arguments) -> dict[str, Any]:
    """What somebody is in a chat: the admin owns the group, all others are members."""
    chat = people.known_chat(world, arguments["chat_id"])
    if arguments["user_id"] == BOT_ID:
        return {"status": "member", "user": people.bot_object(world)}
    person = people.find_person(world, arguments["user_id"])
    if person is None:
        raise bad_request("user not found")
    user = people.user_object(person)
    if person.id not in people.member_ids(world, chat.id):
        return {"status": "left", "user": user}
    if person.admin and not chat.private:
        return {"status": "creator", "user": user, "is_anonymous": False}
    return {"status": "member", "user": user}


METHODS = (
    method(
        "sendChatAction",
        send_chat_action,
        "chat_id action",
        chat_id=chat_id,
        message_thread_id=integer,
        action=text,
    ),
    method("getChat", get_chat, "chat_id", chat_id=chat_id),
    method("getChatMember", get_chat_member, "chat_id user_id", chat_id=chat_id, user_id=integer),
)
