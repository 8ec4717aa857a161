"""What packages add to an image: a tar of only the files that are new or changed."""

from __future__ import annotations

import contextlib
import io
import secrets
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from bot.domain.run import BuildProblem
from bot.sandbox.building import CLEAN, CannotBuildError, go_on
from bot.sandbox.container import remove
from bot.sandbox.engine import Engine
from bot.sandbox.policy import EXPIRY_LABEL, INSTANCE_LABEL, KIND_LABEL, OWNER_LABEL

_INSTALL_SECONDS = 600
_ADDED, _CHANGED = 1, 0
# Made by the engine for each container, or of no use to anyone.
_NOT_OURS = ("dev/", "proc/", "sys/", ".dockerenv", "etc/hosts", "etc/hostname", "etc/resolv.conf", "debs")
_UNREAD = ("usr/share/doc/", "usr/share/man/", "usr/share/info/", "usr/share/locale/", "usr/share/lintian/")

# No service may start while packages are set up, and none of them is asked for: the files lie in /debs.
_INSTALL = r"""
set -eu
export DEBIAN_FRONTEND=noninteractive
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
apt-get -q -y -o Dir::Etc::sourcelist=/dev/null -o APT::Sandbox::User=root -o APT::Install-Recommends=false \
  install /debs/*.deb >&2
rm -rf /debs /usr/sbin/policy-rc.d
set -- /
"""


def unpacked(debs: Iterable[Path], into: tarfile.TarFile) -> None:
    """Add the files of ``debs``, without what their set-up scripts would do, and without manuals."""
    for deb in debs:
        argv = ["dpkg-deb", "--fsys-tarfile", str(deb)]
        with subprocess.Popen(argv, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:  # noqa: S603
            assert process.stdout is not None
            with tarfile.open(fileobj=process.stdout, mode="r|") as files:
                _copy(files, into, lambda name: not name.startswith(_UNREAD))


def installed(engine: Engine, base: str, debs: list[Path], into: tarfile.TarFile, stop: threading.Event) -> None:
    """Install ``debs`` in a container of ``base`` and add what that changed. Raises ``CannotBuildError``."""
    with container(engine, base, ["/bin/sh", "-c", _INSTALL + CLEAN]) as name:
        api: Any = engine.api()
        with tempfile.TemporaryFile() as parcel:
            _pack(debs, parcel)
            api.put_archive(name, "/", parcel)
        api.start(name)
        _wait(engine, name, stop)
        changed = {
            change["Path"].lstrip("/") for change in api.diff(name) or () if change["Kind"] in {_ADDED, _CHANGED}
        }
        with tarfile.open(fileobj=Stream(api.export(name)), mode="r|") as files:
            _copy(files, into, changed.__contains__, stop)


@contextlib.contextmanager
def container(engine: Engine, image: str, command: list[str], **host: Any) -> Iterator[str]:
    """A networkless container for a step of a build, created and not started; gone afterwards."""
    api: Any = engine.api()
    name = f"pomodock-build-{secrets.token_hex(8)}"
    labels = {KIND_LABEL: "build", OWNER_LABEL: "build", INSTANCE_LABEL: name}
    labels[EXPIRY_LABEL] = str(2 * _INSTALL_SECONDS)
    try:
        api.create_container(
            image,
            command=command,
            name=name,
            user="0:0",
            entrypoint=[],
            labels=labels,
            host_config=api.create_host_config(init=True, network_mode="none", **host),
        )
        yield name
    finally:
        remove(engine, name)


class Stream(io.RawIOBase):
    """Chunks of bytes, as the engine sends them, read like a file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As much as is there, 0 at the end."""
        while not self._rest:
            try:
                self._rest = next(self._chunks)
            except StopIteration:
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _pack(debs: list[Path], parcel: IO[bytes]) -> None:
    with tarfile.open(fileobj=parcel, mode="w") as tar:
        for deb in debs:
            # A version's colon is written %3a in a file name, and apt reads it back.
            tar.add(deb, arcname=f"debs/{deb.name}", filter=_root_owned)
    parcel.seek(0)


def _root_owned(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o644
    return member


def _copy(
    source: tarfile.TarFile,
    into: tarfile.TarFile,
    wanted: Callable[[str], bool],
    stop: threading.Event | None = None,
) -> None:
    for member in source:
        if stop is not None:
            go_on(stop)
        name = member.name.removeprefix("./").rstrip("/")
        if name in {"", "."} or name.startswith(_NOT_OURS) or not wanted(name):
            continue
        member.name = name
        member.mode &= 0o1777
        into.addfile(member, source.extractfile(member) if member.isreg() else None)


def _wait(engine: Engine, name: str, stop: threading.Event) -> None:
    for _ in range(_INSTALL_SECONDS * 4):
        state = engine.api().inspect_container(name)["State"]
        if state["Status"] == "exited":
            break
        stop.wait(0.25)
        go_on(stop)
    else:
        raise CannotBuildError(BuildProblem.FAILED, detail="installing packages took too long")
    if state["ExitCode"] != 0:
        said = engine.api().logs(name, tail=5).decode(errors="replace").strip()
        raise CannotBuildError(BuildProblem.FAILED, detail=said)
