"""A small world for stories: the real bot, the strict local chat in the same process, people, and a clock to travel.

Nothing here is a mock: only the way to the server is in process, and commands run in a fake sandbox. Whatever Telegram
would refuse fails the test when the world closes, and so does every error in the log, unless the story ``forgives`` it.

A person takes two seconds for everything he does, as people do, so that Telegram's limits for a chat are kept without
waiting for them. ``kill_at`` kills the bot at a call to Telegram; the story then goes on with a new bot on the same
folder.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Set
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.chat.poller import ALLOWED_UPDATES
from bot.clock import Clock
from bot.config import Settings
from bot.curriculum.find import content_root
from bot.domain.messages import Message
from bot.localchat import LocalChat
from bot.localchat.transport import InProcessRequest
from bot.main import Pomodock
from bot.storage import codec
from bot.storage.schema import DeliveryRow, PersonRow
from tests.fakes.labs import FakeLabs
from tests.fakes.sandbox import FakeSandbox

T = TypeVar("T")
TINY = Path(__file__).parent / "curriculum" / "courses"
START = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
"""A Monday, half past eight in London, half past four in the afternoon in Shanghai, half past three in New York."""
ALEX, MEI, ADA, GROUP = 1001, 1002, 1003, -1001000000001
_IN_SIGHT = 120
"""Messages that nobody scrolls beyond; looking at all of them made weeks of stories slow."""
PACE = 2.0
"""Seconds that a person takes for what he does."""


class PacedClock(Clock):
    """Starts where a story starts; ``monotonic`` runs ahead by the time people take."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start - Clock().now())
        self._paced = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self._paced

    def pause(self, seconds: float) -> None:
        """Somebody takes his time."""
        self._paced += seconds

    def advance_to(self, instant: datetime) -> None:
        self.pause(min(60.0, max(0.0, (instant - self.now()).total_seconds())))
        super().advance_to(instant)


class Killed(Exception):
    """The bot died at a call to Telegram."""


class Wire(InProcessRequest):
    """The way to the server, which counts and can be cut."""

    def __init__(self, chat: LocalChat) -> None:
        super().__init__(chat)
        self.calls: list[str] = []
        self.dead = asyncio.Event()
        self._kill_in: int | None = None
        self._taken = False

    def kill_at(self, number: int, *, taken: bool) -> None:
        """Die at the ``number``-th call from now, after the server has taken it or before."""
        self._kill_in, self._taken = number, taken

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[-1]
        if self.dead.is_set():
            await asyncio.Event().wait()
        self.calls.append(name)
        if self._kill_in is None or name in {"getMe", "getUpdates"}:
            return await super().do_request(url, method, *args, **kwargs)
        self._kill_in -= 1
        if self._kill_in > 0:
            return await super().do_request(url, method, *args, **kwargs)
        if self._taken:
            await super().do_request(url, method, *args, **kwargs)
        self.dead.set()
        await asyncio.Event().wait()
        raise AssertionError


@dataclass(frozen=True)
class Screen:
    """One message as a person sees it."""

    id: int
    mine: bool
    text: str
    buttons: tuple[tuple[str, ...], ...]
    data: dict[str, str] = field(repr=False)
    raw: dict[str, Any] = field(repr=False)

    @property
    def labels(self) -> list[str]:
        """All button labels, row after row."""
        return [label for row in self.buttons for label in row]

    @property
    def poll(self) -> dict[str, Any] | None:
        poll: dict[str, Any] | None = self.raw.get("poll")
        return poll

    def __contains__(self, fragment: str) -> bool:
        return fragment in self.text or any(fragment in label for label in self.labels)

    def __str__(self) -> str:
        rows = "".join("\n    " + " ".join(f"[{label}]" for label in row) for row in self.buttons)
        return f"{'>>' if self.mine else '  '} {self.text}{rows}"


def _screen(message: dict[str, Any], me: int) -> Screen:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    text = message.get("text") or message.get("caption") or ""
    if poll := message.get("poll"):
        text = "\n".join([poll["question"], *(f"( ) {option['text']}" for option in poll["options"])])
    return Screen(
        id=message["message_id"],
        mine=message["from"]["id"] == me or not message["from"]["is_bot"],
        text=text,
        buttons=tuple(tuple(button["text"] for button in row) for row in rows),
        data={button["text"]: button.get("callback_data", "") for row in rows for button in row},
        raw=message,
    )


class Somebody:
    """A person in his private chat with the bot. Every verb waits until all that follows from it is done."""

    def __init__(self, world: World, telegram_id: int) -> None:
        self.world = world
        self.id = telegram_id
        self.toast = ""
        """What popped up after the last tap."""
        self.news: list[Screen] = []
        """What the bot wrote or changed since this person's last deed."""
        self.new: list[Screen] = []
        """What of it is new, not edited in place."""
        self.messages: list[Message] = []
        """The stored messages that were sent, as the bot means them, before they were put into words."""

    # --- what he sees ---------------------------------------------------------------------------------------

    @property
    def screens(self) -> list[Screen]:
        """The chat, oldest first; of a long one what a person still has before him."""
        return [_screen(message, self.id) for message in self.world.chat.messages(self.id, _IN_SIGHT)]

    @property
    def bots(self) -> list[Screen]:
        """The bot's messages, oldest first."""
        return [screen for screen in self.screens if not screen.mine]

    @property
    def last(self) -> Screen:
        """The bot's newest message."""
        return self.bots[-1]

    @property
    def said(self) -> str:
        """The words of ``news``."""
        return "\n\n".join(map(str, self.news))

    @property
    def came(self) -> str:
        """The words of ``new``."""
        return "\n\n".join(map(str, self.new))

    def transcript(self) -> str:
        """The whole chat as it looks now."""
        return "\n".join(map(str, self.screens))

    @property
    def kinds(self) -> list[str]:
        """The class names of ``messages``."""
        return [type(message).__name__ for message in self.messages]

    def heard(self, kind: type[T]) -> T:
        """The one message of this class that was sent since the last deed."""
        found = [message for message in self.messages if isinstance(message, kind)]
        assert len(found) == 1, f"{len(found)} of {kind.__name__}; heard {self.kinds}:\n{self.said}"
        return found[0]

    def button(self, wanted: str, value: str | None = None) -> tuple[Screen, str]:
        """The newest button with this action (and value) or these words: where it is, and its data."""
        for screen in reversed(self.bots):
            for label, data in screen.data.items():
                action, *_, carried = data.split(":", 3) if ":" in data else (data, "")
                if wanted == label or (action == wanted and value in (None, carried)):
                    return screen, data
        for screen in reversed(self.bots):
            for label, data in screen.data.items():
                if wanted in label:
                    return screen, data
        raise AssertionError(f"no button {wanted!r} {value or ''} in\n{self.transcript()}")

    def find(self, wanted: str, value: str | None = None) -> Screen:
        """The message with this button."""
        return self.button(wanted, value)[0]

    def data(self, wanted: str, value: str | None = None) -> str:
        """What this button carries."""
        return self.button(wanted, value)[1]

    def has(self, wanted: str, value: str | None = None) -> bool:
        """Whether there is such a button."""
        with suppress(AssertionError):
            self.button(wanted, value)
            return True
        return False

    # --- what he does ---------------------------------------------------------------------------------------

    async def say(self, text: str) -> str:
        """Write something."""
        return await self._do(lambda chat: chat.say(self.id, self.id, text))

    async def press(self, wanted: str, value: str | None = None) -> str:
        """Tap the newest button with this action (and value) or these words."""
        screen, data = self.button(wanted, value)
        return await self.forge(data, screen.id)

    async def forge(self, data: str, message_id: int | None = None) -> str:
        """Tap a button that was there once, or never."""
        at = message_id or self.last.id
        query: list[str] = []
        news = await self._do(
            lambda chat: query.append(chat.press(self.id, self.id, at, data, forged=True))  # type: ignore[func-returns-value]
        )
        answer = await self.world.chat.answer(query[0], 0.01)
        assert answer["answered"] or self.world.kills, f"the tap {data} was not answered"
        self.toast = answer["text"] or ""
        return news

    async def tap_twice(self, wanted: str, value: str | None = None) -> str:
        """Tap a button twice before the bot has answered."""
        screen, data = self.button(wanted, value)

        def both(chat: LocalChat) -> list[str]:
            return [chat.press(self.id, self.id, screen.id, data, forged=True) for _ in range(2)]

        queries: list[str] = []
        news = await self._do(lambda chat: queries.extend(both(chat)))
        answers = [await self.world.chat.answer(query, 0.01) for query in queries]
        assert all(answer["answered"] for answer in answers)
        self.toast = answers[1]["text"] or ""
        return news

    async def vote(self, *choices: int | str, message: Screen | None = None) -> str:
        """Answer the newest poll, by places or by words."""
        poll = message or next(screen for screen in reversed(self.bots) if screen.poll)
        assert poll.poll is not None
        words = [option["text"] for option in poll.poll["options"]]
        places = [choice if isinstance(choice, int) else words.index(choice) for choice in choices]
        return await self._do(lambda chat: chat.vote(self.id, self.id, poll.id, places))

    async def answer(self, *, right: bool = True) -> str:
        """Answer the newest poll, rightly or wrongly."""
        poll = next(screen for screen in reversed(self.bots) if screen.poll)
        correct, count = _solution(poll)
        places = correct if right else [next(place for place in range(count) if place not in correct)]
        return await self._do(lambda chat: chat.vote(self.id, self.id, poll.id, list(places)))

    async def edit(self, message_id: int, text: str) -> str:
        """Change what he wrote."""
        return await self._do(lambda chat: chat.edit(self.id, self.id, message_id, text))

    async def sticker(self) -> str:
        """Send a sticker."""
        return await self._do(lambda chat: chat.send_sticker(self.id, self.id))

    async def block(self) -> str:
        """Block the bot."""
        return await self._do(lambda chat: chat.block(self.id))

    async def unblock(self) -> str:
        """Let the bot in again."""
        return await self._do(lambda chat: chat.unblock(self.id))

    async def _do(self, deed: Callable[[LocalChat], object]) -> str:
        async with self.watching():
            self.world.clock.pause(PACE)
            deed(self.world.chat)
            await self.world.settle()
        return self.said

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Keep what is new or changed meanwhile in ``news``, ``new`` and ``messages``."""
        before = {screen.id: str(screen) for screen in self.screens}
        known = self.world.sent_ids(self.id)
        yield
        self.news = [screen for screen in self.bots if before.get(screen.id) != str(screen)]
        self.new = [screen for screen in self.news if screen.id not in before]
        self.messages = list(self.world.sent_to(self.id, known).values())

    # --- ways that many stories go --------------------------------------------------------------------------

    async def enrol(self, zone: str = "Europe/London", hour: str = "09:00", language: str = "en") -> str:
        """/start, language, place, hour; the last screen offers to begin."""
        await self.say("/start")
        await self.forge(f"language:0:0:{language}")
        await self.forge(f"zone:0:0:{zone}")
        return await self.forge(f"hour:0:0:{hour.replace(':', '')}")

    async def read_all(self) -> str:
        """From the survey of a unit to the question to say it back."""
        for action in ("unit_next", "guess", "page"):
            await self.press(action)
        page = 1
        while not self.has("recite"):
            await self.press("page", str(page))
            page += 1
        return await self.press("recite")

    async def recite_and_rate(self, words: str = "It is hot", rating: int = 3) -> str:
        """Say it back, and rate oneself; the first question of the quiz follows."""
        await self.say(words)
        return await self.press("rate", str(rating))

    async def finish_quiz(self, *, right: bool = True) -> str:
        """Answer every poll of the quiz."""
        news = await self.answer(right=right)
        while self.has("next_card"):
            news = await self.press("next_card")
            if self.last.poll is not None:
                news = await self.answer(right=right)
        return news


def _solution(screen: Screen) -> tuple[list[int], int]:
    assert screen.poll is not None
    return list(screen.poll["correct_option_ids"]), len(screen.poll["options"])


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class World:
    """Everything a story needs. Made by ``open_world``."""

    def __init__(self, folder: Path, clock: PacedClock, *, course: str, limits: bool, logs: list[Any]) -> None:
        self.folder = folder
        self.clock = clock
        self.course = course
        self.logs = logs
        self.lines: list[str] = []
        """Errors that other libraries logged."""
        self.kills = 0
        self.chat = LocalChat(folder / "chat", clock, limits=limits)
        self.sandbox = FakeSandbox()
        self.labs = FakeLabs()
        self.alex, self.mei, self.ada = (Somebody(self, who) for who in (ALEX, MEI, ADA))
        self._forgiven: list[str] = []
        self._refusals_forgiven = False
        self._offset: int | None = None

    # --- the bot --------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start a bot on the folder, and let it settle."""
        self.wire = Wire(self.chat)
        self.bot = Pomodock(
            self.settings(),
            self.clock,
            token=self.chat.bot_token,
            api_url="http://localchat/bot",
            request=self.wire,
            poll_request=InProcessRequest(self.chat),
            sandbox=self.sandbox,
            labs=self.labs,
        )
        self._before = asyncio.all_tasks()
        self._offset = None
        await self.bot.start(poll=False)
        await self.settle()

    def settings(self) -> Settings:
        """The settings of this world's bots."""
        content = TINY if (TINY / self.course).is_dir() else content_root()
        return Settings(data=self.folder, content=content, course=self.course)

    async def stop(self) -> None:
        """Stop the bot as its operator does."""
        await self.bot.stop()

    async def restart(self) -> None:
        """Stop the bot in good order and start another."""
        await self.stop()
        await self.start()

    async def abandon(self) -> None:
        """The bot's process dies: nothing it had in memory is left, no call gets through, nothing is tidied up."""
        self.wire.dead.set()
        heard, lines = len(self.logs), len(self.lines)
        self.bot.ticker.stop()
        dying = asyncio.all_tasks() - self._before - {asyncio.current_task()}
        for task in dying:
            task.cancel()
        await asyncio.gather(*dying, return_exceptions=True)
        await self.bot.database.close()
        del self.logs[heard:], self.lines[lines:]

    async def crash(self) -> None:
        """The process dies, and another starts on the same folder."""
        await self.abandon()
        await self.start()

    def kill_at(self, call: int, *, taken: bool) -> None:
        """Let the bot die at a call to Telegram from now, and the story go on with another."""
        self.wire.kill_at(call, taken=taken)

    async def settle(self) -> None:
        """Wait until all that was done has had its effect."""
        await self._survive(self._settle())

    async def _survive(self, living: Coroutine[Any, Any, None]) -> bool:
        """Let it come to its end; if the bot dies on the way, another takes over, and the answer is false."""
        task = asyncio.ensure_future(living)
        dying = asyncio.ensure_future(self.wire.dead.wait())
        await asyncio.wait({task, dying}, return_when=asyncio.FIRST_COMPLETED)
        dying.cancel()
        if task.done():
            task.result()
            return True
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        self.kills += 1
        await self.crash()
        return False

    async def _settle(self) -> None:
        while updates := await self._poll():
            await self.bot.receive(updates)
            self._offset = max(update["update_id"] for update in updates) + 1
            await self.bot.inbox.drain()
        await self.bot.settle()

    async def _poll(self) -> list[dict[str, Any]]:
        """What getUpdates brings; the poller itself has tests of its own."""
        wanted = {"allowed_updates": json.dumps(ALLOWED_UPDATES), "timeout": 0}
        if self._offset is not None:
            wanted["offset"] = self._offset
        status, body = await self.chat.call(self.chat.bot_token, "getUpdates", wanted)
        assert status == 200, body
        updates: list[dict[str, Any]] = body["result"]
        return updates

    async def commands_done(self) -> None:
        """Wait until every /run is done and told."""
        await self.bot.runs.drain()
        await self.settle()

    async def labs_done(self) -> None:
        """Wait until all that was asked for in labs is done and told."""
        await self.settle()
        await self.bot.labs.drain()
        await self.settle()

    async def inject(self, update: dict[str, Any]) -> None:
        """Let Telegram send this."""
        self.chat.inject(update)
        await self.settle()

    # --- time -----------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def travel(self, *, to: datetime | None = None, **by: float) -> None:
        """Let time go by, with all that happens on the way. ``by`` as in ``timedelta``."""
        async with self.alex.watching(), self.mei.watching():
            goal = to or self.now + timedelta(**by)
            while not await self._survive(self.bot.travel(goal)):
                pass

    def sleep_through(self, **by: float) -> None:
        """Let time go by while no bot runs."""
        self.clock.advance_to(self.now + timedelta(**by))

    # --- what went wrong ------------------------------------------------------------------------------------

    def forgive(self, *events: str, refusals: bool = False) -> None:
        """These errors in the log belong to the story."""
        self._forgiven.extend(events)
        self._refusals_forgiven = self._refusals_forgiven or refusals

    async def deliveries(self, state: str | None = None) -> list[DeliveryRow]:
        """The stored deliveries."""
        async with self.bot.database.begin() as tx:
            query = select(DeliveryRow).order_by(DeliveryRow.id)
            return list(await tx.scalars(query if state is None else query.where(DeliveryRow.state == state)))

    def sent_to(self, telegram_id: int, but: Set[int] = frozenset()) -> dict[int, Message]:
        """What was sent to a private chat ``but`` for these deliveries, as it went."""
        rows = self._sent("d.id, d.kind, d.version, d.fields", telegram_id)
        fresh = [row for row in rows if row[0] not in but]
        return {key: codec.load(kind, version, json.loads(fields)) for key, kind, version, fields in fresh}

    def sent_ids(self, telegram_id: int) -> set[int]:
        """The deliveries that were sent to a private chat."""
        return {row[0] for row in self._sent("d.id", telegram_id)}

    def _sent(self, columns: str, telegram_id: int) -> list[Any]:
        """Read beside the bot, which may be off."""
        query = (
            f"SELECT {columns} FROM deliveries d JOIN chats c ON c.id = d.chat_id "
            "WHERE c.telegram_id = ? AND d.state = 'sent' ORDER BY d.sent_at, d.id"
        )
        with closing(sqlite3.connect(self.folder / "pomodock.sqlite3", timeout=10)) as file:
            return file.execute(query, (telegram_id,)).fetchall()

    async def person(self, somebody: Somebody) -> PersonRow:
        """What the bot knows of somebody."""
        async with self.bot.database.begin() as tx:
            return (await tx.scalars(select(PersonRow).where(PersonRow.telegram_id == somebody.id))).one()

    async def check(self) -> None:
        """Fail if Telegram refused a message or an error was logged."""
        if not self._refusals_forgiven:
            refused = [(row.kind, row.reason) for row in await self.deliveries("failed")]
            assert not refused, f"Telegram refused {refused}"
        assert not self.errors(), f"the bot logged {self.errors()}"

    def errors(self) -> list[Any]:
        """What was logged as an error and not forgiven."""
        levels = {"error", "critical"}
        return [e for e in self.logs if e["log_level"] in levels and e["event"] not in self._forgiven]


@asynccontextmanager
async def open_world(
    folder: Path | None = None,
    *,
    start: datetime = START,
    course: str = "tiny",
    limits: bool = True,
) -> AsyncIterator[World]:
    """A world with a bot that runs; it is checked and closed at the end."""
    made = folder or Path(tempfile.mkdtemp(prefix="pomodock-world-"))
    made.mkdir(parents=True, exist_ok=True)
    await _furnish(made, course)
    heard = _Errors()
    logging.getLogger().addHandler(heard)
    try:
        with capture_logs() as logs:
            world = World(made, PacedClock(start), course=course, limits=limits, logs=logs)
            heard.lines = world.lines
            await world.start()
            try:
                yield world
                await world.settle()
            except BaseException:
                print(*(entry.get("exc_info") or entry for entry in world.errors()), sep="\n")
                raise
            else:
                await world.check()
            finally:
                await world.stop()
                world.chat.close()
        assert not heard.lines, heard.lines
    finally:
        logging.getLogger().removeHandler(heard)
        shutil.rmtree(made, ignore_errors=True)


@cache
def _templates() -> Path:
    return Path(tempfile.mkdtemp(prefix="pomodock-template-"))


async def _furnish(folder: Path, course: str) -> None:
    """A migrated database in which the course is published; made once a process, then copied."""
    template = _templates() / course
    if not template.exists():
        world = World(template, PacedClock(START), course=course, limits=False, logs=[])
        await world.start()
        await world.stop()
        world.chat.close()
    shutil.copyfile(template / "pomodock.sqlite3", folder / "pomodock.sqlite3")
