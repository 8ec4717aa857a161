"""A sandbox without containers: what a command does is said beforehand, and a gate can hold every command back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.domain.run import BuildProgress, BuildReport, RunLimits, RunOutcome, RunResult, SandboxState


class FakeSandbox:
    """Answers commands from ``results``; an unknown one prints itself."""

    def __init__(self, state: SandboxState = SandboxState.READY) -> None:
        self.now = state
        self.results: dict[str, RunResult | Exception] = {}
        self.started: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._news = asyncio.Event()

    def will(self, command: str, output: str, outcome: RunOutcome = RunOutcome.OK, exit_code: int | None = 0) -> None:
        """Say what ``command`` does."""
        self.results[command] = RunResult(outcome, exit_code, 0.2, output)

    def will_break(self, command: str) -> None:
        """Let the sandbox itself fail at ``command``."""
        self.results[command] = RuntimeError("the engine fell over")

    async def run(self, command: str, *, owner: str, limits: RunLimits) -> RunResult:
        self.started.append(command)
        self._news.set()
        await self.gate.wait()
        if self.now is not SandboxState.READY:
            return RunResult(RunOutcome.UNAVAILABLE, None, 0.0, "")
        result = self.results.get(command, RunResult(RunOutcome.OK, 0, 0.1, f"{command}\n"))
        if isinstance(result, Exception):
            raise result
        return result

    async def has_started(self, number: int) -> None:
        """Wait until so many commands have been started."""
        while len(self.started) < number:
            self._news.clear()
            await self._news.wait()

    async def state(self) -> SandboxState:
        return self.now

    async def build(self, progress: Callable[[BuildProgress], None]) -> BuildReport:
        self.now = SandboxState.READY
        return BuildReport("fake")

    async def fill(self) -> int:
        return 0

    async def sweep(self) -> int:
        return 0

    async def aclose(self) -> None:
        pass
