"""Waiting for what the engine does, and an engine that can be unplugged."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bot.tasks import spawn


async def until(condition: Callable[[], bool], *, patience: float = 30.0) -> None:
    """Return as soon as ``condition`` holds; fail if it never does."""
    async with asyncio.timeout(patience):
        # The engine has no event that says what ``condition`` asks for.
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


class Plug:
    """A Unix socket before the real engine's: it can be pulled out, put in again, or just stay silent."""

    def __init__(self, path: Path, engine_socket: str) -> None:
        self.path = path
        self.host = f"unix://{path}"
        self._engine_socket = engine_socket
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._silent = asyncio.Event()
        self._pulled = asyncio.Event()

    async def put_in(self) -> None:
        self._pulled.clear()
        self._server = await asyncio.start_unix_server(self._accept, self.path)

    async def pull_out(self) -> None:
        """Refuse new connections and cut those that are open, as an engine that dies does."""
        self._pulled.set()
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        if self._serving:
            await asyncio.wait(set(self._serving))
        self.path.unlink(missing_ok=True)

    def fall_silent(self) -> None:
        """From now on take connections and never answer."""
        self._silent.set()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving = spawn(self._serve(reader, writer), name="plug")
        self._serving.add(serving)
        serving.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        if self._silent.is_set():
            await self._pulled.wait()
        else:
            await self._join(reader, writer)
        writer.close()
        self._open.discard(writer)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        engine_reader, engine_writer = await asyncio.open_unix_connection(self._engine_socket)
        self._open.add(engine_writer)
        ways = {
            spawn(_pump(reader, engine_writer), name="plug-there"),
            spawn(_pump(engine_reader, writer), name="plug-back"),
        }
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        engine_writer.close()
        writer.close()
        await asyncio.wait(ways)
        self._open.discard(engine_writer)


@contextlib.asynccontextmanager
async def plugged(path: Path, engine_socket: str) -> AsyncIterator[Plug]:
    plug = Plug(path, engine_socket)
    await plug.put_in()
    try:
        yield plug
    finally:
        await plug.pull_out()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
