"""What the page is told: the state, and each message as one person may see it."""

from __future__ import annotations

from typing import Any

from bot.localchat import commands, history, people, polls
from bot.localchat.control import Control
from bot.localchat.world import BOT_ID, BOT_USERNAME, Chat, Person, World

MOST_MESSAGES = 200


async def state(world: World, control: Control, person_id: int | None, language: str | None) -> dict[str, Any]:
    """All but the messages; the bot's words in the page's language, or else in the person's."""
    person = people.find_person(world, person_id) if person_id else None
    code = people.short_language(language or (person.language_code if person else "en"))
    return {
        "bot": _bot(world, code),
        "people": [people.person_view(one) for one in people.everybody(world)],
        "chats": [_chat(world, chat) for chat in people.chats(world)],
        "clock": await control.clock(),
        "status": control.status(),
        "cursor": world.events.cursor,
    }


def messages(world: World, person: Person, chat: Chat, before: int | None, limit: int) -> dict[str, Any]:
    """A page of messages and the command menu, for one person."""
    found = history.page(world, chat.id, before, max(1, min(limit, MOST_MESSAGES)))
    return {
        "messages": [as_seen_by(world, message, person) for message in found],
        "commands": commands.seen_by(world, person, chat),
    }


def as_seen_by(world: World, message: history.Message, person: Person) -> history.Message:
    """A message with what is this person's own: whether he wrote it, what he voted; no solution before he has."""
    seen = {**message, "mine": message["from"]["id"] == person.id}
    if "poll" in message:
        seen["my_vote"] = polls.votes_of(world, message["poll"]["id"], person.id)
        if seen["my_vote"] is None and not message["poll"]["is_closed"]:
            seen["poll"] = _unsolved(message["poll"])
    return seen


def event_for_all(event: dict[str, Any]) -> dict[str, Any]:
    """An event without what only some may see."""
    message = event.get("message")
    if not isinstance(message, dict):
        return event
    replied = message.get("reply_to_message", {})
    if "poll" in message:
        message = {**message, "poll": _unsolved(message["poll"])}
    if "poll" in replied:
        message = {**message, "reply_to_message": {**replied, "poll": _unsolved(replied["poll"])}}
    return {**event, "message": message}


def _unsolved(poll: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in poll.items()
        if key not in {"correct_option_ids", "explanation", "explanation_entities"}
    }


def _bot(world: World, code: str) -> dict[str, Any]:
    return {
        "id": BOT_ID,
        "name": people.bot_name(world, code),
        "username": BOT_USERNAME,
        "description": people.profile(world, "description", code),
        "short_description": people.profile(world, "short_description", code),
    }


def _chat(world: World, chat: Chat) -> dict[str, Any]:
    view: dict[str, Any] = {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title,
        "person_ids": people.member_ids(world, chat.id),
        "started": chat.started,
    }
    newest = history.page(world, chat.id, limit=1)
    if newest:
        view["last"] = {"text": _words(newest[0]), "date": newest[0]["date"]}
    return view


def _words(message: history.Message) -> str:
    document = message.get("document", {})
    sticker = message.get("sticker", {})
    poll = message.get("poll", {})
    words = (
        message.get("text"),
        message.get("caption"),
        poll.get("question"),
        document.get("file_name"),
        sticker.get("emoji"),
    )
    return next((str(word) for word in words if word), "")
