"""``pomodock run``: the bot on Telegram, by long polling."""

from __future__ import annotations

import asyncio
import os
import signal

import structlog

from bot.cli import logs
from bot.cli.start import sentences, until_signal
from bot.clock import Clock
from bot.config import BadSettings, Settings, read_settings
from bot.main import Pomodock
from bot.tasks import spawn

_log = structlog.get_logger(__name__)

ASK_BOTFATHER = (
    "There is no bot token. Talk to @BotFather on Telegram, create a bot, and set POMODOCK_BOT_TOKEN to the token "
    "it gives you. To look around without one, type: pomodock demo"
)


def run() -> None:
    """Run the bot on Telegram. Needs POMODOCK_BOT_TOKEN."""
    logs.configure()
    with sentences():
        settings = read_settings()
        if settings.bot_token is None:
            raise BadSettings(ASK_BOTFATHER)
        asyncio.run(_run(settings, settings.bot_token.get_secret_value()))


async def _run(settings: Settings, token: str) -> None:
    bot = Pomodock(settings, Clock(), token=token, api_url=settings.api_url)

    async def start() -> None:
        await bot.start()
        await bot.publish_profile()
        _log.info("the bot answers", bot=f"@{bot.application.bot.username}")
        spawn(_end_with(bot), name="watch of the poller")

    await until_signal(start, bot.stop)


async def _end_with(bot: Pomodock) -> None:
    """When polling ends by itself, the token was refused: end the process in order."""
    try:
        await bot.wait()
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
