"""A learner's shell: one terminal a lab, read by a thread, spoken to from the event loop."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Callable

from bot.domain.lab_shell import ShellOutcome, ShellResult
from bot.sandbox.lab_container import Terminal
from bot.sandbox.lab_screen import Screen

_CTRL_C = b"\x03"
_END_OF_TEXT = "POMODOCK"
# Seconds between Ctrl-C and the end by force.
_PATIENCE = 2.0
_AGAIN = 0.2


def as_one_command(text: str, code: int) -> bytes:
    """``text`` (many lines, quotes, anything) as one command for bash, with ``$?`` as the command before left it.

    A terminal takes 4,095 bytes a line, so it goes in as Base64 in short ones.
    """
    packed = base64.encodebytes(text.replace("\0", "").encode()).decode()
    return f"eval \"$(base64 -d <<'{_END_OF_TEXT}'\n{packed}{_END_OF_TEXT}\nexit {code})\"\n".encode()


class Shell:
    """One shell. ``run`` one command at a time; ``type`` and ``interrupt`` meanwhile.

    ``kill_foreground`` (blocking) ends by force what runs in the terminal.
    """

    def __init__(self, terminal: Terminal, cap: int, kill_foreground: Callable[[], None]) -> None:
        self._terminal = terminal
        self._screen = Screen(cap)
        self._kill_foreground = kill_foreground
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._woken = asyncio.Event()
        self._marked = False
        self._ended = False
        self._interrupted = False
        self._cut: ShellOutcome | None = None
        self._code = 0
        self.busy = False
        threading.Thread(target=self._read, name="lab-shell", daemon=True).start()

    @property
    def ended(self) -> bool:
        """Whether the shell is gone."""
        return self._ended

    @property
    def folder(self) -> str:
        """Where the shell is."""
        return self._screen.folder

    async def begin(self) -> bool:
        """Wait for the shell to be ready; whether it is."""
        try:
            async with asyncio.timeout(10):
                return await self._until_mark() is ShellOutcome.OK
        except TimeoutError:
            return False

    async def run(self, text: str, tell: Callable[[str], None] | None = None, every: float = 2.0) -> ShellResult:
        """Run ``text``. ``tell`` gets the output so far, at most once in ``every`` seconds, when it changed."""
        with self._lock:
            self._screen.clear()
            self._marked = False
        self._interrupted, self._cut, self.busy = False, None, True
        told = ""
        try:
            self._write(as_one_command(text, self._code))
            while True:
                try:
                    async with asyncio.timeout(every):
                        return self._result(await self._until_mark())
                except TimeoutError:
                    if tell and (now := self.output()) != told:
                        told = now
                        tell(now)
        finally:
            self.busy = False

    def output(self) -> str:
        """What the running command has printed so far."""
        with self._lock:
            return self._screen.text()

    def type(self, text: str) -> None:
        """Hand a line to the program that runs."""
        self._write(text.replace("\0", "").encode(errors="replace") + b"\n")

    async def interrupt(self) -> None:
        """Ctrl-C; where that ends nothing, by force."""
        self._interrupted = True
        self._write(_CTRL_C)
        for _ in range(round(_PATIENCE / _AGAIN)):
            await asyncio.sleep(_AGAIN)
            if not self.busy:
                return
        await asyncio.to_thread(self._kill_foreground)

    def close(self) -> None:
        """Hang up."""
        self._ended = True
        self._terminal.close()
        self._woken.set()

    async def _until_mark(self) -> ShellOutcome:
        """Wait until the command is over, and end what no chat can show. Can be given up and called again."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            with self._lock:
                marked, full, flood = self._marked, self._screen.full_screen, self._screen.overflowed
                code = self._screen.code
            if marked:
                self._code = code or 0
                return self._cut or (ShellOutcome.OK if code == 0 else ShellOutcome.FAILED)
            if self._ended:
                return ShellOutcome.SHELL_ENDED
            if self._cut is None and (full or flood):
                self._cut = ShellOutcome.FULL_SCREEN if full else ShellOutcome.TOO_MUCH_OUTPUT
                self._write(_CTRL_C)
                self._loop.run_in_executor(None, self._kill_foreground)

    def _result(self, outcome: ShellOutcome) -> ShellResult:
        if self._interrupted and outcome is ShellOutcome.FAILED:
            outcome = ShellOutcome.STOPPED
        with self._lock:
            # What a full-screen program drew is no text.
            text = "" if outcome is ShellOutcome.FULL_SCREEN else self._screen.text()
            return ShellResult(outcome, self._screen.code, text, self._screen.folder)

    def _write(self, data: bytes) -> None:
        try:
            self._terminal.write_all(data)
        except OSError:
            self._ended = True
            self._woken.set()

    def _read(self) -> None:
        while not self._ended:
            chunk = self._terminal.read()
            if chunk is None:
                continue
            if chunk == b"":
                self._ended = True
            else:
                self._take(chunk)
            try:
                self._loop.call_soon_threadsafe(self._woken.set)
            except RuntimeError:
                return  # the loop is closed: nobody listens any more

    def _take(self, chunk: bytes) -> None:
        with self._lock:
            if self._screen.feed(chunk):
                self._marked = True
