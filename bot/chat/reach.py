"""The way to a Bot API server, and whether it can be reached."""

from __future__ import annotations

from telegram import Bot
from telegram.error import InvalidToken as TokenRefused
from telegram.error import TelegramError as NotReached
from telegram.request import BaseRequest as Way
from telegram.request import HTTPXRequest

__all__ = ["NotReached", "TokenRefused", "Way", "http", "username_of"]


def http(connections: int, *, read_timeout: float = 20) -> Way:
    """Over HTTP, with at most so many ``connections`` at once; time-outs in seconds."""
    return HTTPXRequest(connection_pool_size=connections, pool_timeout=60, read_timeout=read_timeout)


async def username_of(token: str, api_url: str) -> str:
    """The bot's name on Telegram. Raises ``TokenRefused`` or, for anything else, ``NotReached``."""
    async with Bot(token, api_url) as bot:
        return bot.username
