"""One lab on the engine: started, asked, written to, read from and removed. Blocking: it runs in threads."""

from __future__ import annotations

import contextlib
import io
import posixpath
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docker.errors import APIError, NotFound

from bot.domain.lab_shell import FileProblem, LabLimits, ScriptResult
from bot.sandbox.container import Monotonic, hang_up
from bot.sandbox.engine import Engine
from bot.sandbox.lab_policy import LabPolicy
from bot.sandbox.output import Capped
from bot.sandbox.policy import EXPIRY_LABEL, INSTANCE_LABEL, KIND_LABEL, OWNER_LABEL

WORK = "/home/learner/work"
TOOLS = "/usr/local/lib/pomodock"

_GLANCE = 0.1
_CHUNK = 64 * 1024
_START_SECONDS = 20
# What outlives its own end by more than this is a leftover.
_EXPIRES_AFTER = 60
# The exit codes of a command that ``timeout`` ended.
_KILLED = (124, 137)

# The learner's shell may have changed everything; a check begins from nothing, by absolute paths, and with a
# configuration of the Docker client that nobody can write to.
_CLEAN = (
    "/usr/bin/env",
    "-i",
    "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    "HOME=/home/learner",
    "XDG_RUNTIME_DIR=/run",
    "CONTAINERS_STORAGE_CONF=/etc/containers/storage.conf",
    "DOCKER_HOST=unix:///run/docker.sock",
    "DOCKER_CONFIG=/etc/docker-client",
    "DOCKER_BUILDKIT=0",
    "COMPOSE_ANSI=never",
    "LANG=C.UTF-8",
)
_READY = (
    f"mkdir -p {WORK} && for i in $(seq 200); do "
    "curl -sf -m 2 --unix-socket /run/docker.sock http://lab/_ping >/dev/null && exit 0; sleep 0.05; done; exit 1"
)


@dataclass(frozen=True, slots=True)
class LabParts:
    """What every lab on an engine is started from."""

    image: str
    store: str
    seccomp: str


def labels(limits: LabLimits, *, owner: str, bot: str) -> dict[str, str]:
    """Whose lab it is, which bot's, and when it is a leftover."""
    expiry = str(limits.longest + _EXPIRES_AFTER)
    return {KIND_LABEL: "lab", OWNER_LABEL: owner, INSTANCE_LABEL: bot, EXPIRY_LABEL: expiry}


class _Wire:
    """The two-way stream of an exec, whatever the connection to the engine is made of."""

    def __init__(self, wrapped: Any) -> None:
        self._wrapped = wrapped
        self._socket = getattr(wrapped, "_sock", wrapped)
        self._socket.settimeout(_GLANCE)

    def __enter__(self) -> _Wire:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def read(self) -> bytes | None:
        """What came; empty at the end, ``None`` where nothing came for a moment."""
        try:
            return bytes(self._socket.recv(_CHUNK))
        except TimeoutError:
            return None
        except OSError:
            return b""

    def write_all(self, data: bytes) -> None:
        """Send ``data``. Raises ``OSError`` where the other side takes nothing for 20 seconds."""
        self._socket.settimeout(20)
        self._socket.sendall(data)
        self._socket.settimeout(_GLANCE)

    def end_of_input(self) -> None:
        """Say that nothing more comes."""
        self._socket.shutdown(1)

    def close(self) -> None:
        """Hang up."""
        hang_up(self._wrapped)


class Terminal(_Wire):
    """A learner's shell in its lab, on a pseudo-terminal of its own."""

    @classmethod
    def opened(cls, engine: Engine, policy: LabPolicy, name: str) -> Terminal:
        """A new shell in the work folder. Raises one of ``ENGINE_ERRORS``."""
        api: Any = engine.api()
        begun = api.exec_create(
            name,
            ["/bin/bash", "--noediting", "--rcfile", f"{TOOLS}/shellrc", "-i"],
            user=policy.user,
            workdir=WORK,
            stdin=True,
            tty=True,
            environment={"TERM": "xterm", "COLUMNS": "80", "LINES": "40", "COMPOSE_ANSI": "never"},
        )["Id"]
        opened = cls(api.exec_start(begun, tty=True, socket=True))
        with contextlib.suppress(APIError):  # it ended at once; reading says so
            api.exec_resize(begun, height=40, width=80)
        return opened


class LabContainers:
    """What can be done with labs on one engine. Each call raises one of ``ENGINE_ERRORS`` where it cannot."""

    def __init__(self, engine: Engine, policy: LabPolicy, clock: Monotonic) -> None:
        self._engine = engine
        self.policy = policy
        self._clock = clock

    def start(self, parts: LabParts, limits: LabLimits, name: str, owner: str, bot: str) -> None:
        """A lab called ``name`` whose engine answers. Raises one of ``ENGINE_ERRORS``; what was begun is left there."""
        api: Any = self._engine.api()
        api.create_container(
            parts.image,
            command=[f"{TOOLS}/keeper", str(limits.seconds), str(limits.longest)],
            name=name,
            hostname=self.policy.hostname,
            user=self.policy.keeper,
            labels=labels(limits, owner=owner, bot=bot),
            host_config=self.policy.host_config(api, seccomp=parts.seccomp, store=parts.store),
        )
        api.start(name)
        began = api.exec_create(name, [f"{TOOLS}/engine"], user=self.policy.user, workdir="/home/learner")["Id"]
        api.exec_start(began, detach=True)
        ready = self.script(name, _READY, seconds=_START_SECONDS, folder="/home/learner")
        if ready.exit_code != 0:
            raise OSError(f"the engine of the lab {name} does not answer: {ready.output[-200:]}")

    def keep(self, name: str, seconds: int) -> bool:
        """Move the deadline to ``seconds`` from now, not beyond the longest set at the start; whether it was."""
        return self._ended(name, [f"{TOOLS}/keep", str(seconds)], user=self.policy.keeper)

    def end_foreground(self, name: str) -> None:
        """Kill what runs in the foreground of the learner's terminal."""
        self._ended(name, [f"{TOOLS}/end-foreground"], user=self.policy.user)

    def script(
        self,
        name: str,
        text: str,
        *,
        seconds: float,
        environment: Mapping[str, str] | None = None,
        folder: str = WORK,
        cap: int = 16 * 1024,
    ) -> ScriptResult:
        """Run ``text`` with bash as the learner's uid, in ``seconds`` at most.

        The limit is held inside by ``timeout`` and outside by no longer listening: whoever kills the one in his lab
        only misses his own check.
        """
        api: Any = self._engine.api()
        variables = [f"{key}={value}" for key, value in (environment or {}).items()]
        argv = [*_CLEAN, *variables, "/usr/bin/timeout", "-k", "1", str(seconds), "/bin/bash", "-c", text]
        begun = api.exec_create(name, argv, user=self.policy.user, workdir=folder)["Id"]
        output = Capped(cap)
        with _Wire(api.exec_start(begun, socket=True)) as wire:
            ended = self._listen(wire, output, seconds=seconds + 3)
        state = api.exec_inspect(begun)
        over = ended and not state["Running"] and state["ExitCode"] not in _KILLED
        return ScriptResult(state["ExitCode"] if over else None, output.text())

    def put(self, name: str, files: Mapping[str, bytes], folder: str = WORK) -> bool:
        """Write ``files`` (relative names, checked by the caller) into ``folder`` as the learner; whether all are."""
        parcel = io.BytesIO()
        with tarfile.open(fileobj=parcel, mode="w") as tar:
            for path, data in files.items():
                member = tarfile.TarInfo(path)
                member.size, member.mode, member.uid, member.gid = len(data), 0o644, 1000, 1000
                if data.startswith(b"#!"):
                    member.mode = 0o755
                tar.addfile(member, io.BytesIO(data))
        api: Any = self._engine.api()
        argv = ["/usr/bin/timeout", "-k", "1", "20", "/bin/tar", "-x", "-m", "--no-same-owner", "-f", "-", "-C", folder]
        begun = api.exec_create(name, argv, user=self.policy.user, stdin=True)["Id"]
        with _Wire(api.exec_start(begun, socket=True)) as wire:
            wire.write_all(parcel.getvalue())
            wire.end_of_input()
            self._listen(wire, Capped(4096), seconds=25)
        return bool(api.exec_inspect(begun)["ExitCode"] == 0)

    def fetch(self, name: str, path: str, folder: str, cap: int) -> bytes | FileProblem:
        """The plain file ``path`` (relative to ``folder`` unless absolute), as the learner himself may read it.

        Only its bytes come out: no archive, and so no names, links or modes to be fooled by.
        """
        api: Any = self._engine.api()
        where = posixpath.join(folder, path)
        text = """
            [ -e "$1" ] || exit 44; [ -f "$1" ] || exit 45; [ -r "$1" ] || exit 46
            exec /usr/bin/head -c "$2" -- "$1"
        """
        argv = ["/usr/bin/timeout", "-k", "1", "20", "/bin/sh", "-c", text, "sh", where, str(cap + 1)]
        begun = api.exec_create(name, argv, user=self.policy.user, stderr=False)["Id"]
        output = Capped(cap)
        with _Wire(api.exec_start(begun, socket=True)) as wire:
            ended = self._listen(wire, output, seconds=25)
        if output.overflowed:
            return FileProblem.TOO_LARGE
        code = api.exec_inspect(begun)["ExitCode"] if ended else None
        problems = {44: FileProblem.MISSING, 45: FileProblem.NOT_A_FILE, 46: FileProblem.UNREADABLE}
        return output.raw() if code == 0 else problems.get(code or -1, FileProblem.GONE)

    def runs(self, name: str) -> bool:
        """Whether the lab is there and alive. Raises one of ``ENGINE_ERRORS``."""
        api: Any = self._engine.api()
        try:
            return bool(api.inspect_container(name)["State"]["Running"])
        except NotFound:
            return False

    def _ended(self, name: str, argv: list[str], *, user: str) -> bool:
        api: Any = self._engine.api()
        begun = api.exec_create(name, argv, user=user)["Id"]
        with _Wire(api.exec_start(begun, socket=True)) as wire:
            self._listen(wire, Capped(4096), seconds=10)
        return bool(api.exec_inspect(begun)["ExitCode"] == 0)

    def _listen(self, wire: _Wire, output: Capped, *, seconds: float) -> bool:
        """Read until the other side ends, the cap or ``seconds``; whether it ended."""
        deadline = self._clock.monotonic() + seconds
        while not output.overflowed and self._clock.monotonic() < deadline:
            chunk = wire.read()
            if chunk == b"":
                return True
            output.feed(chunk or b"")
        return False
