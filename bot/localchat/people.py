"""People and chats, read from the store and written as the Bot API's objects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.localchat.errors import PeopleError, bad_request, forbidden
from bot.localchat.world import BOT_ID, BOT_NAME, BOT_USERNAME, Chat, Person, World


def everybody(world: World) -> list[Person]:
    """All people, by id."""
    return [_person(row) for row in world.store.all("SELECT * FROM people ORDER BY id")]


def find_person(world: World, person_id: int) -> Person | None:
    """This person, or None."""
    row = world.store.one("SELECT * FROM people WHERE id = ?", person_id)
    return _person(row) if row else None


def find_chat(world: World, chat_id: int) -> Chat | None:
    """This chat, or None."""
    row = world.store.one("SELECT * FROM chats WHERE id = ?", chat_id)
    return Chat(row["id"], row["type"], row["title"], bool(row["started"])) if row else None


def chats(world: World) -> list[Chat]:
    """All chats: private ones by person, then the group."""
    rows = world.store.all("SELECT id FROM chats ORDER BY type, id")
    return [chat for row in rows if (chat := find_chat(world, row["id"]))]


def member_ids(world: World, chat_id: int) -> list[int]:
    """The people of a chat."""
    return [
        row[0] for row in world.store.all("SELECT person_id FROM members WHERE chat_id = ? ORDER BY person_id", chat_id)
    ]


def in_chat(world: World, person_id: int, chat_id: int) -> tuple[Person, Chat]:
    """A person in a chat of his. Raises PeopleError otherwise."""
    person, chat = find_person(world, person_id), find_chat(world, chat_id)
    if person is None:
        raise PeopleError(f"There is nobody with the id {person_id}.", 404)
    if chat is None or person_id not in member_ids(world, chat_id):
        raise PeopleError(f"{person.name} has no chat with the id {chat_id}.", 404)
    return person, chat


def known_chat(world: World, chat_id: int) -> Chat:
    """A chat the bot knows of. Raises ApiError 400 for any other."""
    chat = find_chat(world, chat_id)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, chat_id: int) -> Chat:
    """A chat the bot may write to. Raises ApiError 400 or 403 for any other."""
    chat = known_chat(world, chat_id)
    if chat.private:
        person = find_person(world, chat_id)
        if person is not None and person.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
    return chat


def user_object(person: Person) -> dict[str, Any]:
    """A person as the Bot API's User."""
    return {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": person.language_code}


def bot_name(world: World, language: str = "") -> str:
    """The bot's name in a language, or its only one."""
    return profile(world, "name", language) or BOT_NAME


def profile(world: World, field: str, language: str) -> str:
    """A field of the bot's profile in a two-letter language, else the one for all languages, else empty."""
    rows = world.store.all(
        "SELECT value FROM profile WHERE field = ? AND language IN (?, '') ORDER BY language DESC", field, language
    )
    return str(rows[0]["value"]) if rows else ""


def short_language(language_code: str) -> str:
    """The two letters that the Bot API knows of a language code such as ``zh-hans``."""
    return language_code.split("-", maxsplit=1)[0].lower()


def bot_object(world: World) -> dict[str, Any]:
    """The bot as the Bot API's User."""
    return {"id": BOT_ID, "is_bot": True, "first_name": bot_name(world), "username": BOT_USERNAME}


def chat_object(chat: Chat) -> dict[str, Any]:
    """A chat as the Bot API's Chat."""
    title = "first_name" if chat.private else "title"
    return {"id": chat.id, "type": chat.type, title: chat.title}


def chat_instance(chat: Chat) -> str:
    """The identifier that Telegram gives with callbacks: constant for a chat, and not its id."""
    return str(chat.id * 2_862_933_555_777_941_757 % 2**63)


def mark_started(world: World, chat: Chat) -> None:
    """From now on the bot may write to this chat."""
    if not chat.started:
        world.store.run("UPDATE chats SET started = 1 WHERE id = ?", chat.id)


def set_blocked(world: World, person: Person, *, blocked: bool) -> None:
    """Block or unblock the bot and tell it, as Telegram does."""
    world.store.run("UPDATE people SET blocked = ? WHERE id = ?", blocked, person.id)
    chat = known_chat(world, person.id)
    bot = bot_object(world)
    kicked: dict[str, Any] = {"status": "kicked", "user": bot, "until_date": 0}
    member: dict[str, Any] = {"status": "member", "user": bot}
    change = {
        "chat": chat_object(chat),
        "from": user_object(person),
        "date": world.date(),
        "old_chat_member": member if blocked else kicked,
        "new_chat_member": kicked if blocked else member,
    }
    world.inbox.push("my_chat_member", change)
    world.announce({"type": "person", "person": person_view(replace(person, blocked=blocked))})


def person_view(person: Person) -> dict[str, Any]:
    """A person as the page shows him."""
    return {
        "id": person.id,
        "name": person.name,
        "language_code": person.language_code,
        "admin": person.admin,
        "blocked_bot": person.blocked,
    }


def _person(row: Any) -> Person:
    return Person(row["id"], row["name"], row["language_code"], bool(row["admin"]), bool(row["blocked"]))
