"""``pomodock demo`` as somebody runs it: a process of its own, known only by what it prints and what it serves.

The folder ``tests/e2e`` mirrors the whole program rather than one of its folders: nothing here imports a service.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

import httpx

ROOT = Path(__file__).parents[2]
ALEX, MEI = 1001, 1002
PAGE_WITHIN = 20
"""Seconds that a newcomer waits for the page, at most."""
START_WITHIN = 60
"""Seconds that a test waits for it where that is not what is tested."""
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?key=\S+")
_TROUBLE = re.compile(
    r'Traceback|"level": "(?:error|critical)"|^(?:ERROR|CRITICAL) |never (?:retrieved|awaited)|^Fatal ', re.MULTILINE
)


class Program:
    """One command in a process group of its own; its log is kept in a file and must hold no trouble."""

    def __init__(
        self, command: Sequence[str], log: Path, *, environment: Mapping[str, str] | None = None, cwd: Path = ROOT
    ) -> None:
        self._command, self._log, self._cwd = list(command), log, cwd
        clean = {key: value for key, value in os.environ.items() if not key.startswith("POMODOCK_")}
        self._environment = {**clean, "PYTHONUNBUFFERED": "1", **(environment or {})}
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the process."""
        with self._log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                self._command,
                stdout=subprocess.PIPE,
                stderr=log,
                stdin=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                cwd=self._cwd,
                env=self._environment,
                start_new_session=True,
            )

    def line(self, pattern: re.Pattern[str], seconds: float) -> str:
        """What in the process's output matches first; fails when it ends, or says nothing of the kind in time."""
        process = self._running()
        assert process.stdout is not None
        deadline = Timer(seconds, self.kill)
        deadline.start()
        said = []
        try:
            for line in process.stdout:
                said.append(line)
                if found := pattern.search(line):
                    return found[0]
        finally:
            deadline.cancel()
        raise AssertionError(f"nothing like {pattern.pattern} within {seconds} s:\n{''.join(said)}\n{self.log}")

    def wait(self, seconds: float = 60) -> int:
        """Wait until it ends by itself. Answers the exit code."""
        process = self._running()
        code = process.wait(timeout=seconds)
        if process.stdout is not None:
            process.stdout.close()
        return code

    def kill(self) -> None:
        """``kill -9``: no goodbye."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """End it as Ctrl-C does. Answers the exit code."""
        return self._end(signal.SIGINT)

    def _end(self, number: signal.Signals) -> int:
        process = self._running()
        if process.poll() is None:
            os.killpg(process.pid, number)
        return self.wait()

    def _running(self) -> subprocess.Popen[str]:
        assert self._process is not None, "it was never started"
        return self._process

    @property
    def log(self) -> str:
        """All that it wrote on standard error, over all its lives."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def quiet(self) -> None:
        """Fail if it logged an error or a traceback."""
        assert not _TROUBLE.search(self.log), self.log

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._process is None:
            return
        self._end(signal.SIGKILL if kind else signal.SIGINT)
        if kind is None:
            self.quiet()


class Demo(Program):
    """The demo on a free port, with what it remembers in ``data``."""

    def __init__(
        self,
        data: Path,
        *,
        command: Sequence[str] = (sys.executable, "-m", "bot"),
        environment: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        within: float = START_WITHIN,
    ) -> None:
        self.data, self._within = data, within
        data.mkdir(parents=True, exist_ok=True)
        full = [*command, "demo", "--no-browser", "--port", "0", "--data", str(data)]
        super().__init__(full, data / "stderr.log", environment=environment, cwd=cwd)
        self.page_url = ""
        self.http = httpx.Client()

    def start(self) -> None:
        """Start it and wait for its page. Each start has a new address and key."""
        super().start()
        self.page_url = self.line(_ADDRESS, self._within)
        base, key = self.page_url.split("?key=")
        self.http.close()
        self.http = httpx.Client(base_url=base, headers={"X-Pomodock-Key": key}, timeout=60, trust_env=False)
        assert "<title>Pomodock</title>" in self.http.get("/", params={"key": key}).text

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()
        super().__exit__(kind, error, trace)

    # What the page can do, without the page.

    def get(self, path: str, **query: Any) -> Any:
        """Ask for something. Raises ``httpx.HTTPError``."""
        return self.http.get(path, params=query).raise_for_status().json()

    def post(self, path: str, **body: Any) -> Any:
        """Do something. Raises ``httpx.HTTPError``."""
        return self.http.post(path, json=body).raise_for_status().json()

    def state(self) -> dict[str, Any]:
        """People, chats, clock and status."""
        found: dict[str, Any] = self.get("/ui/state")
        return found

    def messages(self, person: int) -> list[dict[str, Any]]:
        """The person's private chat with the bot, oldest first."""
        found: list[dict[str, Any]] = self.get(f"/ui/chats/{person}/messages", person=person, limit=200)["messages"]
        return found

    def say(self, person: int, text: str) -> None:
        """Write to the bot."""
        self.post(f"/ui/chats/{person}/messages", person=person, text=text)

    def press(self, person: int, message: int, data: str) -> None:
        """Press a button; returns when the bot has answered."""
        self.post(f"/ui/chats/{person}/messages/{message}/press", person=person, data=data)

    def vote(self, person: int, message: int, options: list[int]) -> None:
        """Answer a poll."""
        self.post(f"/ui/chats/{person}/messages/{message}/vote", person=person, options=options)

    def travel(self, **how: Any) -> None:
        """Move the clock: ``advance_seconds=…`` or ``to_next=True``."""
        self.post("/ui/time", **how)
