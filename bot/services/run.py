"""/run: one command a person at a time, a queue for the rest, each in a throwaway container.

The queue is in the database: what waited or ran when the bot died runs after the restart, in a fresh container.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from bot.domain.errors import EmptyRun, RunBusy, RunTooLong
from bot.domain.excerpt import excerpt
from bot.domain.messages import Message
from bot.domain.messages.general import Sorry
from bot.domain.messages.run import RunFinished, RunOutputFile, RunQueued, RunRunning, RunUnavailable
from bot.domain.run import RunLimits, RunOutcome, RunResult, SandboxState
from bot.services.ports import Messenger, Sandbox
from bot.services.turn import Desk, Turn
from bot.storage import people
from bot.storage import run as runs
from bot.storage.people import Met
from bot.storage.run import QueuedRun
from bot.tasks import spawn

_log = structlog.get_logger(__name__)

LONGEST_COMMAND = 1000
"""Characters; what is longer is a script, not a command."""
AT_ONCE = 2
"""Containers that run side by side."""
_MOST_ATTEMPTS = 3
_STILL_TYPING = 4.0
_LOOK_AGAIN = 1.0


async def ask(turn: Turn, met: Met, command: str) -> None:
    """Queue a command. Raises ``EmptyRun``, ``RunTooLong`` or ``RunBusy``."""
    command = command.strip()
    if not command:
        raise EmptyRun
    if len(command) > LONGEST_COMMAND:
        raise RunTooLong(len(command), LONGEST_COMMAND)
    mine = await runs.of_person(turn.tx, met.person.id)
    if mine is not None:
        raise RunBusy(mine.command)
    ahead = len(await runs.open_runs(turn.tx))
    queued = await runs.add(turn.tx, met.person.id, met.chat.id, command, turn.now)
    place = max(0, ahead - AT_ONCE + 1)
    await runs.set_place(turn.tx, queued.id, place)
    await turn.say(met.person, met.chat, _waiting(command, place, RunLimits()), flow=flow(queued))
    turn.runs = True


class RunQueue:
    """Takes commands from the queue and runs them, ``AT_ONCE`` side by side."""

    def __init__(self, desk: Desk, sandbox: Sandbox, messenger: Messenger) -> None:
        self._desk = desk
        self._sandbox = sandbox
        self._messenger = messenger
        self._limits = RunLimits()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._poked = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin with what an earlier process left."""
        async with self._desk.database.begin() as tx:
            await runs.requeue_running(tx)
        self._poked.set()
        self._loop = spawn(self._serve(), name="queue of commands")

    async def stop(self) -> None:
        """End the containers; their commands stay queued for the next start."""
        tasks = [*self._running.values(), *([self._loop] if self._loop else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def poke(self) -> None:
        """The queue changed."""
        self._poked.set()

    async def drain(self) -> None:
        """Wait until every command that was queued is done."""
        while True:
            async with self._desk.database.begin() as tx:
                if not await runs.open_runs(tx):
                    return
            if self._running:
                await asyncio.wait(set(self._running.values()))
            else:
                await asyncio.sleep(0.01)

    async def _serve(self) -> None:
        while True:
            await self._poked.wait()
            self._poked.clear()
            try:
                await self._look()
            except Exception:
                # A database that is away for a moment must not end the queue.
                _log.exception("the queue of commands could not be looked at")
                await asyncio.sleep(_LOOK_AGAIN)
                self._poked.set()

    async def _look(self) -> None:
        async with self._desk.database.begin() as tx:
            queue = await runs.open_runs(tx)
        self._withdraw(queue)
        for queued in queue:
            if len(self._running) < AT_ONCE and queued.id not in self._running:
                self._running[queued.id] = spawn(self._guarded(queued), name=f"command {queued.id}")
        await self._tell_places([queued for queued in queue if queued.id not in self._running])

    def _withdraw(self, queue: Sequence[QueuedRun]) -> None:
        """/cancel took a command away: end its container."""
        wanted = {queued.id for queued in queue}
        for run_id, task in self._running.items():
            if run_id not in wanted:
                task.cancel()

    async def _guarded(self, queued: QueuedRun) -> None:
        try:
            await self._run(queued)
        except Exception:
            _log.exception("a command could not be run", run=queued.id)
            await self._end(queued, [Sorry()])
        finally:
            self._running.pop(queued.id, None)
            self._poked.set()

    async def _run(self, queued: QueuedRun) -> None:
        async with self._desk.turn(f"run:{queued.id}", slot=f"started{queued.attempts}/") as turn:
            if not await runs.mark_running(turn.tx, queued.id):
                return
            met = await _met(turn, queued)
            if queued.place or queued.attempts:
                running = _waiting(queued.command, 0, self._limits)
                await turn.say(met.person, met.chat, running, flow=flow(queued), edit=True)
        if queued.attempts >= _MOST_ATTEMPTS:
            await self._end(queued, [Sorry()])
            return
        alive = spawn(self._show_life(met), name=f"life of command {queued.id}")
        try:
            result = await self._sandbox.run(queued.command, owner=str(queued.person), limits=self._limits)
            state = await self._sandbox.state() if result.outcome is RunOutcome.UNAVAILABLE else None
        finally:
            alive.cancel()
        await self._end(queued, _report(queued.command, result, state))

    async def _end(self, queued: QueuedRun, messages: list[Message]) -> None:
        async with self._desk.turn(f"run:{queued.id}", slot="done/") as turn:
            if not await runs.remove(turn.tx, queued.id):
                return
            met = await _met(turn, queued)
            first, *more = messages
            await turn.say(met.person, met.chat, first, flow=flow(queued), edit=True)
            for message in more:
                await turn.say(met.person, met.chat, message)

    async def _show_life(self, met: Met) -> None:
        while True:
            await self._messenger.show_activity(met.chat.telegram_id, "typing")
            await asyncio.sleep(_STILL_TYPING)

    async def _tell_places(self, waiting: list[QueuedRun]) -> None:
        for place, queued in enumerate(waiting, start=1):
            if queued.place == place:
                continue
            async with self._desk.turn(f"run:{queued.id}", slot=f"place{place}/") as turn:
                await runs.set_place(turn.tx, queued.id, place)
                met = await _met(turn, queued)
                turn.redraw(met.person, met.chat, _waiting(queued.command, place, self._limits), flow(queued))


def _report(command: str, result: RunResult, state: SandboxState | None) -> list[Message]:
    if result.outcome is RunOutcome.UNAVAILABLE:
        return [RunUnavailable(state or SandboxState.NO_ENGINE)]
    shown = excerpt(result.output)
    finished = RunFinished(
        command, result.outcome, result.exit_code, result.seconds, shown.head, shown.tail, shown.left_out
    )
    whole = result.outcome is not RunOutcome.TOO_MUCH_OUTPUT
    return [finished] if shown.whole else [finished, RunOutputFile(result.output, whole)]


def _waiting(command: str, place: int, limits: RunLimits) -> RunQueued | RunRunning:
    return RunQueued(command, place) if place else RunRunning(command, round(limits.seconds))


def flow(queued: QueuedRun) -> str:
    """The flow of a command's message."""
    return f"run:{queued.id}"


async def _met(turn: Turn, queued: QueuedRun) -> Met:
    return Met(await people.person(turn.tx, queued.person), await people.chat(turn.tx, queued.chat))
