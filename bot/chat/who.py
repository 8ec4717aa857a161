"""Who sent an update, and from where: the first thing every handler asks."""

from __future__ import annotations

from dataclasses import replace

from telegram import Chat as TelegramChat
from telegram import Message, Update, User
from telegram.constants import ChatType

from bot.domain.people import ChatKind
from bot.services.turn import Turn
from bot.storage import people
from bot.storage.people import Met

_LONGEST_NAME = 64


async def met(update: Update, turn: Turn) -> Met | None:
    """The person and the private chat of an update; ``None`` for one that has no person."""
    user = update.effective_user
    if user is None or user.is_bot:
        return None
    found = await people.meet(turn.tx, user.id, name_of(user), turn.now)
    if found.chat.blocked:
        # He writes to us again.
        await people.set_blocked(turn.tx, found.chat.id, None)
        return Met(found.person, replace(found.chat, blocked=False))
    return found


def name_of(user: User) -> str:
    """What to call somebody: his first name, without control characters, never too long."""
    name = "".join(letter if letter.isprintable() else " " for letter in user.first_name).strip()
    return name[:_LONGEST_NAME] or str(user.id)


def words_of(message: Message) -> str | None:
    """What somebody wrote, without characters that no database keeps; ``None`` for a message without text."""
    text = message.text
    return None if text is None else text.replace("\0", "").encode("utf-8", "replace").decode()


def is_private(chat: TelegramChat | None) -> bool:
    """Whether a chat is somebody's own chat with the bot (an update without a chat is)."""
    return chat is None or chat.type == ChatType.PRIVATE


def kind_of(chat: TelegramChat) -> ChatKind:
    """A Telegram chat type in our words."""
    if chat.type == ChatType.PRIVATE:
        return ChatKind.PRIVATE
    return ChatKind.CHANNEL if chat.type == ChatType.CHANNEL else ChatKind.GROUP
