"""Labs without containers: what commands and checks do is said beforehand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from bot.domain.lab_shell import FileProblem, LabLimits, LabState, ScriptResult, ShellOutcome, ShellResult


class FakeLabs:
    """Keeps files and commands of each lab; an unknown command prints itself, a check passes unless told to fail."""

    def __init__(self) -> None:
        self.limits = LabLimits()
        self.now = LabState.READY
        self.open: dict[str, list[str]] = {}
        """The commands that ran in each lab, by its name."""
        self.files: dict[str, dict[str, bytes]] = {}
        self.results: dict[str, ShellResult] = {}
        self.failing: dict[str, ScriptResult] = {}
        """Scripts (by a part of their text) that do not end well."""
        self.kept: dict[str, int] = {}
        self.typed: list[str] = []
        self.broken = ""
        """A command at which the host itself fails."""
        self.gate = asyncio.Event()
        self.gate.set()
        self.interrupted = asyncio.Event()
        self._count = 0

    def will(self, command: str, output: str, outcome: ShellOutcome = ShellOutcome.OK, code: int | None = 0) -> None:
        """Say what ``command`` does."""
        self.results[command] = ShellResult(outcome, code, output, "/home/learner/work")

    def will_fail(self, script: str, seen: str, code: int | None = 1) -> None:
        """Let every check whose text holds ``script`` fail."""
        self.failing[script] = ScriptResult(code, seen)

    def will_pass(self) -> None:
        """From now on every check passes."""
        self.failing.clear()

    async def state(self) -> LabState:
        return self.now

    async def claim(self, owner: str) -> str | None:
        if self.now is not LabState.READY:
            return None
        self._count += 1
        name = f"lab-{self._count}"
        self.open[name], self.files[name] = [], {}
        return name

    async def fill(self) -> int:
        return 0

    async def run(self, lab: str, text: str, tell: Callable[[str], None] | None = None) -> ShellResult:
        if lab not in self.open:
            return ShellResult(ShellOutcome.GONE, None, "", "")
        if text == self.broken:
            raise RuntimeError("the engine fell over")
        self.open[lab].append(text)
        if not self.gate.is_set() and tell is not None:
            tell(f"{text} goes on\n")
        await self.gate.wait()
        if self.interrupted.is_set():
            self.interrupted.clear()
            return ShellResult(ShellOutcome.STOPPED, 130, "", "/home/learner/work")
        return self.results.get(text, ShellResult(ShellOutcome.OK, 0, f"{text}\n", "/home/learner/work"))

    def type(self, lab: str, text: str) -> None:
        self.typed.append(text)

    async def interrupt(self, lab: str) -> None:
        self.interrupted.set()
        self.gate.set()

    async def script(
        self, lab: str, text: str, *, seconds: float, environment: Mapping[str, str] | None = None
    ) -> ScriptResult | None:
        if lab not in self.open:
            return None
        await self.gate.wait()
        return next((result for part, result in self.failing.items() if part in text), ScriptResult(0, ""))

    async def put(self, lab: str, files: Mapping[str, bytes], *, into_shell_folder: bool = False) -> bool:
        if lab not in self.open:
            return False
        self.files[lab].update(files)
        return True

    async def fetch(self, lab: str, path: str) -> bytes | FileProblem:
        return self.files.get(lab, {}).get(path, FileProblem.MISSING)

    async def keep(self, lab: str, seconds: int) -> bool:
        self.kept[lab] = seconds
        return lab in self.open

    async def alive(self, lab: str) -> bool:
        return lab in self.open

    async def end(self, lab: str) -> None:
        self.open.pop(lab, None)

    async def sweep(self, in_use: Callable[[str], bool]) -> int:
        lost = [name for name in self.open if not in_use(name)]
        for name in lost:
            del self.open[name]
        return len(lost)

    async def aclose(self) -> None:
        pass
