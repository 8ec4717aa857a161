"""What ``run`` and ``demo`` share: starting a bot, waiting for the end, and saying in a sentence what went wrong."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import typer

from bot.chat.reach import NotReached, TokenRefused
from bot.config import BadSettings
from bot.services.courses import NoCourse
from bot.storage.database import DatabaseInUse, DatabaseUnusable


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what can go wrong at the start into one sentence and exit code 2."""
    try:
        yield
    except (BadSettings, DatabaseInUse, DatabaseUnusable, NoCourse) as error:
        _give_up(str(error))
    except TokenRefused:
        _give_up("Telegram refuses the token. Copy it again from @BotFather into POMODOCK_BOT_TOKEN.")
    except NotReached as error:
        _give_up(f"The Bot API server cannot be reached ({error}). Check the network and POMODOCK_API_URL.")


async def until_signal(start: Callable[[], Awaitable[None]], stop: Callable[[], Awaitable[None]]) -> None:
    """Start, wait for an interrupt (or for ``start`` to fail), stop in order."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no handlers in the loop; Ctrl-C ends asyncio.run there
            loop.add_signal_handler(number, asked.set)
    try:
        await start()
        await asked.wait()
    finally:
        await stop()


def _give_up(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
