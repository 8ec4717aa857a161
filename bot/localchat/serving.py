"""Listening on loopback inside the running event loop, and stopping at once when told to."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog
import uvicorn

from bot.localchat import polls
from bot.tasks import spawn

if TYPE_CHECKING:
    from bot.localchat.chat import LocalChat

_log = structlog.get_logger(__name__)

WATCH_SECONDS = 0.5
STOP_SECONDS = 2


class _Uvicorn(uvicorn.Server):
    """uvicorn without its signal handlers: the process belongs to the caller."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Server:
    """A local chat that listens."""

    def __init__(self, chat: LocalChat, uvicorn_server: uvicorn.Server, host: str, port: int) -> None:
        self._chat = chat
        self._uvicorn = uvicorn_server
        self._tasks: list[asyncio.Task[None]] = []
        name = f"[{host}]" if ":" in host else host
        self.url = f"http://{name}:{port}/"
        self.page_url = f"{self.url}?key={chat.page_key}"
        self.api_url = f"{self.url}bot"
        self.file_url = f"{self.url}file/bot"

    async def start(self, listening: socket.socket) -> None:
        """Begin to answer."""
        self._tasks.append(spawn(self._uvicorn.serve(sockets=[listening]), name="local chat"))
        while not self._uvicorn.started and not self._tasks[0].done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.005)
        self._tasks.append(spawn(_watch(self._chat), name="local chat's watch"))

    async def stop(self) -> None:
        """End long polls and event streams, then the server; takes about a third of a second."""
        self._tasks[1].cancel()
        self._chat.world.inbox.close()
        self._chat.world.events.close()
        self._uvicorn.should_exit = True
        await asyncio.wait(self._tasks)

    async def wait(self) -> None:
        """Return when the server has stopped, by ``stop`` or by a failure."""
        await asyncio.wait(self._tasks[:1])


async def serve(chat: LocalChat, host: str, port: int, *, allow_remote: bool) -> Server:
    """See ``LocalChat.serve``."""
    if not allow_remote and not _is_loopback(host):
        raise ValueError(
            f"{host} can be reached from other machines; only loopback is served unless remote access is allowed."
        )
    listening = _listen(host, port)
    bound = listening.getsockname()[1]
    chat.guard.bind(host, bound)
    chat.world.inbox.reopen()
    chat.world.events.reopen()
    config = uvicorn.Config(
        chat.app,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        http="h11",
        ws="none",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=120,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    server = Server(chat, _Uvicorn(config), host, bound)
    await server.start(listening)
    return server


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket that says it is TCP: asyncio sends without delay on no other (40 ms an answer)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


async def _watch(chat: LocalChat) -> None:
    """End polls in time, and tell an open page when the bot's state or its next event changes."""
    while True:
        due = polls.next_close(chat.world)
        if due is not None and due <= chat.world.date():
            with chat.world.change():
                polls.close_due(chat.world)
        if chat.world.events.readers:
            await _tell(chat)
        await asyncio.sleep(WATCH_SECONDS)


async def _tell(chat: LocalChat) -> None:
    try:
        await chat.control.tell_changes()
    except Exception:  # the bot's own trouble must not end the watch
        _log.exception("the bot's state could not be read")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
