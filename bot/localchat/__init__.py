"""The local chat: a Bot API server on loopback with a web page that looks and behaves as a Telegram client.

What is here, one file a method family: ``updates`` (getUpdates and the webhook's status), ``messages`` (sending
and deleting text), ``edits``, ``callbacks``, ``polls``, ``files``, ``commands``, ``profile``, ``chats``. Around them:
what people do (``acts``), strict reading of parameters (``params``), formatting (``markup``, ``entities``),
keyboards, rate limits, told failures (``faults``), the state in one SQLite file (``store``), HTTP (``http_api``,
``page``, ``ui``, ``security``, ``serving``), and a transport without HTTP for tests (``transport``).
``chat.LocalChat`` puts them together.

What is absent on purpose: every Bot API method the bot does not use (unknown methods answer 404), every parameter it
does not use (unknown ones answer 400), Markdown parse modes, reply keyboards, inline mode, web hooks, channels, forum
topics, media by URL, forwarding, more than one bot. Nothing here decides what the bot says, and nothing here is
imported by the bot itself.
"""

from __future__ import annotations

from bot.localchat.chat import BotStatus, LocalChat, TimeControl
from bot.localchat.errors import AnswerLostError, ConnectionDroppedError, PeopleError
from bot.localchat.serving import Server
from bot.localchat.store import saved_offset

__all__ = [
    "AnswerLostError",
    "BotStatus",
    "ConnectionDroppedError",
    "LocalChat",
    "PeopleError",
    "Server",
    "TimeControl",
    "saved_offset",
]
