"""The port ``Messenger`` on python-telegram-bot."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.constants import ParseMode, PollType
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat.retry import seconds_of
from bot.services.ports import MessageGone, NoAnswer, Refused, RetryLater, Sent, Unreachable
from bot.services.rendered import Button, Rendered

_SAME = "message is not modified"
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_NO_CHAT = ("chat not found", "user is deactivated", "not enough rights", "have no rights", "chat_write_forbidden")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Bot = ExtBot[dict[str, Any]]


class TelegramMessenger:
    """Sends and edits messages through one bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat: int, thread: int | None, rendered: Rendered, *, interactive: bool) -> Sent:
        """Send a new message. Raises the outcomes of the port."""
        async with _outcomes():
            message = await self._send(chat, thread, rendered, {"interactive": interactive})
        return Sent(message.message_id, message.poll.id if message.poll else None)

    async def edit(self, chat: int, message_id: int, rendered: Rendered) -> None:
        """Change a text message; an unchanged one is fine."""
        async with _outcomes():
            await self._bot.edit_message_text(
                rendered.html,
                chat_id=chat,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_keyboard(rendered),
            )

    async def strip(self, chat: int, message_id: int) -> None:
        """Take the buttons off a message that was left behind."""
        with suppress(TelegramError):
            await self._bot.edit_message_reply_markup(chat, message_id, reply_markup=None)

    async def download(self, file: str) -> bytes:
        """The bytes of a file that somebody sent. Raises the outcomes of the port."""
        async with _outcomes():
            return bytes(await (await self._bot.get_file(file)).download_as_bytearray())

    async def show_activity(self, chat: int, activity: str) -> None:
        """Show a chat action."""
        with suppress(TelegramError):
            await self._bot.send_chat_action(chat, activity)

    async def _send(self, chat: int, thread: int | None, rendered: Rendered, limits: dict[str, Any]) -> Message:
        if rendered.quiz is not None:
            quiz = rendered.quiz
            return await self._bot.send_poll(
                chat,
                quiz.question,
                list(quiz.options),
                is_anonymous=False,
                type=PollType.QUIZ,
                allows_multiple_answers=len(quiz.correct) > 1,
                correct_option_ids=cast("Sequence[Any]", quiz.correct),
                explanation=quiz.explanation,
                message_thread_id=thread,
                reply_markup=_keyboard(rendered),
                rate_limit_args=limits,
            )
        markup = _keyboard(rendered)
        if rendered.attachment is None:
            return await self._bot.send_message(
                chat,
                rendered.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=markup,
                message_thread_id=thread,
                rate_limit_args=limits,
            )
        file = InputFile(io.BytesIO(rendered.attachment.content), rendered.attachment.name)
        send = self._bot.send_photo if rendered.attachment.picture else self._bot.send_document
        return await send(
            chat,
            file,
            caption=rendered.html or None,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            message_thread_id=thread,
            rate_limit_args=limits,
        )


@asynccontextmanager
async def _outcomes() -> AsyncIterator[None]:
    """PTB's errors as the port's outcomes."""
    try:
        yield
    except RetryAfter as error:
        raise RetryLater(seconds_of(error)) from error
    except Forbidden as error:
        raise Unreachable(str(error)) from error
    except BadRequest as error:
        reason = str(error).lower()
        if _SAME in reason:
            return
        if any(words in reason for words in _GONE):
            raise MessageGone(str(error)) from error
        if any(words in reason for words in _NO_CHAT):
            raise Unreachable(str(error)) from error
        raise Refused(str(error)) from error
    except NetworkError as error:
        raise NoAnswer(str(error)) from error
    except TelegramError as error:
        raise Refused(str(error)) from error


def _keyboard(rendered: Rendered) -> InlineKeyboardMarkup | None:
    rows = [[_button(button) for button in row] for row in rendered.buttons if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)
