"""Debian packages, fetched by the host's own apt from the mirror it is set up for.

apt runs with folders of its own: nothing on the host is installed, updated or remembered, and its proxies,
certificates and credentials are those that the administrator set.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from bot.domain.run import BuildProblem
from bot.sandbox.building import CannotBuildError, go_on
from bot.sandbox.mirror import Mirror

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Packages:
    """The packages of one suite of ``mirror``, kept below ``folder`` for as long as that exists."""

    folder: Path
    mirror: Mirror
    suite: str

    def update(self, status: bytes, stop: threading.Event) -> None:
        """Fetch the lists. ``status`` is dpkg's database of what is installed where the packages will go."""
        for part in ("lists/partial", "cache/archives/partial", "nothing/partial"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").write_bytes(status)
        keyring = self.mirror.keyring
        option = f"[signed-by={keyring}] " if keyring and Path(keyring).is_file() else ""
        (self.folder / "sources.list").write_text(f"deb {option}{self.mirror.uri} {self.suite} main\n")
        self._run(["apt-get", *self._options(), "-q", "update"], stop)

    def with_dependencies(self, names: tuple[str, ...], stop: threading.Event) -> list[Path]:
        """Files of ``names`` and of all they need that is not installed."""
        if not names:
            return []
        command = ["apt-get", *self._options(), "-q", "-y", "--no-install-recommends"]
        # apt leaves out what it has fetched already, unless it looks for that in an empty place.
        nothing = ["-o", f"Dir::Cache::archives={self.folder / 'nothing'}"]
        wanted = self._run([*command, *nothing, "--print-uris", "install", *names], stop)
        self._run([*command, "--download-only", "install", *names], stop)
        lines = [line.split() for line in wanted.splitlines() if line.startswith("'")]
        return [self.folder / "cache/archives" / fields[1] for fields in lines]

    def alone(self, names: tuple[str, ...], stop: threading.Event) -> list[Path]:
        """Files of ``names`` and of nothing else."""
        if not names:
            return []
        here = self.folder / "alone" / "-".join(names)[:100]
        here.mkdir(parents=True, exist_ok=True)
        self._run(["apt-get", *self._options(), "-q", "download", *names], stop, cwd=here)
        return sorted(here.glob("*.deb"))

    def _options(self) -> list[str]:
        settings = {
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::State": self.folder,
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "APT::Sandbox::User": "root",  # apt's own user may not enter our folder
            "APT::Install-Recommends": "false",
            "Acquire::Languages": "none",
        }
        return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]

    def _run(self, argv: list[str], stop: threading.Event, cwd: Path | None = None) -> str:
        """Output of apt. Raises ``CannotBuildError`` with its complaint, or when told to stop."""
        go_on(stop)
        ours = {name: value for name in _PROXIES if (value := os.environ.get(name))}
        return run_until(argv, stop, environment={"PATH": _PATH, "LC_ALL": "C", **ours}, cwd=cwd or self.folder)


def have_apt() -> bool:
    """Whether this machine can fetch Debian packages at all."""
    return all(shutil.which(tool, path=_PATH) for tool in ("apt-get", "dpkg-deb"))


def run_until(argv: list[str], stop: threading.Event, *, environment: dict[str, str], cwd: Path) -> str:
    """Output of a program that ends early with ``stop``. Raises ``CannotBuildError`` with its last words."""
    with subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=cwd,
        start_new_session=True,
        text=True,
        errors="replace",
    ) as process:
        for _ in range(int(_SECONDS / 0.5)):
            try:
                output, complaint = process.communicate(timeout=0.5)
                break
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    os.killpg(process.pid, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL)
            output, complaint = process.communicate()
    go_on(stop)
    if process.returncode != 0:
        said = "\n".join(complaint.strip().splitlines()[-5:]) or f"{argv[0]} ended with {process.returncode}"
        raise CannotBuildError(BuildProblem.FAILED, detail=said)
    return output
