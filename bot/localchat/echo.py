"""A bare bot: python-telegram-bot as its manual shows it, with nothing of ours.

``python -m bot.localchat.echo URL``, with the token in POMODOCK_BOT_TOKEN and ``URL`` ending in ``/bot``, repeats every
text, and shows the data of a tapped button in place of the message. It is what ``pomodock bench reply`` measures the
real bot against, and a way to try the local chat. It keeps nothing.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

Echo = Application[Any, Any, Any, Any, Any, Any]


def build(token: str, api_url: str) -> Echo:
    """The bot with PTB's default settings; ``run_polling`` runs it."""
    application: Echo = Application.builder().token(token).base_url(api_url).build()
    application.add_handler(MessageHandler(filters.TEXT, _repeat))
    application.add_handler(CallbackQueryHandler(_show))
    return application


async def _repeat(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


async def _show(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.callback_query is not None and update.callback_query.data is not None:
        await update.callback_query.edit_message_text(update.callback_query.data)


if __name__ == "__main__":
    build(os.environ["POMODOCK_BOT_TOKEN"], sys.argv[1]).run_polling()
