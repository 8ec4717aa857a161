"""People, their chats, and the open question to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.domain.people import Chat, ChatKind, Dialog, DialogKind, Person
from bot.storage.database import Transaction
from bot.storage.schema import ChatRow, DialogRow, PersonRow, table

_PEOPLE, _CHATS, _DIALOGS = table(PersonRow), table(ChatRow), table(DialogRow)
_MET = (
    select(_PEOPLE, _CHATS.c.id.label("chat_id"), _CHATS.c.kind, _CHATS.c.person_id, _CHATS.c.blocked_at)
    .join(_CHATS, _CHATS.c.telegram_id == _PEOPLE.c.telegram_id)
    .where(_PEOPLE.c.telegram_id == bindparam("telegram_id"))
)
_HUSH = delete(_DIALOGS).where(_DIALOGS.c.chat_id == bindparam("chat"), _DIALOGS.c.person_id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class Met:
    """Who spoke, and where."""

    person: Person
    chat: Chat


async def meet_person(tx: Transaction, telegram_id: int, name: str, now: datetime) -> Person:
    """The person with this Telegram id, made known at first sight; the name follows Telegram's."""
    row = await tx.scalar(select(PersonRow).where(PersonRow.telegram_id == telegram_id))
    if row is None:
        row = PersonRow(telegram_id=telegram_id, name=name, seen_at=now)
        tx.add(row)
        await tx.flush()
    elif row.name != name:
        row.name = name
    return _person(row)


async def meet_chat(tx: Transaction, telegram_id: int, kind: ChatKind, person: int | None) -> Chat:
    """The chat with this Telegram id, made known at first sight."""
    row = await tx.scalar(select(ChatRow).where(ChatRow.telegram_id == telegram_id))
    if row is None:
        row = ChatRow(telegram_id=telegram_id, kind=kind, person_id=person)
        tx.add(row)
        await tx.flush()
    return _chat(row)


async def meet(tx: Transaction, telegram_id: int, name: str, now: datetime) -> Met:
    """Somebody in private, where the chat has the person's own Telegram id: one look-up for both."""
    found = (await tx.execute(_MET, {"telegram_id": telegram_id})).first()
    if found is not None and found.name == name:
        chat = Chat(found.chat_id, telegram_id, ChatKind(found.kind), found.person_id, found.blocked_at is not None)
        return Met(_person(found), chat)
    person = await meet_person(tx, telegram_id, name, now)
    return Met(person, await meet_chat(tx, telegram_id, ChatKind.PRIVATE, person.id))


async def person(tx: Transaction, person_id: int) -> Person:
    """The person with this id of our own."""
    return _person(await tx.get_one(PersonRow, person_id))


async def chat(tx: Transaction, chat_id: int) -> Chat:
    """The chat with this id of our own."""
    return _chat(await tx.get_one(ChatRow, chat_id))


async def save(tx: Transaction, changed: Person) -> None:
    """Store how a person wants to be treated."""
    await tx.execute(
        update(PersonRow)
        .where(PersonRow.id == changed.id)
        .values(
            language=changed.language,
            zone=changed.zone,
            hour=changed.hour,
            rollover=changed.rollover,
            long_break=changed.long_break,
            reminders=changed.reminders,
        )
    )


async def set_blocked(tx: Transaction, chat_id: int, at: datetime | None) -> None:
    """Remember since when a chat cannot be written to, or that it can again."""
    await tx.execute(update(ChatRow).where(ChatRow.id == chat_id).values(blocked_at=at))


async def move_chat(tx: Transaction, old_telegram_id: int, new_telegram_id: int) -> None:
    """A group became a supergroup: the chat stays, its Telegram id changes."""
    await tx.execute(update(ChatRow).where(ChatRow.telegram_id == old_telegram_id).values(telegram_id=new_telegram_id))


async def dialog(tx: Transaction, chat_id: int, person_id: int) -> Dialog | None:
    """The open question to this person in this chat."""
    row = await tx.get(DialogRow, (chat_id, person_id))
    return None if row is None else Dialog(DialogKind(row.kind), row.subject)


async def ask(tx: Transaction, chat_id: int, person_id: int, question: Dialog | None) -> None:
    """Replace the open question, or close it with ``None``."""
    if question is None:
        await tx.execute(_HUSH, {"chat": chat_id, "person": person_id})
    else:
        row = DialogRow(chat_id=chat_id, person_id=person_id, kind=question.kind, subject=question.subject)
        await tx.merge(row)


def _person(row: Any) -> Person:
    """From a row of people, or one that has its columns."""
    return Person(
        id=row.id,
        telegram_id=row.telegram_id,
        name=row.name,
        language=row.language,
        zone=row.zone,
        hour=row.hour,
        rollover=row.rollover,
        long_break=row.long_break,
        reminders=row.reminders,
    )


def _chat(row: ChatRow) -> Chat:
    return Chat(row.id, row.telegram_id, ChatKind(row.kind), row.person_id, row.blocked_at is not None)
