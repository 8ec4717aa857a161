"""The sandbox: commands in plain throwaway containers, one fresh container each."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import structlog

from bot.domain.run import (
    BuildProblem,
    BuildProgress,
    BuildReport,
    RunLimits,
    RunOutcome,
    RunResult,
    SandboxState,
)
from bot.sandbox.container import UNAVAILABLE, Monotonic, Order, Waiting, forget, make_waiting, run_once, run_waiting
from bot.sandbox.engine import ENGINE_ERRORS, Engine
from bot.sandbox.image import Image, build_image
from bot.sandbox.policy import Policy
from bot.sandbox.sweep import sweep
from bot.sandbox.threads import in_daemon

_log = structlog.get_logger(__name__)
T = TypeVar("T")

# An argument of a program may have 128 KiB on Linux; the rest is for the shell around the command.
_LONGEST_COMMAND = 100_000
# Seconds for which a container that was started ahead waits, and after which another takes its place.
_WAITS, _OLD = 900, 600
_TOO_LONG = RunResult(RunOutcome.FAILED, 126, 0.0, "/bin/sh: argument list too long\n")


@dataclass(frozen=True, slots=True)
class _Running:
    """One command on its way, and what ends it early."""

    work: asyncio.Future[RunResult]
    stop: threading.Event


class DockerSandbox:
    """Implements the port ``Sandbox`` on a Docker engine.

    ``host`` as in ``Engine``; ``runtime`` as in ``Policy``; ``instance`` names this bot's installation (the same
    after a restart, another for another bot), so that a sweep knows its own leftovers; at most ``at_once``
    commands run together; ``engine_seconds`` bounds each single answer of the engine. No engine is needed to
    make one, and none is asked before the first use.
    """

    # Seconds that the engine may take around a command (create, start, remove) before the bot stops waiting.
    patience = 40.0
    # Seconds for which an answer of ``state`` is good.
    fresh = 2.0

    def __init__(
        self,
        clock: Monotonic,
        *,
        instance: str,
        host: str | None = None,
        runtime: str | None = None,
        at_once: int = 2,
        image: Image | None = None,
        engine_seconds: float = 20.0,
        warm: int = 0,
    ) -> None:
        self.instance = instance
        self.policy = Policy(runtime=runtime)
        self.image = image or Image()
        self._clock = clock
        self._engine = Engine(host, seconds=engine_seconds)
        self._glance = Engine(host, seconds=min(3.0, engine_seconds))
        self._slots = asyncio.Semaphore(at_once)
        # Each pool is bounded, so a hanging engine holds a handful of threads and never the event loop.
        self._runners = ThreadPoolExecutor(at_once, thread_name_prefix="sandbox-run")
        self._keepers = ThreadPoolExecutor(3, thread_name_prefix="sandbox-keep")
        self._running: dict[str, _Running] = {}
        self._looking = asyncio.Lock()
        self._build = asyncio.Lock()
        self._build_failed = False
        self._state: tuple[float, SandboxState] | None = None
        self._warm_wanted = warm
        self._warm: list[Waiting] = []
        self._filling = threading.Lock()
        self._going: set[Future[None]] = set()
        # Names of containers that were started ahead, from before they are created until they are removed.
        self._ahead: set[str] = set()

    async def run(self, command: str, *, owner: str, limits: RunLimits) -> RunResult:
        """Run ``command`` with ``/bin/sh -c`` in a container of its own; waits while others run.

        NUL characters cannot be part of a command and are left out, as a shell does; what is no Unicode becomes
        a question mark. When cancelled, the container is removed before the cancellation goes on.
        """
        command = command.replace("\0", "").encode(errors="replace").decode()
        if len(command.encode()) > _LONGEST_COMMAND:
            return _TOO_LONG
        async with self._slots:
            result = await self._run_now(command, owner=owner, limits=limits)
        if result.outcome is RunOutcome.UNAVAILABLE:
            self._state = None
        return result

    async def state(self) -> SandboxState:
        """What a command would meet now; an answer is remembered for ``fresh`` seconds."""
        if self._build.locked():
            return SandboxState.BUILDING
        # One look at a time: a hundred learners asking together ask the engine once.
        async with self._looking:
            now = self._clock.monotonic()
            if self._state is None or now - self._state[0] >= self.fresh:
                seen = await self._keep(self._look, seconds=10.0)
                self._state = (self._clock.monotonic(), seen or SandboxState.NO_ENGINE)
            state = self._state[1]
        if state is SandboxState.NO_IMAGE and self._build_failed:
            return SandboxState.BUILD_FAILED
        return state

    async def build(self, progress: Callable[[BuildProgress], None]) -> BuildReport:
        """Build the image unless it is there; ``progress`` is called in the event loop.

        A second caller waits for the first. Problems are values; a cancelled build leaves nothing behind.
        """
        loop = asyncio.get_running_loop()
        stop = threading.Event()

        def tell(step: BuildProgress) -> None:
            loop.call_soon_threadsafe(progress, step)

        async with self._build:
            work = asyncio.wrap_future(
                in_daemon(lambda: build_image(self._engine, self.image, tell=tell, stop=stop), name="sandbox-build")
            )
            try:
                report = await asyncio.shield(work)
            except asyncio.CancelledError:
                stop.set()
                await asyncio.wait({work}, timeout=self.patience)
                raise
            finally:
                self._state = None
        self._build_failed = report.problem not in {None, BuildProblem.NO_ENGINE}
        return report

    async def fill(self) -> int:
        """Start containers ahead until as many wait as wanted, afresh those that are old; how many there are."""
        if not self._warm_wanted:
            return 0
        await self._keep(self._fill, seconds=self.patience)
        return len(self._warm)

    async def sweep(self) -> int:
        """Remove own leftovers and anyone's expired containers; how many. Call at start and each minute."""
        gone = await self._keep(
            lambda: sweep(self._engine, instance=self.instance, kind="run", in_use=self._is_in_use),
            seconds=self.patience,
        )
        return gone or 0

    async def aclose(self) -> None:
        """Stop what runs, remove it, and close the connections."""
        kept_warm, self._warm_wanted = self._warm_wanted, 0
        for running in self._running.values():
            running.stop.set()
        if works := {running.work for running in self._running.values()}:
            await asyncio.wait(works, timeout=self.patience)
        if kept_warm:  # also one that is being started just now
            await self._keep(self._fill, seconds=self.patience)
        if going := {asyncio.wrap_future(each) for each in [*self._going]}:
            await asyncio.wait(going, timeout=self.patience)
        for pool in (self._runners, self._keepers):
            pool.shutdown(wait=False, cancel_futures=True)
        self._engine.close()
        self._glance.close()

    def _is_in_use(self, name: str) -> bool:
        return name in self._running or name in self._ahead

    def _fill(self) -> None:
        """Blocking; one at a time."""
        with self._filling:
            old = [each for each in self._warm if self._clock.monotonic() - each.born > _OLD]
            surplus = self._warm[self._warm_wanted :]
            for waiting in {each.name: each for each in (*old, *surplus)}.values():
                self._warm.remove(waiting)
                self._forget(waiting)
            while len(self._warm) < self._warm_wanted:
                limits = RunLimits()
                labels = self.policy.labels(owner="pool", instance=self.instance, limits=limits, waits=_WAITS)
                order = Order(f"pomodock-run-{secrets.token_hex(8)}", self.image.tag, "", labels, limits)
                self._ahead.add(order.name)
                born = self._clock.monotonic()
                made = make_waiting(self._engine, self.policy, order, waits=_WAITS, born=born)
                if made is None:
                    self._ahead.discard(order.name)
                    return
                self._warm.append(made)

    def _forget(self, waiting: Waiting) -> None:
        forget(self._engine, waiting)
        self._ahead.discard(waiting.name)

    def _in_waiting(self, command: str, limits: RunLimits, stop: threading.Event) -> RunResult | None:
        """Run in a container that waits, if there is one for these limits. Blocking."""
        with self._filling:
            waiting = next((each for each in self._warm if each.limits == limits), None)
            if waiting is None:
                return None
            self._warm.remove(waiting)
        try:
            return run_waiting(self._engine, waiting, command, clock=self._clock, stop=stop)
        finally:
            going = self._keepers.submit(self._forget, waiting)
            self._going.add(going)
            going.add_done_callback(self._going.discard)

    def _run_somewhere(self, order: Order, stop: threading.Event) -> RunResult:
        """In a container that waits, else in one of its own."""
        result = self._in_waiting(order.command, order.limits, stop) if self._warm else None
        if result is None or (result.outcome is RunOutcome.UNAVAILABLE and not stop.is_set()):
            result = run_once(self._engine, self.policy, order, clock=self._clock, stop=stop)
        elif self._warm_wanted:
            self._keepers.submit(self._fill)
        return result

    async def _run_now(self, command: str, *, owner: str, limits: RunLimits) -> RunResult:
        stop = threading.Event()
        name = f"pomodock-run-{secrets.token_hex(8)}"
        labels = self.policy.labels(owner=owner, instance=self.instance, limits=limits)
        order = Order(name, self.image.tag, command, labels, limits)
        work = asyncio.wrap_future(self._runners.submit(self._run_somewhere, order, stop))
        # Before the first await: from here on a sweep knows that this container is in use.
        self._running[name] = _Running(work, stop)
        work.add_done_callback(lambda _: self._running.pop(name, None))
        try:
            done, _ = await asyncio.wait({work}, timeout=limits.seconds + self.patience)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait({work}, timeout=self.patience)
            raise
        if done:
            return work.result()
        stop.set()
        _log.warning("the engine hangs, a command was given up", container=name)
        return UNAVAILABLE

    async def _keep(self, work: Callable[[], T], *, seconds: float) -> T | None:
        """Do housekeeping ``work`` in a thread; ``None`` if the engine lets us wait longer than ``seconds``."""
        future = asyncio.wrap_future(self._keepers.submit(work))
        done, _ = await asyncio.wait({future}, timeout=seconds)
        return future.result() if done else None

    def _look(self) -> SandboxState:
        try:
            there = self._glance.has_image(self.image.tag)
        except ENGINE_ERRORS as error:
            self._glance.failed(error)
            return SandboxState.NO_ENGINE
        return SandboxState.READY if there else SandboxState.NO_IMAGE
