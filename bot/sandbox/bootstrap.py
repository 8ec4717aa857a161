"""Building an image from the package mirror of this machine, where no image registry answers."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from bot.domain.run import BuildProblem, BuildProgress, BuildStep
from bot.sandbox.building import CLEAN, RUN_CONFIG, CannotBuildError, Tell, go_on, import_root
from bot.sandbox.engine import Engine
from bot.sandbox.mirror import Mirror, download_settings

# Lines that debootstrap prints for this image; only a progress bar believes it.
_EXPECTED_LINES = 560
_SECONDS = 900.0
_CHUNK = 256 * 1024
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def from_mirror(
    engine: Engine,
    tag: str,
    mirror: Mirror | None,
    packages: tuple[str, ...],
    *,
    config: tuple[str, ...] = RUN_CONFIG,
    tell: Tell,
    stop: threading.Event,
) -> None:
    """Build ``tag`` by debootstrap and import. Raises ``CannotBuildError`` with the command that mends it."""
    tell(BuildProgress(BuildStep.BOOTSTRAP))
    has_debootstrap = shutil.which("debootstrap", path=_PATH) is not None
    check_host(mirror, has_debootstrap=has_debootstrap, is_root=os.geteuid() == 0)
    assert mirror is not None
    with tempfile.TemporaryDirectory(prefix="pomodock-image-", dir=scratch(), ignore_cleanup_errors=True) as folder:
        root = _bootstrapped(Path(folder), mirror, packages, tell, stop)
        _tool(["sh", "-c", CLEAN, "sh", str(root)])
        base = f"debootstrap:{root.name}"
        import_root(engine, tag, _tar(root), base=base, config=config, tell=tell, stop=stop)


def command_as_root() -> str:
    """What to type to build the image as root with this installation and this engine."""
    script = Path(sys.executable).with_name("pomodock")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "bot"]
    host = os.environ.get("DOCKER_HOST")
    return shlex.join(["sudo", *([f"DOCKER_HOST={host}"] if host else []), *program, "lab", "build"])


def check_host(mirror: Mirror | None, *, has_debootstrap: bool, is_root: bool) -> None:
    """Raise ``CannotBuildError`` for the first thing that a build from the mirror needs and does not have."""
    if mirror is None:
        raise CannotBuildError(BuildProblem.NO_MIRROR)
    if not has_debootstrap:
        mend = f"sudo apt-get install -y debootstrap && {command_as_root()}"
        raise CannotBuildError(BuildProblem.NO_DEBOOTSTRAP, command=mend)
    if not is_root:
        raise CannotBuildError(BuildProblem.NEEDS_ROOT, command=command_as_root())


def scratch() -> str | None:
    """Where to build: the usual folder is often in memory or forbids devices, this one seldom is.

    ``TMPDIR`` is obeyed.
    """
    return None if "TMPDIR" in os.environ or not Path("/var/tmp").is_dir() else "/var/tmp"  # noqa: S108


def _bootstrapped(folder: Path, mirror: Mirror, packages: tuple[str, ...], tell: Tell, stop: threading.Event) -> Path:
    """The first of the mirror's suites that can be made, as a folder."""
    said = ""
    for suite in mirror.suites:
        root = folder / suite
        failure = _debootstrap(folder, root, mirror, packages, tell, stop)
        go_on(stop)
        if failure is None:
            return root
        said = failure
        shutil.rmtree(root, ignore_errors=True)
    raise CannotBuildError(BuildProblem.FAILED, command=command_as_root(), detail=said)


def _debootstrap(
    folder: Path, root: Path, mirror: Mirror, packages: tuple[str, ...], tell: Tell, stop: threading.Event
) -> str | None:
    """``None`` when the root file system is made, else debootstrap's last words.

    In namespaces of its own, so that whatever it mounts and starts is gone with it, even when killed.
    """
    keyring = [f"--keyring={mirror.keyring}"] if mirror.keyring and Path(mirror.keyring).is_file() else []
    include = [f"--include={','.join(packages)}"] if packages else []
    argv = [
        *("nice", "-n", "10", "unshare", "--mount", "--pid", "--fork", "--kill-child"),
        *("debootstrap", "--variant=minbase", *include, *keyring),
        *(root.name, str(root), mirror.uri),
    ]
    last: list[str] = []
    with subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(folder),
        start_new_session=True,
        text=True,
        errors="replace",
    ) as process:
        guard = threading.Thread(target=_end_when_told, args=(process, stop), daemon=True)
        guard.start()
        assert process.stdout is not None
        for count, line in enumerate(process.stdout, start=1):
            last = [*last[-4:], line.strip()]
            if count % 8 == 0:
                tell(BuildProgress(BuildStep.BOOTSTRAP, min(0.95, count / _EXPECTED_LINES)))
    guard.join()
    return None if process.returncode == 0 else "\n".join(last)


def _end_when_told(process: subprocess.Popen[str], stop: threading.Event) -> None:
    """Kill the whole group once ``stop`` is set or the time is over."""
    pause = 0.2
    for _ in range(int(_SECONDS / pause)):
        if process.poll() is not None:
            return
        if stop.wait(pause):
            break
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def _environment(folder: Path) -> dict[str, str]:
    """The proxy and certificates that apt uses, for the wget inside debootstrap; else what we have ourselves."""
    ours = {
        name: value
        for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
        if (value := os.environ.get(name))
    }
    settings = download_settings(_tool(["apt-config", "dump"]))
    authority = settings.pop("ca", "")
    wgetrc = folder / "wgetrc"
    wgetrc.write_text(f"ca_certificate = {authority}\n" if authority else "")
    return {"PATH": _PATH, "LC_ALL": "C", **ours, **settings, "WGETRC": str(wgetrc)}


def _tool(argv: list[str]) -> str:
    """Output of a small helper program. Raises ``CannotBuildError`` if it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            argv, capture_output=True, check=True, text=True, errors="replace", env={"PATH": _PATH, "LC_ALL": "C"}
        )
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", "") or str(error)
        raise CannotBuildError(BuildProblem.FAILED, detail=said.strip()) from error
    return done.stdout


def _tar(root: Path) -> Iterator[bytes]:
    """``root`` as a tar stream: numeric owners, no extended attributes."""
    argv = ["tar", "--numeric-owner", "--one-file-system", "-C", str(root), "-c", "."]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            while chunk := process.stdout.read(_CHUNK):
                yield chunk
        finally:
            process.kill()
