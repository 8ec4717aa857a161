"""The two bots of ``pomodock bench reply``, each a process of its own, for as long as they are measured."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import bot

_PATIENCE = 10
"""Seconds a bot may take to end when it is told to."""


class BotDied(Exception):
    """A bot ended while it was measured; the text has its last words."""


class BotProcess:
    """A bot that runs. ``log`` is the file that holds what it complained about."""

    def __init__(self, process: Process, name: str, log: Path) -> None:
        self._process = process
        self._name = name
        self._log = log

    def check(self) -> None:
        """Raise ``BotDied`` unless it still runs."""
        if self._process.returncode is not None:
            words = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            msg = f"{self._name} ended with code {self._process.returncode}. Its last words: {' / '.join(words[-3:])}"
            raise BotDied(msg)

    async def stop(self) -> None:
        """End it, kindly at first."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _PATIENCE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def real_bot(api_url: str, token: str, data: Path) -> AsyncIterator[BotProcess]:
    """``pomodock run``, with its database in ``data``."""
    own = {"POMODOCK_DATA": str(data), "POMODOCK_DATABASE_URL": "", "POMODOCK_API_URL": api_url}
    async with _started("the bot", ["bot", "run"], token, own, data) as process:
        yield process


@asynccontextmanager
async def bare_bot(api_url: str, token: str, data: Path) -> AsyncIterator[BotProcess]:
    """The echo bot."""
    async with _started("the echo bot", ["bot.localchat.echo", api_url], token, {}, data) as process:
        yield process


@asynccontextmanager
async def _started(
    name: str, module: list[str], token: str, own: Mapping[str, str], data: Path
) -> AsyncIterator[BotProcess]:
    data.mkdir(exist_ok=True)  # noqa: ASYNC240 - once, before anything is measured
    log = data / f"{name}.log"
    # The same code as this process runs, wherever it was started from.
    paths = [str(Path(bot.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        **own,
        "POMODOCK_BOT_TOKEN": token,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
    }
    with log.open("wb") as complaints:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *module, env=environment, stdin=DEVNULL, stdout=DEVNULL, stderr=complaints
        )
    running = BotProcess(process, name, log)
    try:
        yield running
    finally:
        await running.stop()
