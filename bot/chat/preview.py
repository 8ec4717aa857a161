"""The preview's side of the chat: raw updates become calls of ``services/preview.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog
from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat import who
from bot.chat.application import Toast
from bot.domain.course import Language
from bot.domain.errors import BrokenTap
from bot.domain.messages.general import Sorry
from bot.domain.people import suggest_language
from bot.domain.taps import Tap
from bot.services.ports import Unreachable
from bot.services.preview import Preview
from bot.services.trouble import trouble_of

_log = structlog.get_logger(__name__)

Bot = ExtBot[dict[str, Any]]


class PreviewDesk:
    """Handles updates one after another; one that goes wrong is logged and keeps nobody from the next."""

    def __init__(self, bot: Bot, preview: Preview, toast: Toast) -> None:
        self._bot = bot
        self._preview = preview
        self._toast = toast

    async def receive(self, bodies: Sequence[Mapping[str, Any]]) -> None:
        """Handle what a poll brought."""
        for body in bodies:
            try:
                await self._handle(Update.de_json(dict(body), self._bot))
            except Unreachable:
                _log.info("the reader has blocked the preview")
            except Exception:
                _log.exception("an update could not be handled", update_id=body.get("update_id"))

    async def _handle(self, update: Update) -> None:
        user = update.effective_user
        if user is None or user.is_bot or not who.is_private(update.effective_chat):
            return
        language = suggest_language(user.language_code)
        if update.callback_query is not None:
            await self._tap(update.callback_query, user.id, language)
        elif update.poll_answer is not None:
            await self._preview.vote(user.id, update.poll_answer.poll_id, tuple(update.poll_answer.option_ids))
        elif update.message is not None:
            begins = (update.message.text or "").startswith("/start")
            await (self._preview.begin if begins else self._preview.hint)(user.id, language)

    async def _tap(self, query: CallbackQuery, chat: int, language: Language) -> None:
        words: str | None = None
        try:
            tap = Tap.decode(query.data or "")
            message_id = query.message.message_id if query.message else 0
            told = await self._preview.tap(chat, message_id, tap)
            words = None if told is None else self._toast(told, language)
        except BrokenTap as error:
            words = self._toast(trouble_of(error), language)
        except Exception:
            words = self._toast(Sorry(), language)
            raise
        finally:
            with suppress(TelegramError):
                await query.answer(words)
