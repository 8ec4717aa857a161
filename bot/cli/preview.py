"""The page of ``pomodock content preview``: the course in the local chat, for its author."""

from __future__ import annotations

import asyncio
import tempfile
import webbrowser
from pathlib import Path

import typer
from rich.console import Console

from bot.cli import logs
from bot.cli.start import sentences, until_signal
from bot.clock import Clock
from bot.localchat import LocalChat, Server
from bot.localchat.transport import InProcessRequest
from bot.main import CoursePreview

_console = Console(highlight=False, soft_wrap=True)


def serve(folder: Path, port: int, *, browser: bool) -> None:
    """Serve the page until Ctrl-C. What it keeps meanwhile goes with it."""
    logs.configure()
    with sentences(), tempfile.TemporaryDirectory(prefix="pomodock-preview-") as kept:
        try:
            asyncio.run(_serve(folder, Path(kept), port, browser=browser))
        except OSError as error:
            sentence = (
                f"Port {port} cannot be used ({error.strerror}). Choose another with --port, or 0 for any free one."
            )
            typer.echo(sentence, err=True)
            raise typer.Exit(2) from error


async def _serve(folder: Path, kept: Path, port: int, *, browser: bool) -> None:
    clock = Clock()
    chat = LocalChat(kept, clock, limits=False)
    server: Server | None = None
    bot: CoursePreview | None = None

    async def start() -> None:
        nonlocal server, bot
        server = await chat.serve(port=port)
        bot = CoursePreview(folder, clock, token=chat.bot_token, request=InProcessRequest(chat))
        await bot.start()
        _say(server.page_url)
        if browser:
            webbrowser.open(server.page_url)

    async def stop() -> None:
        if bot is not None:
            await bot.stop()
        if server is not None:
            await server.stop()
        chat.close()

    await until_signal(start, stop)


def _say(url: str) -> None:
    _console.print(f"\n  Your course is ready to be read: [bold]{url}[/bold]\n")
    _console.print("  Edit its files, then press any button in the page. Ctrl-C ends the preview.\n")
