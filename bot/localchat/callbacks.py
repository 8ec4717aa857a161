"""Taps on buttons: what the bot gets, and answerCallbackQuery."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.localchat import history, people, utf16
from bot.localchat.errors import bad_request
from bot.localchat.params import Arguments, boolean, integer, method, text
from bot.localchat.world import Chat, Person, World

ANSWER_LIMIT = 200
LIFETIME_SECONDS = 60.0
"""Real seconds for which a tap can be answered; Telegram's own figure is not documented."""
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def ask(world: World, person: Person, chat: Chat, message: history.Message, data: str) -> str:
    """Queue a tap for the bot; returns the query's id."""
    query_id = str(world.store.next_number("callback") + 4_000_000_000_000_000)
    world.store.run(
        "INSERT INTO callbacks (id, chat_id, person_id, asked_at) VALUES (?, ?, ?, ?)",
        query_id, chat.id, person.id, world.real_seconds(),
    )  # fmt: skip
    query = {
        "id": query_id,
        "from": people.user_object(person),
        "message": message,
        "chat_instance": people.chat_instance(chat),
        "data": data,
    }
    world.inbox.push("callback_query", query)
    return query_id


def answer_callback_query(world: World, arguments: Arguments) -> bool:
    """Answer a tap once, in time; the page shows the text as a toast or an alert."""
    words = arguments.get("text", "")
    if utf16.length(words) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.store.one("SELECT * FROM callbacks WHERE id = ?", arguments["callback_query_id"])
    if query is None or query["answered"] or world.real_seconds() - query["asked_at"] > LIFETIME_SECONDS:
        raise bad_request(TOO_OLD)
    alert = arguments.get("show_alert", False)
    world.store.run(
        "UPDATE callbacks SET answered = 1, text = ?, show_alert = ? WHERE id = ?", words, alert, query["id"]
    )
    if words:
        toast = {
            "type": "toast",
            "person": query["person_id"],
            "chat": query["chat_id"],
            "text": words,
            "show_alert": alert,
        }
        world.announce(toast)
    if waiter := world.callback_waiters.get(query["id"]):
        waiter.set()
    return True


async def answer(world: World, query_id: str, timeout_seconds: float) -> dict[str, Any]:
    """What the bot answered: ``answered``, ``text``, ``show_alert``; not answered when the time is up."""
    waiter = world.callback_waiters.setdefault(query_id, asyncio.Event())
    try:
        if not _answered(world, query_id):
            await asyncio.wait_for(waiter.wait(), timeout_seconds)
    except TimeoutError:
        return {"answered": False, "text": "", "show_alert": False}
    finally:
        world.callback_waiters.pop(query_id, None)
    row = world.store.one("SELECT * FROM callbacks WHERE id = ?", query_id)
    return {"answered": True, "text": row["text"] or "", "show_alert": bool(row["show_alert"])}


def _answered(world: World, query_id: str) -> bool:
    row = world.store.one("SELECT answered FROM callbacks WHERE id = ?", query_id)
    return bool(row and row["answered"])


METHODS = (
    method(
        "answerCallbackQuery", answer_callback_query, "callback_query_id",
        callback_query_id=text, text=text, show_alert=boolean, cache_time=integer,
    ),
)  # fmt: skip
