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


@dataclass(frozen=True, slots=True)
class Result:
    """What a command printed, on both streams, and its exit code: ``None`` where it went past the deadline or took
    the shell with it."""

    output: str
    code: int | None


class Shell:
    """A bash in ``folder``, started by ``prefix`` (a command that goes on with its arguments)."""

    def __init__(self, prefix: Sequence[str], folder: str, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [*prefix, "bash", "--noprofile", "--norc"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
        )
        self.enter(folder)

    def enter(self, folder: str) -> None:
        """Go on in ``folder``, which is made if it is not there."""
        self.run(f"mkdir -p {shlex.quote(folder)} && cd {shlex.quote(folder)}")

    def write(self, name: str, text: str) -> None:
        """Save ``text`` as the file ``name``, as with an editor."""
        quoted = shlex.quote(name)
        saved = self.run(f'mkdir -p "$(dirname {quoted})" && printf %s {shlex.quote(text)} >{quoted}')
        assert saved.code == 0, saved.output

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
