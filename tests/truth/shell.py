"""One bash for a whole unit, as a learner has it: what a command changes in it, the next one finds."""

from __future__ import annotations

import contextlib
import os
import secrets
import shlex
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Result:
    """What a command printed, on both streams, and its exit code: ``None`` where it went past the deadline or took
    the shell with it."""

    output: str
    code: int | None


class Shell:
    """A bash in ``folder``, started by ``prefix`` (a command that goes on with its arguments)."""

    def __init__(self, prefix: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [*prefix, "bash", "--noprofile", "--norc"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
        )
        self.enter(folder)

    def enter(self, folder: Path) -> None:
        """Go on in ``folder``, which is there."""
        self.folder = folder
        self.run(f"cd {shlex.quote(str(folder))}")

    def run(self, command: str, seconds: float = 180.0) -> Result:
        """Type ``command`` and wait for its end."""
        assert self._process.stdin is not None and self._process.stdout is not None
        end = f"end-{secrets.token_hex(8)}"
        typed = f"eval {shlex.quote(command)} </dev/null 2>&1; printf '\\n%s %s\\n' {end} $?\n"
        deadline = threading.Timer(seconds, self._kill)
        deadline.start()
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(typed.encode())
            self._process.stdin.flush()
        output = b""
        for line in self._process.stdout:
            if line.startswith(f"{end} ".encode()):
                deadline.cancel()
                return Result(output.decode("utf-8", "replace").removesuffix("\n"), int(line.split()[1]))
            output += line
        deadline.cancel()
        return Result(output.decode("utf-8", "replace"), None)

    def close(self) -> None:
        """End the shell and what it started."""
        self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
