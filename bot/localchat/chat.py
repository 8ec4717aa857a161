"""``LocalChat``: one local chat in one folder, with the ways into it."""

from __future__ import annotations

import secrets
import weakref
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from starlette.applications import Starlette

from bot.clock import Clock
from bot.localchat import acts, callbacks, history, http_api, page, polls, serving
from bot.localchat.control import Control
from bot.localchat.errors import AnswerLostError, ApiError
from bot.localchat.faults import Faults, fail_before
from bot.localchat.methods import perform
from bot.localchat.params import Upload
from bot.localchat.security import Guard
from bot.localchat.store import Store
from bot.localchat.world import World

Message = dict[str, Any]


class TimeControl(Protocol):
    """What the page needs of the bot's time; ``main`` gives it."""

    def now(self) -> datetime:
        """The virtual time, in UTC."""

    async def travel(self, to: datetime) -> None:
        """Move the clock in stops, and return when all that was due on the way has been sent."""

    async def next_event(self, language: str) -> tuple[datetime, str] | None:
        """The next wakeup and its words in ``en`` or ``zh``; None if there is none."""


class BotStatus(Protocol):
    """How the bot is; ``main`` gives it."""

    def status(self) -> dict[str, str]:
        """``bot`` (running, starting, stopped), ``engine`` (ready, missing, building), ``detail`` (a sentence)."""


class LocalChat:
    """A Bot API server with people in it. State is under ``folder`` and is there again at the next start.

    ``limits=False`` switches Telegram's rate limits off. Used from one event loop.
    """

    def __init__(self, folder: Path, clock: Clock, *, limits: bool = True) -> None:
        self._store = Store(folder)
        self._world = World(self._store, clock, limits=limits)
        self._finalizer = weakref.finalize(self, self._store.close)
        self.faults = Faults()
        self.page_key = secrets.token_urlsafe(24)
        self._guard = Guard(self.page_key)
        self._control = Control(self._world)
        self._app: Starlette | None = None
        clock.on_jump(self._clock_jumped)

    def attach(self, time_control: TimeControl, status: BotStatus) -> None:
        """Connect time travel and the bot's state to the page."""
        self._control.attach(time_control, status)

    @property
    def world(self) -> World:
        """The state, for the rooms of this package."""
        return self._world

    @property
    def control(self) -> Control:
        """Time and status, for the rooms of this package."""
        return self._control

    @property
    def guard(self) -> Guard:
        """Who may come in over HTTP, for the rooms of this package."""
        return self._guard

    @property
    def bot_token(self) -> str:
        """The bot's token; the same at every start of a folder."""
        return self._world.token

    @property
    def app(self) -> Starlette:
        """Bot API, page and control as one ASGI application."""
        if self._app is None:
            self._app = Starlette(
                routes=[*http_api.routes(self), *page.routes(self)],
                middleware=[self._guard.middleware()],
                exception_handlers={Exception: http_api.our_fault},
            )
        return self._app

    async def serve(self, host: str = "127.0.0.1", port: int = 0, *, allow_remote: bool = False) -> serving.Server:
        """Listen on ``host`` (loopback, unless ``allow_remote``) and ``port`` (0: any free one) in the running loop.

        Raises ValueError for another address than loopback, OSError when the port is taken.
        """
        return await serving.serve(self, host, port, allow_remote=allow_remote)

    def close(self) -> None:
        """End those who wait and close the file."""
        self._world.inbox.close()
        self._world.events.close()
        self._finalizer()

    async def call(
        self, token: str, method: str, params: Mapping[str, object], files: Mapping[str, Upload] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """One Bot API call, as strict as over HTTP: HTTP status and body.

        Raises ConnectionDroppedError and AnswerLostError when a fault says so.
        """
        try:
            if not secrets.compare_digest(token.encode("utf-8", "replace"), self.bot_token.encode()):
                raise ApiError(401, "Unauthorized") if ":" in token else ApiError(404, "Not Found")
            fault = self.faults.take(method)
            if fault is not None:
                fail_before(fault)
            result = await perform(self._world, method, params, files or {})
        except ApiError as error:
            return error.code, error.body()
        if fault is not None:
            raise AnswerLostError("the answer is lost on demand")
        return 200, {"ok": True, "result": result}

    def say(self, person: int, chat: int, text: str, reply_to: int | None = None) -> Message:
        """A person writes; returns his message (the last one when the text had to be split)."""
        with self._world.change():
            return acts.say(self._world, person, chat, text, reply_to)

    def edit(self, person: int, chat: int, message_id: int, text: str) -> Message:
        """A person edits his text."""
        with self._world.change():
            return acts.edit(self._world, person, chat, message_id, text)

    def press(self, person: int, chat: int, message_id: int, button: str, *, forged: bool = False) -> str:
        """A person taps the button with these words or this data; ``forged``: this data, be there such a button or not.

        Returns the callback query's id, to be given to ``answer``.
        """
        data = button if forged else acts.button_data(self._world, chat, message_id, button)
        with self._world.change():
            return acts.press(self._world, person, chat, message_id, data)

    async def answer(self, query_id: str, timeout_seconds: float = 10.0) -> dict[str, Any]:
        """Wait for the bot's answer to a tap: ``answered``, ``text``, ``show_alert``."""
        return await callbacks.answer(self._world, query_id, timeout_seconds)

    def vote(self, person: int, chat: int, message_id: int, options: list[int]) -> None:
        """A person votes, or withdraws his vote with an empty list."""
        with self._world.change():
            polls.close_due(self._world)
        with self._world.change():
            acts.vote(self._world, person, chat, message_id, options)

    def send_document(self, person: int, chat: int, name: str, data: bytes, caption: str = "") -> Message:
        """A person sends a file."""
        with self._world.change():
            return acts.send_document(self._world, person, chat, name, data, caption)

    def send_photo(self, person: int, chat: int, data: bytes, caption: str = "") -> Message:
        """A person sends a picture."""
        with self._world.change():
            return acts.send_photo(self._world, person, chat, data, caption)

    def send_sticker(self, person: int, chat: int) -> Message:
        """A person sends a sticker."""
        with self._world.change():
            return acts.send_sticker(self._world, person, chat)

    def block(self, person: int) -> None:
        """A person blocks the bot."""
        with self._world.change():
            acts.block(self._world, person, blocked=True)

    def unblock(self, person: int) -> None:
        """A person unblocks the bot."""
        with self._world.change():
            acts.block(self._world, person, blocked=False)

    def rename(self, person: int, name: str) -> None:
        """A person takes another name."""
        with self._world.change():
            acts.rename(self._world, person, name)

    def inject(self, update: dict[str, Any]) -> int:
        """Queue a raw update, sound or broken; returns its update_id."""
        with self._world.change():
            return self._world.inbox.push_raw({key: value for key, value in update.items() if key != "update_id"})

    def messages(self, chat_id: int, limit: int | None = None) -> list[Message]:
        """The newest ``limit`` messages of a chat, or all, oldest first, as Bot API objects."""
        return history.page(self._world, chat_id, limit=limit)

    def _clock_jumped(self) -> None:
        if not self._finalizer.alive:  # closed; the clock may outlive this chat
            return
        with self._world.change():
            self._world.save_offset()
            polls.close_due(self._world)
        self._control.clock_moved()
