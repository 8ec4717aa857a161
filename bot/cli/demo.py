"""``pomodock demo``: the bot without Telegram, in a web page on this machine."""

from __future__ import annotations

import asyncio
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli import logs
from bot.cli.start import sentences, until_signal
from bot.clock import Clock
from bot.config import Settings, read_settings
from bot.localchat import LocalChat, Server, saved_offset
from bot.main import Pomodock
from bot.tasks import spawn

DEFAULT_PORT = 8025
_console = Console(highlight=False, soft_wrap=True)


def demo(
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes any free one.")] = DEFAULT_PORT,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let other machines reach the page. Whoever has its address is you.")
    ] = False,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    data: Annotated[Path | None, typer.Option(help="Where the demo keeps what it remembers.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the last demo first.")] = False,
) -> None:
    """Try the bot in a page of your browser: no token, no Telegram."""
    logs.configure()
    with sentences():
        settings = read_settings()
        folder = data or settings.data / "demo"
        if fresh:
            _forget(folder)
        folder.mkdir(parents=True, exist_ok=True)
        settings = settings.model_copy(update={"data": folder, "database_url": ""})
        try:
            asyncio.run(_demo(settings, host, port, allow_remote=allow_remote, browser=browser))
        except (ValueError, OSError) as error:
            typer.echo(_sentence(error, port), err=True)
            raise typer.Exit(2) from error


async def _demo(settings: Settings, host: str, port: int, *, allow_remote: bool, browser: bool) -> None:
    chat_folder = settings.data / "chat"
    clock = Clock(saved_offset(chat_folder))
    chat = LocalChat(chat_folder, clock)
    server: Server | None = None
    bot: Pomodock | None = None

    async def start() -> None:
        nonlocal server, bot
        server = await chat.serve(host, port, allow_remote=allow_remote)
        bot = Pomodock(settings, clock, token=chat.bot_token, api_url=server.api_url)
        chat.attach(bot, bot)
        await bot.start()
        await bot.publish_profile()
        _say(server.page_url)
        if browser:
            webbrowser.open(server.page_url)
        spawn(bot.build_image(), name="build of the image of /run")

    async def stop() -> None:
        if bot is not None:
            await bot.stop()
        if server is not None:
            await server.stop()
        chat.close()

    await until_signal(start, stop)


def _say(url: str) -> None:
    _console.print(f"\n  Pomodock is ready: [bold]{url}[/bold]\n")
    _console.print(
        "  The address is yours alone; it changes at each start. Ctrl-C ends the demo, and nothing is lost.\n"
    )


def _sentence(error: Exception, port: int) -> str:
    if isinstance(error, OSError):
        return f"Port {port} cannot be used ({error.strerror}). Choose another with --port, or 0 for any free one."
    return str(error)


def _forget(folder: Path) -> None:
    """Remove what a demo keeps, and nothing else that may lie in the folder."""
    for file in (*folder.glob("pomodock.sqlite3*"), *(folder / "chat").glob("*")):
        if file.is_file():
            file.unlink()
