"""Labs on a Docker engine: a warm pool, one shell each, checks, files, and an end for every one of them."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

import structlog

from bot.domain.lab_shell import FileProblem, LabLimits, LabState, ScriptResult, ShellOutcome, ShellResult
from bot.sandbox.building import CannotBuildError
from bot.sandbox.container import Monotonic, remove
from bot.sandbox.engine import ENGINE_ERRORS, Engine
from bot.sandbox.image_store import is_complete, store_name
from bot.sandbox.lab_container import WORK, LabContainers, LabParts, Terminal
from bot.sandbox.lab_image import lab_seccomp, lab_tag
from bot.sandbox.lab_policy import LabPolicy
from bot.sandbox.lab_shell import Shell
from bot.sandbox.sweep import sweep

_log = structlog.get_logger(__name__)
T = TypeVar("T")

_WARM_SECONDS = 240
"""So long a warm lab lives when nobody renews it; whoever keeps labs warm does so each minute."""
_GONE = ShellResult(ShellOutcome.GONE, None, "", "")


class DockerLabs:
    """Implements the port ``Labs`` on a Docker engine.

    ``instance`` and ``host`` as in `DockerSandbox`; ``warm`` labs are kept started for the next who asks. A lab's id
    cannot be guessed; whose it is, is known to whoever claimed it. No engine is asked before the first use.
    """

    def __init__(
        self,
        clock: Monotonic,
        *,
        instance: str,
        host: str | None = None,
        limits: LabLimits | None = None,
        policy: LabPolicy | None = None,
        warm: int = 0,
        at_once: int = 16,
    ) -> None:
        self.instance = instance
        self.limits = limits or LabLimits()
        self._engine = Engine(host, seconds=30.0)
        self._containers = LabContainers(self._engine, policy or LabPolicy(), clock)
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="lab")
        self._warm_wanted = warm
        self._warm: list[str] = []
        self._shells: dict[str, Shell] = {}
        self._used: set[str] = set()
        self._parts: LabParts | None = None
        self._filling = asyncio.Lock()
        self._closing = self._closed = False
        self._opening: dict[str, asyncio.Lock] = {}

    async def state(self) -> LabState:
        """Whether a lab could be had now."""
        try:
            return LabState.READY if await self._in_thread(self._look) else LabState.NO_IMAGE
        except ENGINE_ERRORS as error:
            self._engine.failed(error)
            return LabState.NO_ENGINE

    async def claim(self, owner: str) -> str | None:
        """A fresh lab for ``owner``: a warm one, or one started now. ``None`` where none can be had."""
        while self._warm:
            name = self._warm.pop(0)
            self._used.add(name)
            if await self.keep(name, self.limits.seconds):
                return name
            await self.end(name)
        return await self._started(owner, self.limits)

    async def fill(self) -> int:
        """Start warm labs until there are as many as wanted; how many there are."""
        async with self._filling:
            alive = [name for name in self._warm if await self.keep(name, _WARM_SECONDS)]
            for lost in set(self._warm) - set(alive):
                await self.end(lost)
            self._warm = [name for name in self._warm if name in alive]
            while len(self._warm) < self._warm_wanted and not self._closing:
                name = await self._started("pool", replace(self.limits, seconds=_WARM_SECONDS))
                if name is None:
                    break
                self._warm.append(name)
            return len(self._warm)

    async def run(self, lab: str, text: str, tell: Callable[[str], None] | None = None) -> ShellResult:
        """Run ``text`` in the lab's shell; ``tell`` gets the output while it grows. One command at a time a lab."""
        shell = await self._shell(lab)
        if shell is None:
            return _GONE
        result = await shell.run(text, tell)
        if result.outcome is ShellOutcome.SHELL_ENDED:
            self._forget_shell(lab)
            if not await self.alive(lab):
                return _GONE
        return result

    def busy(self, lab: str) -> bool:
        """Whether a command runs there, so that what is typed would be its input."""
        shell = self._shells.get(lab)
        return shell is not None and shell.busy

    def type(self, lab: str, text: str) -> None:
        """Hand a line to the program that runs."""
        if shell := self._shells.get(lab):
            shell.type(text)

    async def interrupt(self, lab: str) -> None:
        """Ctrl-C; by force where that ends nothing."""
        if shell := self._shells.get(lab):
            await shell.interrupt()

    async def script(
        self, lab: str, text: str, *, seconds: float, environment: Mapping[str, str] | None = None
    ) -> ScriptResult | None:
        """Run a script of the course's (``init``, a check) from a clean environment; ``None`` where the lab is gone."""
        return await self._tried(lambda: self._containers.script(lab, text, seconds=seconds, environment=environment))

    async def put(self, lab: str, files: Mapping[str, bytes], *, into_shell_folder: bool = False) -> bool:
        """Write files (relative names) into the work folder, or where the shell is; whether all are there."""
        folder = (self._folder(lab) if into_shell_folder else "") or WORK
        put = await self._tried(lambda: self._containers.put(lab, files, folder))
        return bool(put)

    async def fetch(self, lab: str, path: str) -> bytes | FileProblem:
        """A plain file, by its path from where the shell is."""
        folder = self._folder(lab) or WORK
        cap = self.limits.fetch_bytes
        got = await self._tried(lambda: self._containers.fetch(lab, path, folder, cap))
        return FileProblem.GONE if got is None else got

    async def keep(self, lab: str, seconds: int) -> bool:
        """Let the lab live for ``seconds`` from now; whether it does."""
        return bool(await self._tried(lambda: self._containers.keep(lab, seconds)))

    async def alive(self, lab: str) -> bool:
        """Whether the lab is there."""
        return bool(await self._tried(lambda: self._containers.runs(lab)))

    async def end(self, lab: str) -> None:
        """Remove the lab with all that is in it."""
        self._forget_shell(lab)
        if await self._tried(lambda: remove(self._engine, lab)):
            self._used.discard(lab)

    async def sweep(self, in_use: Callable[[str], bool]) -> int:
        """Remove labs of this bot that are neither warm nor ``in_use``, and anyone's that are expired; how many."""
        mine = {*self._warm, *self._used}
        gone = await self._tried(
            lambda: sweep(
                self._engine, instance=self.instance, kind="lab", in_use=lambda name: name in mine or in_use(name)
            )
        )
        return gone or 0

    async def aclose(self) -> None:
        """Hang up. Warm labs end; those in use live on, to be found again after a restart."""
        self._closing = True
        for lab in list(self._shells):
            self._forget_shell(lab)
        async with self._filling:
            for lab in [*self._warm]:
                await self.end(lab)
            self._warm.clear()
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.close()

    def _look(self) -> bool:
        if not self._engine.has_image(lab_tag()):
            return False
        if self._parts is None or self._parts.image != lab_tag():
            try:
                store = store_name(self._engine)
            except CannotBuildError:
                return False
            if not is_complete(self._engine, store):
                return False
            self._parts = LabParts(lab_tag(), store, lab_seccomp(self._engine))
        return True

    async def _started(self, owner: str, limits: LabLimits) -> str | None:
        if self._parts is None and await self.state() is not LabState.READY:
            return None
        parts = self._parts
        assert parts is not None, "a lab that can be had has its parts"
        name = f"pomodock-lab-{secrets.token_hex(12)}"
        self._used.add(name)
        try:
            await self._in_thread(partial(self._containers.start, parts, limits, name, owner, self.instance))
        except ENGINE_ERRORS as error:
            _log.warning("a lab did not start", lab=name, error=str(error))
            self._engine.failed(error)
            self._parts = None  # the image or the store may be others by now
            await self.end(name)
            return None
        except BaseException:
            await asyncio.shield(self.end(name))
            raise
        return name

    async def _shell(self, lab: str) -> Shell | None:
        async with self._opening.setdefault(lab, asyncio.Lock()):
            shell = self._shells.get(lab)
            if shell is not None and not shell.ended:
                return shell
            terminal = await self._tried(lambda: Terminal.opened(self._engine, self._containers.policy, lab))
            if terminal is None:
                return None
            shell = Shell(terminal, self.limits.output_bytes, partial(self._end_foreground, lab))
            if not await shell.begin():
                shell.close()
                return None
            self._shells[lab] = shell
            return shell

    def _end_foreground(self, lab: str) -> None:
        with contextlib.suppress(*ENGINE_ERRORS):
            self._containers.end_foreground(lab)

    def _folder(self, lab: str) -> str:
        shell = self._shells.get(lab)
        return shell.folder if shell is not None else ""

    def _forget_shell(self, lab: str) -> None:
        self._opening.pop(lab, None)
        if shell := self._shells.pop(lab, None):
            shell.close()

    async def _tried(self, work: Callable[[], T]) -> T | None:
        """``work``, or ``None`` where the engine or the lab does not answer."""
        try:
            return await self._in_thread(work)
        except ENGINE_ERRORS as error:
            _log.info("a lab does not answer", error=str(error)[:200])
            self._engine.failed(error)
            return None

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise ConnectionError("labs are closed")
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
