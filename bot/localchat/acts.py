"""What people do: write, edit, tap, vote, send files, block; with the updates that Telegram would send for it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.localchat import callbacks, files, history, people, polls, utf16
from bot.localchat.entities import CAPTION_LIMIT, TEXT_LIMIT, find, tidy, with_entities
from bot.localchat.errors import ApiError, PeopleError
from bot.localchat.keyboards import DATA_BYTES
from bot.localchat.params import Upload
from bot.localchat.world import BOT_ID, BOT_USERNAME, Chat, Person, World

Message = dict[str, Any]

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@([A-Za-z0-9_]{3,32}))?(?![\w/@])", re.ASCII)
STICKER = bytes.fromhex(
    "524946462c000000574542505650384c1f0000002fffc17f1007101111100824fb7bcf5044ff33fef39ffffce73ffff9cfff0100"
)
"""An empty WebP of a sticker's size; what a sticker shows does not matter to the bot."""


def say(world: World, person_id: int, chat_id: int, words: str, reply_to: int | None = None) -> Message:
    """Write text; what is too long goes out in several messages, as Telegram's clients send it. Returns the last."""
    person, chat = _writer(world, person_id, chat_id)
    plain = _clean(words)
    if not plain:
        raise PeopleError("Write something first.")
    reply = _replied(world, chat, reply_to)
    message: Message = {}
    for piece in utf16.split(plain, TEXT_LIMIT):
        if tidy(piece, [])[0]:
            message = _post(world, person, chat, {**_text(piece), **reply})
    return message


def edit(world: World, person_id: int, chat_id: int, message_id: int, words: str) -> Message:
    """Change one's own text. Raises PeopleError when it is somebody else's, no text, or empty."""
    person, chat = _writer(world, person_id, chat_id)
    message = _message(world, chat, message_id)
    if message["from"]["id"] != person.id or "text" not in message:
        raise PeopleError("Only your own text can be edited.", 403)
    plain = _clean(words)
    if not plain or utf16.length(plain) > TEXT_LIMIT:
        raise PeopleError(f"A text has 1 to {TEXT_LIMIT} characters.")
    message.pop("entities", None)
    message.update(_text(plain), edit_date=world.date())
    history.replace(world, message)
    if reaches_bot(chat, message):
        world.inbox.push("edited_message", message)
    return message


def send_document(world: World, person_id: int, chat_id: int, name: str, data: bytes, caption: str = "") -> Message:
    """Send a file of up to 50 MB."""
    person, chat = _writer(world, person_id, chat_id)
    stored = _stored(lambda: files.store_document(world, Upload(name, data, "")))
    return _post(world, person, chat, {"document": files.document(stored), **_caption(caption)})


def send_photo(world: World, person_id: int, chat_id: int, data: bytes, caption: str = "") -> Message:
    """Send a picture (PNG, JPEG or WebP) of up to 10 MB."""
    person, chat = _writer(world, person_id, chat_id)
    stored = _stored(lambda: files.store_photo(world, Upload("photo", data, "")))
    return _post(world, person, chat, {"photo": [files.photo_size(stored)], **_caption(caption)})


def send_sticker(world: World, person_id: int, chat_id: int) -> Message:
    """Send a sticker."""
    person, chat = _writer(world, person_id, chat_id)
    stored = files.store(world, "sticker", "sticker.webp", "image/webp", STICKER, 512, 512)
    sticker = {
        **files.photo_size(stored),
        "type": "regular",
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    }
    return _post(world, person, chat, {"sticker": sticker})


def press(world: World, person_id: int, chat_id: int, message_id: int, data: str) -> str:
    """Tap a button that carries ``data``, or forge such a tap as any modified client can; returns the query's id."""
    person, chat = people.in_chat(world, person_id, chat_id)
    message = _message(world, chat, message_id)
    if message["from"]["id"] != BOT_ID:
        raise PeopleError("Only the bot's messages have buttons.")
    if not 1 <= len(data.encode("utf-8", "replace")) <= DATA_BYTES:
        raise PeopleError(f"A button carries 1 to {DATA_BYTES} bytes.")
    _refuse_blocked(person, chat)
    return callbacks.ask(world, person, chat, message, data)


def button_data(world: World, chat_id: int, message_id: int, label_or_data: str) -> str:
    """The data behind a button, found by its words or by its data. Raises PeopleError naming the buttons there are."""
    chat = people.find_chat(world, chat_id)
    if chat is None:
        raise PeopleError(f"There is no chat {chat_id}.", 404)
    rows = _message(world, chat, message_id).get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row if "callback_data" in button]
    for button in buttons:
        if label_or_data in (button["text"], button["callback_data"]):
            return str(button["callback_data"])
    labels = ", ".join(button["text"] for button in buttons) or "none"
    raise PeopleError(f"There is no button {label_or_data!r}; there are: {labels}.", 404)


def vote(world: World, person_id: int, chat_id: int, message_id: int, options: list[int]) -> None:
    """Vote in a poll, or withdraw the vote with an empty list."""
    person, chat = people.in_chat(world, person_id, chat_id)
    message = _message(world, chat, message_id)
    if "poll" not in message:
        raise PeopleError("This message is no poll.")
    _refuse_blocked(person, chat)
    polls.vote(world, person, message, options)


def block(world: World, person_id: int, *, blocked: bool) -> None:
    """Block the bot, or unblock it; what is already so changes nothing."""
    person = people.find_person(world, person_id)
    if person is None:
        raise PeopleError(f"There is nobody with the id {person_id}.", 404)
    if person.blocked != blocked:
        people.set_blocked(world, person, blocked=blocked)


def rename(world: World, person_id: int, name: str) -> None:
    """Give a person another name."""
    person = people.find_person(world, person_id)
    name = _clean(name)
    if person is None or not name:
        raise PeopleError("A known person needs a name that is not empty.")
    world.store.run("UPDATE people SET name = ? WHERE id = ?", name, person_id)
    world.store.run("UPDATE chats SET title = ? WHERE id = ?", name, person_id)
    world.announce({"type": "person", "person": people.person_view(replace(person, name=name))})


def reaches_bot(chat: Chat, message: Message) -> bool:
    """Telegram's privacy mode: of a group the bot sees commands, mentions of it, and replies to it."""
    if chat.private:
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == BOT_ID:
        return True
    words = message.get("text") or message.get("caption") or ""
    if command := _COMMAND.match(words):
        return command[1] is None or command[1].lower() == BOT_USERNAME
    return re.search(rf"(?<!\w)@{BOT_USERNAME}(?!\w)", words, re.IGNORECASE) is not None


def _writer(world: World, person_id: int, chat_id: int) -> tuple[Person, Chat]:
    person, chat = people.in_chat(world, person_id, chat_id)
    _refuse_blocked(person, chat)
    return person, chat


def _refuse_blocked(person: Person, chat: Chat) -> None:
    if chat.private and person.blocked:
        raise PeopleError("You have blocked the bot; unblock it first.", 409)


def _post(world: World, person: Person, chat: Chat, content: dict[str, Any]) -> Message:
    people.mark_started(world, chat)
    message = history.add(world, replace(chat, started=True), people.user_object(person), content)
    if reaches_bot(chat, message):
        world.inbox.push("message", message)
    return message


def _message(world: World, chat: Chat, message_id: int) -> Message:
    message = history.get(world, chat.id, message_id)
    if message is None:
        raise PeopleError("This message is gone.", 404)
    return message


def _replied(world: World, chat: Chat, reply_to: int | None) -> dict[str, Any]:
    if reply_to is None:
        return {}
    return {"reply_to_message": history.as_reply(_message(world, chat, reply_to))}


def _stored(keep: Any) -> files.StoredFile:
    try:
        stored: files.StoredFile = keep()
    except ApiError as error:
        raise PeopleError(f"This file cannot be sent: {error.description.removeprefix('Bad Request: ')}.") from error
    return stored


def _clean(words: str) -> str:
    """What a client sends: valid characters, no blanks around."""
    return tidy(words.encode("utf-8", "replace").decode().replace("\r", "").replace("\0", ""), [])[0]


def _text(plain: str) -> dict[str, Any]:
    return with_entities("text", tidy(plain, [])[0], "entities", [])


def _caption(words: str) -> dict[str, Any]:
    plain = _clean(words)
    if utf16.length(plain) > CAPTION_LIMIT:
        raise PeopleError(f"A caption has up to {CAPTION_LIMIT} characters.")
    entities = find(plain)
    return {} if not plain else {"caption": plain, **({"caption_entities": entities} if entities else {})}
