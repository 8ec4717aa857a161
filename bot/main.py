"""The only wiring: builds the adapters and hands them to the services."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.chat.application import UpdateDesk, build
from bot.chat.limiter import Limiter
from bot.chat.messenger import TelegramMessenger
from bot.chat.poller import Poller
from bot.chat.preview import PreviewDesk
from bot.chat.profile import publish
from bot.chat.reach import Way, http
from bot.clock import Clock
from bot.config import Settings
from bot.curriculum.find import content_root
from bot.domain.course import LANGUAGES
from bot.domain.run import SandboxState
from bot.sandbox.lab_host import DockerLabs
from bot.sandbox.plain import DockerSandbox
from bot.schedule.ticker import Ticker
from bot.services import day, events, focus, lab
from bot.services.courses import Courses
from bot.services.inbox import KEEP_HANDLED, Inbox
from bot.services.lab_desk import LabDesk
from bot.services.ports import Labs
from bot.services.preview import Preview
from bot.services.run import RunQueue
from bot.services.sender import KEEP_SENT, Sender
from bot.services.turn import Desk, Turn
from bot.services.wakeups import Wakeups
from bot.storage import deliveries, inbox, migrate
from bot.storage.database import Database
from bot.tasks import spawn
from bot.texts.places import CityGazetteer
from bot.texts.profile import profile
from bot.texts.renderer import TextRenderer, warm_up

_log = structlog.get_logger(__name__)

_SENDERS = 64
"""Connections to the Bot API server that are open at once."""
_WARM_RUNS = 1
"""Containers for /run that are started ahead."""
_HEAD_START = 0.02
"""Seconds that what came in may keep the next poll waiting: composing a request takes as long as an answer does."""


class Pomodock:
    """One bot: everything between a token and a database.

    ``request`` is the way to the Bot API server (PTB's seam), ``poll_request`` the one for long polls; both are HTTP
    by default. Nothing is started before ``start``.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        token: str,
        api_url: str,
        request: Way | None = None,
        poll_request: Way | None = None,
        sandbox: DockerSandbox | None = None,
        labs: Labs | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.database = Database(settings.database)
        self.courses = Courses(settings.course)
        self.renderer = TextRenderer()
        self.sandbox = sandbox or DockerSandbox(
            clock, instance=_instance(settings), host=settings.docker_host, runtime=settings.runtime, warm=_WARM_RUNS
        )
        self.lab_host = labs or DockerLabs(
            clock, instance=_instance(settings), host=settings.docker_host, warm=settings.warm_labs
        )
        self.application = build(token, api_url, request or http(_SENDERS), Limiter(clock.monotonic))
        messenger = TelegramMessenger(self.application.bot)
        self.desk = Desk(self.database, clock, self.courses, CityGazetteer())
        self.desk.listeners.append(self._committed)
        self.sender = Sender(self.database, messenger, self.renderer, clock)
        kinds = {kind.name: kind for kind in (*day.KINDS, *focus.KINDS, *lab.KINDS)}
        self.wakeups = Wakeups(self.desk, kinds)
        self.ticker = Ticker(clock, self.wakeups.run_due, self.wakeups.earliest)
        self.runs = RunQueue(self.desk, self.sandbox, messenger)
        self.labs = LabDesk(self.desk, self.lab_host, messenger, clock, at_once=settings.labs)
        self.inbox = Inbox(self.desk, UpdateDesk(self.application, self.renderer.render_toast))
        self._poll_request = poll_request or http(2)
        self.poller = Poller(self._poll_request, f"{api_url}{token}", self._take)
        self._polling: asyncio.Task[None] | None = None

    async def start(self, *, poll: bool = True) -> None:
        """Open the database, publish the course, go on with what is owed, and begin to poll.

        Raises ``DatabaseInUse``, ``DatabaseUnusable``, ``NoCourse``, or PTB's errors where the token is refused.
        """
        warm_up()
        self.database.claim()
        await migrate.upgrade(self.database)
        folder = (self.settings.content or content_root()) / self.settings.course
        await self.courses.publish(self.database, folder, self.clock.now())
        await self.application.initialize()
        await self._poll_request.initialize()
        await self.look_at_engine()
        await self.sender.start()
        async with self.desk.turn("start") as turn:
            await focus.redraw_all(turn)
        await self.runs.start()
        await self.labs.start()
        await self.ticker.start()
        self._keep_house()
        offset = await self.inbox.start()
        if poll:
            self._polling = spawn(self.poller.run(offset), name="poller")

    async def publish_profile(self) -> None:
        """Tell Telegram the bot's descriptions and command menus, in every language."""
        await publish(self.application.bot, {language: profile(language) for language in LANGUAGES})

    async def wait(self) -> None:
        """Return when polling has ended; raise what ended it."""
        if self._polling is not None:
            await self._polling

    async def stop(self) -> None:
        """End in order: nothing new comes in, what is being handled is finished, what is owed stays owed."""
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.wait({self._polling})
        self.ticker.stop()
        await self.inbox.stop()
        await self.runs.stop()
        await self.labs.stop()
        await self.sender.stop()
        await self.sandbox.aclose()
        await self.lab_host.aclose()
        await self._poll_request.shutdown()
        await self.application.shutdown()
        await self.database.close()

    async def _take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Store what a poll brought. The next poll lets the answers set out first, if they are quick."""
        await self.inbox.receive(updates)
        with suppress(TimeoutError):
            async with asyncio.timeout(_HEAD_START):
                await self.inbox.drain()
                await self.sender.drain()

    async def receive(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Take updates as a poll brings them."""
        await self.inbox.receive(updates)

    async def settle(self) -> None:
        """Wait until everything that came in is handled, everything due has happened, and all of it is sent."""
        await self.inbox.drain()
        await self.wakeups.run_due()
        await self.sender.drain()

    async def travel(self, to: datetime) -> None:
        """Move the clock to ``to``, stopping at each due instant until all that follows from it is sent."""
        await self.settle()
        while (now := self.clock.now()) < to:
            due = await self.wakeups.earliest()
            self.clock.advance_to(to if due is None else min(to, max(due, now)))
            await self.settle()

    def now(self) -> datetime:
        """The bot's time."""
        return self.clock.now()

    async def next_event(self, language: str) -> tuple[datetime, str] | None:
        """The next thing that somebody will notice, when and in words."""
        found = await events.upcoming(self.database)
        if found is None:
            return None
        at, event = found
        return at, self.renderer.render_toast(event, language)

    def status(self) -> dict[str, str]:
        """How the bot is, for the page."""
        words = {SandboxState.READY: "ready", SandboxState.BUILDING: "building"}
        bot = "running" if self.poller.answering else "starting"
        return {"bot": bot, "engine": words.get(self.desk.engine, "missing"), "detail": self.desk.engine.value}

    async def build_image(self) -> None:
        """Build the image of /run if an engine answers and the image is missing."""
        if await self.sandbox.state() in (SandboxState.NO_IMAGE, SandboxState.BUILD_FAILED):
            self.desk.engine = SandboxState.BUILDING
            report = await self.sandbox.build(lambda _: None)
            if report.problem is not None:
                _log.warning("the image of /run could not be built; see pomodock lab build", why=report.problem)
        await self.look_at_engine()

    async def look_at_engine(self) -> None:
        """See whether commands can run now."""
        self.desk.engine = await self.sandbox.state()

    def _committed(self, turn: Turn) -> None:
        for chat, flow, message_id in turn.adopted:
            self.sender.adopt(chat, flow, message_id)
        self.sender.send(turn.owed)
        if turn.touched:
            self.sender.release(turn.touched)
        if turn.earliest is not None:
            self.ticker.arm(turn.earliest)
        if turn.runs:
            self.runs.poke()
        for session in turn.labs:
            self.labs.poke(session)

    def _keep_house(self) -> None:
        self.ticker.every(timedelta(seconds=10), self.look_at_engine, "look at the engine")
        self.ticker.every(timedelta(minutes=1), self._sweep, "sweep containers")
        self.ticker.every(timedelta(hours=6), self._prune, "prune what is settled")
        self.ticker.every(timedelta(seconds=30), self.sender.start, "send what was left")
        spawn(self._sweep(), name="first sweep")

    async def _sweep(self) -> None:
        if self.desk.engine is not SandboxState.NO_ENGINE:
            await self.sandbox.sweep()
            await self.sandbox.fill()
            await self.labs.sweep()
            await self.lab_host.fill()

    async def _prune(self) -> None:
        now = self.clock.now()
        async with self.database.begin() as tx:
            await inbox.prune(tx, now - KEEP_HANDLED)
            await deliveries.prune(tx, now - KEEP_SENT)


class CoursePreview:
    """A bot that shows the course in ``folder`` to its author. It has no database; all it needs is a Bot API server."""

    def __init__(self, folder: Path, clock: Clock, *, token: str, request: Way) -> None:
        self._request = request
        url = "http://localchat/bot"
        self.application = build(token, url, request, Limiter(clock.monotonic))
        renderer = TextRenderer()
        preview = Preview(folder, TelegramMessenger(self.application.bot), renderer, clock)
        desk = PreviewDesk(self.application.bot, preview, renderer.render_toast)
        self._poller = Poller(request, f"{url}{token}", desk.receive)
        self._polling: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Say what this bot is, and begin to poll."""
        warm_up()
        await self.application.initialize()
        await publish(self.application.bot, {language: profile(language, "preview") for language in LANGUAGES})
        self._polling = spawn(self._poller.run(None), name="poller of the preview")

    async def stop(self) -> None:
        """Finish, and forget everything."""
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.wait({self._polling})
        await self.application.shutdown()


def _instance(settings: Settings) -> str:
    """A name for this installation that is the same after a restart."""
    return hashlib.sha256(settings.database.encode()).hexdigest()[:12]
