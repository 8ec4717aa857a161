"""The desk that works through labs: opens them in turn, does their steps in order, and clears away.

All that is to be done is in the database; a bot that was killed goes on with it. A command that ran meanwhile is told
as such, for nobody knows how it ended.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, Literal

import structlog

from bot.domain import lab_session as labs
from bot.domain.excerpt import excerpt
from bot.domain.lab import Lab
from bot.domain.lab_session import ASIDE, Ending, LabSession, LabStage, LabStep, StepKind, StepState
from bot.domain.lab_shell import FileProblem, LabState, ShellOutcome, ShellResult
from bot.domain.messages import Message
from bot.domain.messages.general import Sorry
from bot.domain.messages.lab import (
    LabFile,
    LabInterrupted,
    LabNoFile,
    LabPut,
    LabRan,
    LabReplayed,
    LabRunning,
    LabUnavailable,
    LabWaiting,
)
from bot.domain.messages.run import RunOutputFile
from bot.services import lab as lab_service
from bot.services.lab_check import look, prepare
from bot.services.ports import Clock, Labs, Messenger
from bot.services.turn import Desk
from bot.storage import lab as stored
from bot.storage import people
from bot.tasks import spawn

_log = structlog.get_logger(__name__)

_STILL_WORKING = 4.0
_SPARE = 60
"""Seconds that a container lives on beyond its session, so that the bot ends it and not its keeper."""
_SHOWN = 1500
"""Characters of a running command's output; its end is what matters."""

_Stopped = Literal["", "failed", "time"]


class LabDesk:
    """Does what services asked for in labs, ``at_once`` labs at a time."""

    def __init__(self, desk: Desk, hosts: Labs, messenger: Messenger, clock: Clock, *, at_once: int) -> None:
        self._desk = desk
        self._labs = hosts
        self._messenger = messenger
        self._clock = clock
        self.at_once = at_once
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._asides: set[asyncio.Task[None]] = set()
        self._again: set[int] = set()
        self._opening = asyncio.Lock()
        self._starting: set[int] = set()
        self._stopping = False

    async def start(self) -> None:
        """Go on with what an earlier process left."""
        async with self._desk.database.begin() as tx:
            sessions = await stored.going_on(tx)
        for session in sessions:
            if session.stage is LabStage.OPEN:
                await self._find_again(session)
        for session in sessions:
            self.poke(session.id)

    async def stop(self) -> None:
        """Stop working; labs that are open live on until their time."""
        self._stopping = True
        tasks = [*self._workers.values(), *self._asides]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def poke(self, session_id: int) -> None:
        """Something changed in this session."""
        if self._stopping:
            return
        self._serve(self._aside(session_id), f"aside of lab {session_id}")
        if session_id in self._workers:
            self._again.add(session_id)
            return
        task = spawn(self._work(session_id), name=f"lab {session_id}")
        self._workers[session_id] = task
        task.add_done_callback(lambda _: self._left(session_id))

    async def sweep(self) -> None:
        """Remove containers that no session has."""
        async with self._desk.database.begin() as tx:
            sessions = await stored.going_on(tx)
        await self._labs.sweep({session.container for session in sessions}.__contains__)

    async def drain(self) -> None:
        """Wait until everything that was asked for is done."""
        while pending := [*self._workers.values(), *self._asides]:
            await asyncio.wait(pending)
            await asyncio.sleep(0)

    def _left(self, session_id: int) -> None:
        self._workers.pop(session_id, None)
        if session_id in self._again:
            self._again.discard(session_id)
            self.poke(session_id)

    def _serve(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = spawn(work, name=name)
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    async def _find_again(self, session: LabSession) -> None:
        """After a restart: a command that ran is told, all else is done again; a lost container ends its session."""
        async with self._desk.turn(f"lab:{session.id}", slot=f"restart{session.seq}/") as turn:
            met = await lab_service.met_of(turn, session)
            for step in await stored.steps(turn.tx, session.id, StepState.RUNNING):
                again = step.kind is not StepKind.COMMAND
                await stored.mark(turn.tx, step.id, StepState.WAITING if again else StepState.FAILED)
                if not again:
                    message = LabInterrupted(step.text)
                    await turn.say(met.person, met.chat, message, flow=lab_service.step_flow(step.id), edit=True)
        if session.container and not await self._labs.alive(session.container):
            await self._lost(session)

    async def _open_next(self) -> None:
        """Open labs while there is room for more, and tell the others their place."""
        async with self._opening:
            async with self._desk.database.begin() as tx:
                sessions = await stored.going_on(tx)
            queue = [one for one in sessions if one.stage is LabStage.QUEUED and one.id not in self._starting]
            room = max(0, self.at_once - (len(sessions) - len(queue)))
            chosen, waiting = queue[:room], queue[room:]
            self._starting |= {session.id for session in chosen}
            for place, session in enumerate(waiting, start=1):
                await self._tell_place(session, place)
        await asyncio.gather(*(self._open_chosen(session) for session in chosen))

    async def _open_chosen(self, session: LabSession) -> None:
        try:
            await self._open(session)
        finally:
            self._starting.discard(session.id)
        self.poke(session.id)

    async def _tell_place(self, session: LabSession, place: int) -> None:
        if session.place == place:
            return
        async with self._desk.turn(f"lab:{session.id}", slot=f"place{place}/") as turn:
            await stored.save(turn.tx, replace(session, place=place))
            lab = (await lab_service.course_of(turn, session)).labs[session.lab]
            met = await lab_service.met_of(turn, session)
            turn.redraw(met.person, met.chat, LabWaiting(lab_service.title_of(lab), place), lab_service.flow(session))

    async def _open(self, session: LabSession) -> None:
        """A container for ``session``, made ready, its tasks shown; what was done before repeated."""
        lab = await self._lab(session)
        name = await self._labs.claim(str(session.person))
        if name is not None and not await prepare(self._labs, name, lab, session.nonce):
            await self._labs.end(name)
            name = None
        if name is None:
            await self._unavailable(session)
            return
        async with self._desk.turn(f"lab:{session.id}", slot="open/") as turn:
            now = await stored.get(turn.tx, session.id)
            if now is None or now.stage is not LabStage.QUEUED:
                turn.after.append(lambda: self._labs.end(name))  # taken back meanwhile
                return
            session = labs.opened(now, name, turn.now)
            await stored.save(turn.tx, session)
            await lab_service.arm(turn, session)
            met = await lab_service.met_of(turn, session)
            shown = lab_service.screen(turn, session, lab)
            await turn.say(met.person, met.chat, shown, flow=lab_service.flow(session), edit=True)
        await self._keep(session)

    async def _unavailable(self, session: LabSession) -> None:
        state = await self._labs.state()
        if state is LabState.READY:
            _log.warning("a lab could not be made ready", lab=session.lab)
        async with self._desk.turn(f"lab:{session.id}", slot="none/") as turn:
            await lab_service.end(turn, session, Ending.LOST)
            met = await lab_service.met_of(turn, session)
            await turn.say(met.person, met.chat, LabUnavailable(state), flow=lab_service.flow(session), edit=True)

    async def _replay(self, session: LabSession, before: int) -> None:
        """Repeat what went well in the session before, in order, for a minute at most; say where it stopped."""
        async with self._desk.database.begin() as tx:
            await stored.save(tx, replace(session, replays=None))
            done = await stored.steps(tx, before, StepState.DONE)
        todo = [step for step in done if step.kind in (StepKind.COMMAND, StepKind.FILE)]
        until = self._clock.monotonic() + labs.REPLAY.total_seconds()
        went = 0
        why: _Stopped = ""
        for step in todo:
            left = until - self._clock.monotonic()
            why = await self._repeated(session, step, left) if left > 0 else "time"
            if why:
                break
            went += 1
        stopped_at = todo[went].text if went < len(todo) else ""
        async with self._desk.turn(f"lab:{session.id}", slot="replayed/") as turn:
            met = await lab_service.met_of(turn, session)
            for step in todo[:went]:
                copy = await stored.add_step(turn.tx, session.id, step.kind, step.text, content=step.content)
                await stored.mark(turn.tx, copy.id, StepState.DONE)
            told = LabReplayed(went, len(todo), stopped_at, why)
            await turn.say(met.person, met.chat, told)

    async def _repeated(self, session: LabSession, step: LabStep, seconds: float) -> _Stopped:
        """Do a step once more; empty, or why it did not go well."""
        assert session.container is not None
        if step.kind is StepKind.FILE:
            put = await self._labs.put(session.container, {step.text: step.content or b""}, into_shell_folder=True)
            return "" if put else "failed"
        running = spawn(self._labs.run(session.container, step.text), name=f"repeated in lab {session.id}")
        done, _ = await asyncio.wait({running}, timeout=seconds)
        if not done:
            # Never cancelled: the shell has to see the command's end before it takes another.
            await self._labs.interrupt(session.container)
            await running
            return "time"
        return "" if running.result().outcome is ShellOutcome.OK else "failed"

    async def _work(self, session_id: int) -> None:
        """Do the steps that wait in a session, one after another; clear away where it is over."""
        try:
            while (session := await self._session(session_id)) is not None:
                if session.stage is LabStage.QUEUED:
                    await self._open_next()
                    if (await self._session(session_id) or session).stage is LabStage.QUEUED:
                        return
                    continue
                if session.stage is LabStage.OVER:
                    if session.container:
                        await self._labs.end(session.container)
                    await self._open_next()
                    return
                if session.replays is not None:
                    await self._replay(session, session.replays)
                elif not await self._next_step(session):
                    return
        except Exception:
            _log.exception("a lab could not be worked in", session=session_id)

    async def _next_step(self, session: LabSession) -> bool:
        async with self._desk.database.begin() as tx:
            waiting = await stored.steps(tx, session.id, StepState.WAITING)
            step = next((each for each in waiting if each.kind not in ASIDE), None)
            if step is None or not await stored.mark(tx, step.id, StepState.RUNNING, StepState.WAITING):
                return False
        alive = spawn(self._show_life(session), name=f"life of lab {session.id}")
        try:
            await self._do(session, step)
        except Exception:
            _log.exception("a step of a lab could not be done", step=step.id, kind=step.kind.value)
            await self._say(session, step, Sorry(), good=False)
        finally:
            alive.cancel()
        return True

    async def _do(self, session: LabSession, step: LabStep) -> None:
        match step.kind:
            case StepKind.COMMAND:
                await self._run(session, step)
            case StepKind.FILE:
                await self._put(session, step)
            case StepKind.FETCH:
                await self._fetch(session, step)
            case _:
                await self._check(session, step)

    async def _aside(self, session_id: int) -> None:
        """What does not wait for the running command to end: its input, Ctrl-C, more time, the end of the lab."""
        async with self._desk.database.begin() as tx:
            session = await stored.get(tx, session_id)
            waiting = await stored.steps(tx, session_id, StepState.WAITING)
            mine = [
                step
                for step in waiting
                if step.kind in ASIDE and await stored.mark(tx, step.id, StepState.FAILED, StepState.WAITING)
            ]
        if session is None or session.container is None:
            return
        if session.stage is LabStage.OVER:
            # Whatever still runs in it ends with it.
            await self._labs.end(session.container)
        if session.stage is not LabStage.OPEN:
            return
        for step in mine:
            if step.kind is StepKind.INPUT:
                self._labs.type(session.container, step.text)
            elif step.kind is StepKind.STOP:
                await self._labs.interrupt(session.container)
        await self._keep(session)

    async def _run(self, session: LabSession, step: LabStep) -> None:
        assert session.container is not None
        streamed: list[asyncio.Task[None]] = []

        def tell(output: str) -> None:
            # One edit at a time: what comes faster is in the next.
            if not streamed or streamed[-1].done():
                streamed.append(spawn(self._stream(session, step, output), name=f"output of lab {session.id}"))

        result = await self._labs.run(session.container, step.text, tell)
        if streamed:
            await asyncio.wait(streamed[-1:])
        good = result.outcome is ShellOutcome.OK
        async with self._desk.turn(f"labstep:{step.id}", slot="done/") as turn:
            await stored.mark(turn.tx, step.id, StepState.DONE if good else StepState.FAILED)
            met = await lab_service.met_of(turn, session)
            first, *more = _report(step.text, result)
            await turn.say(met.person, met.chat, first, flow=lab_service.step_flow(step.id), edit=True)
            for message in more:
                await turn.say(met.person, met.chat, message)
        if result.outcome is ShellOutcome.GONE:
            await self._lost(session)

    async def _stream(self, session: LabSession, step: LabStep, output: str) -> None:
        async with self._desk.turn(f"labstep:{step.id}", slot="stream/") as turn:
            met = await lab_service.met_of(turn, session)
            message = LabRunning(session.id, step.text, output[-_SHOWN:])
            turn.redraw(met.person, met.chat, message, lab_service.step_flow(step.id))

    async def _put(self, session: LabSession, step: LabStep) -> None:
        assert session.container is not None
        content = await self._messenger.download(step.file or "")
        there = await self._labs.put(session.container, {step.text: content}, into_shell_folder=True)
        async with self._desk.database.begin() as tx:
            await stored.keep_content(tx, step.id, content)
        await self._say(session, step, LabPut(step.text, len(content), there), good=there)

    async def _fetch(self, session: LabSession, step: LabStep) -> None:
        assert session.container is not None
        got = await self._labs.fetch(session.container, step.text)
        if isinstance(got, FileProblem):
            await self._say(session, step, LabNoFile(step.text, got, self._labs.limits.fetch_bytes), good=False)
            return
        name = step.text.rsplit("/", 1)[-1] or "file"
        await self._say(session, step, LabFile(name, base64.b64encode(got).decode()), good=True)

    async def _check(self, session: LabSession, step: LabStep) -> None:
        assert session.container is not None
        lab = await self._lab(session)
        verdicts = await look(self._labs, session.container, lab, session.nonce)
        if verdicts is None:
            await self._lost(session)
            return
        async with self._desk.turn(f"labstep:{step.id}", slot="checked/") as turn:
            await stored.mark(turn.tx, step.id, StepState.DONE)
            now = await stored.get(turn.tx, session.id)
            if now is None or now.stage is not LabStage.OPEN:
                return
            session = labs.looked_at(now, verdicts)
            await stored.save(turn.tx, session)
            met = await lab_service.met_of(turn, session)
            await turn.say(met.person, met.chat, lab_service.screen(turn, session, lab), flow=lab_service.flow(session))

    async def _say(self, session: LabSession, step: LabStep, message: Message, *, good: bool) -> None:
        async with self._desk.turn(f"labstep:{step.id}", slot="done/") as turn:
            await stored.mark(turn.tx, step.id, StepState.DONE if good else StepState.FAILED)
            met = await lab_service.met_of(turn, session)
            await turn.say(met.person, met.chat, message)

    async def _lost(self, session: LabSession) -> None:
        """The container is gone before its time."""
        async with self._desk.turn(f"lab:{session.id}", slot="lost/") as turn:
            now = await stored.get(turn.tx, session.id)
            if now is not None and now.stage is LabStage.OPEN:
                await lab_service.close(turn, await lab_service.met_of(turn, now), now, Ending.LOST)

    async def _keep(self, session: LabSession) -> None:
        """Let the container live as long as its session, and a minute longer."""
        if session.container is not None and session.ends_at is not None:
            left = (session.ends_at - self._clock.now()).total_seconds()
            await self._labs.keep(session.container, max(1, round(left)) + _SPARE)

    async def _show_life(self, session: LabSession) -> None:
        async with self._desk.database.begin() as tx:
            chat = (await people.chat(tx, session.chat)).telegram_id
        while True:
            await self._messenger.show_activity(chat, "typing")
            await asyncio.sleep(_STILL_WORKING)

    async def _session(self, session_id: int) -> LabSession | None:
        async with self._desk.database.begin() as tx:
            return await stored.get(tx, session_id)

    async def _lab(self, session: LabSession) -> Lab:
        async with self._desk.database.begin() as tx:
            course = await self._desk.courses.at(tx, session.course, session.edition)
        return course.labs[session.lab]


def _report(command: str, result: ShellResult) -> list[Message]:
    shown = excerpt(result.output)
    ran = LabRan(command, result.outcome, result.exit_code, shown.head, shown.tail, shown.left_out, result.folder)
    whole = result.outcome is not ShellOutcome.TOO_MUCH_OUTPUT
    return [ran] if shown.whole else [ran, RunOutputFile(result.output, whole)]
