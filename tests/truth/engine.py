"""A private Docker engine for one unit: a real dockerd in namespaces of its own, with the course's images.

Needs root, ``dockerd`` and util-linux. The images are loaded once into a template; each engine begins with a copy of
it, whose layers are links to the template's (an engine never writes into a layer that it has, and removing one from
its store removes the link).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.truth.shell import Shell

_INIT = Path(__file__).with_name("engine.sh")
_TOOLS = ("docker", "dockerd", "unshare", "nsenter", "ip", "pgrep", "curl", "openssl")


def lacking() -> str:
    """What this machine lacks for a private engine; empty where it has everything."""
    if os.geteuid() != 0:
        return "a private Docker engine needs root"
    absent = [tool for tool in _TOOLS if shutil.which(tool) is None]
    return f"not installed: {', '.join(absent)}" if absent else ""


def cellar() -> Path:
    """Where templates and engines are: on a real disk, for overlays cannot lie upon each other."""
    return Path(tempfile.gettempdir()) / f"pomodock-truth-{os.getuid()}"


@contextlib.contextmanager
def engine(template: Path, tools: Path) -> Iterator[Shell]:
    """A shell beside a fresh engine that has what ``template`` has, with the client in ``tools``; both end together."""
    with _folder() as folder:
        _copy(template, folder / "data")
        with _running(folder) as process:
            _settle(folder / "home" / ".docker", tools)
            shell = Shell(_inside(process), str(folder / "work"), _environment(folder, tools))
            try:
                yield shell
            finally:
                shell.close()


def template(images: Sequence[str]) -> Path:
    """A folder as an engine leaves it that has ``images`` of the tests' own engine.

    Made if it is not there, in place of any older one. One process at a time may ask.
    """
    made = cellar() / "templates" / _digest(images)
    made.parent.mkdir(parents=True, exist_ok=True)
    if not made.exists():
        for old in made.parent.iterdir():
            shutil.rmtree(old)
        _make(made, images)
    return made


def _digest(images: Sequence[str]) -> str:
    look = ["docker", "image", "inspect", "-f", "{{.Id}}", *images]
    ids = subprocess.run(look, capture_output=True, text=True, check=True).stdout
    return hashlib.sha256("\n".join([*images, ids]).encode()).hexdigest()[:12]


def _make(made: Path, images: Sequence[str]) -> None:
    with _folder() as folder:
        (folder / "data").mkdir()
        with (
            _running(folder) as process,
            subprocess.Popen(["docker", "save", *images], stdout=subprocess.PIPE) as saving,
        ):
            load = [*_inside(process), "docker", "load", "--quiet"]
            subprocess.run(load, stdin=saving.stdout, stdout=subprocess.DEVNULL, check=True)
        if saving.returncode:
            raise RuntimeError("the engine did not hand out the course's images")
        (folder / "data").rename(made)


def _inside(process: int) -> list[str]:
    """What a command has to begin with to run in the namespaces of ``process``."""
    return ["env", "-u", "DOCKER_HOST", "nsenter", "--target", str(process), "--mount", "--net", "--pid"]


def _settle(settings: Path, tools: Path) -> None:
    settings.mkdir(parents=True)
    (settings / "cli-plugins").symlink_to(tools / "cli-plugins")


def _environment(folder: Path, tools: Path) -> dict[str, str]:
    """Nothing of the tests' own settings, and a home of its own."""
    return {
        "PATH": f"{tools}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": str(folder / "home"),
        "DOCKER_BUILDKIT": "0",
        "COMPOSE_ANSI": "never",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "dumb",
    }


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = cellar() / "engines" / secrets.token_hex(4)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _copy(template: Path, data: Path) -> None:
    """Give an engine all that ``template`` has, its layers as links to there."""
    data.mkdir()
    shutil.copytree(template / "image", data / "image", symlinks=True)
    for layer in (template / "overlay2").iterdir():
        copied = data / "overlay2" / layer.name
        shutil.copytree(layer, copied, symlinks=True, ignore=lambda folder, names: {"diff"} & {*names})
        if (layer / "diff").exists():
            (copied / "diff").symlink_to(layer / "diff")


@contextlib.contextmanager
def _running(folder: Path) -> Iterator[int]:
    """An engine on ``folder``; yields the id of its first process, as this process sees it."""
    group = f"pomodock-truth-{folder.name}"
    log = folder / "dockerd.log"
    namespaces = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    with subprocess.Popen([*namespaces, "bash", _INIT, folder, group], stdout=subprocess.PIPE, text=True) as outer:
        try:
            assert outer.stdout is not None
            if outer.stdout.readline() != "ready\n":
                raise RuntimeError(f"the private engine did not start:\n{log.read_text()[-2000:]}")
            first = subprocess.run(["pgrep", "-P", str(outer.pid)], capture_output=True, text=True, check=True)
            yield int(first.stdout)
        finally:
            outer.kill()
            outer.wait()
            _forget(group)


def _forget(group: str) -> None:
    """Remove the control groups that the engine's containers leave empty behind them."""
    for top in (*Path("/sys/fs/cgroup").glob(f"*/{group}"), Path("/sys/fs/cgroup") / group):
        for folder in sorted(top.rglob("*/"), reverse=True) if top.exists() else ():
            with contextlib.suppress(OSError):
                folder.rmdir()
        with contextlib.suppress(OSError):
            top.rmdir()
