"""Containers of course images on the real engine, and labs: what a test needs to use them as a learner does."""

from __future__ import annotations

import contextlib
import io
import secrets
import tarfile
from collections.abc import Callable, Iterator
from typing import Any

from bot.clock import Clock
from bot.domain.lab_shell import LabLimits
from bot.sandbox.engine import Engine
from bot.sandbox.image_store import store_name
from bot.sandbox.lab_container import LabContainers, LabParts
from bot.sandbox.lab_image import lab_seccomp, lab_tag
from bot.sandbox.lab_policy import LabPolicy

LABEL = {"pomodock.kind": "test", "pomodock.expiry-seconds": "900"}


class Box:
    """A running container."""

    def __init__(self, api: Any, name: str, user: str = "") -> None:
        self._api = api
        self.name = name
        self._user = user

    def does(self, command: str, *, as_user: str = "") -> str:
        """Output of a command that has to succeed."""
        code, output = self.tried(command, as_user=as_user)
        assert code == 0, output
        return output

    def tried(self, command: str, *, as_user: str = "") -> tuple[int, str]:
        started = self._api.exec_create(self.name, ["sh", "-c", command], user=as_user or self._user)["Id"]
        output: bytes = self._api.exec_start(started)
        return self._api.exec_inspect(started)["ExitCode"], output.decode(errors="replace")

    def succeeds(self, command: str) -> Callable[[], bool]:
        return lambda: self.tried(command)[0] == 0

    def logs(self) -> str:
        return str(self._api.logs(self.name).decode(errors="replace"))

    def stop(self) -> None:
        self._api.stop(self.name, timeout=30)


@contextlib.contextmanager
def running(
    api: Any,
    image: str,
    command: list[str] | None = None,
    *,
    environment: dict[str, str] | None = None,
    files: dict[str, str] | None = None,
    **host: Any,
) -> Iterator[Box]:
    """A container of ``image`` as it is, with ``files`` put in before it starts; gone afterwards."""
    name = f"pomodock-test-{secrets.token_hex(6)}"
    api.create_container(
        image,
        command=command,
        name=name,
        environment=environment,
        labels=LABEL,
        host_config=api.create_host_config(**host),
    )
    try:
        for path, text in (files or {}).items():
            api.put_archive(name, "/", _parcel(path.lstrip("/"), text))
        api.start(name)
        yield Box(api, name)
    finally:
        api.remove_container(name, force=True, v=True)


def said(api: Any, image: str, *command: str, **host: Any) -> str:
    """What a container that ends by itself printed."""
    with running(api, image, list(command) or None, **host) as box:
        api.wait(box.name, timeout=60)
        return box.logs()


@contextlib.contextmanager
def volume(api: Any) -> Iterator[str]:
    name = f"pomodock-test-{secrets.token_hex(6)}"
    api.create_volume(name, labels=LABEL)
    try:
        yield name
    finally:
        api.remove_volume(name, force=True)


@contextlib.contextmanager
def network(api: Any) -> Iterator[str]:
    name = f"pomodock-test-{secrets.token_hex(6)}"
    api.create_network(name, labels=LABEL)
    try:
        yield name
    finally:
        api.remove_network(name)


@contextlib.contextmanager
def started_lab(engine: Engine) -> Iterator[Box]:
    """A lab as the policy wants it."""
    api: Any = engine.api()
    policy = LabPolicy()
    name = f"pomodock-test-{secrets.token_hex(6)}"
    parts = LabParts(lab_tag(), store_name(engine), lab_seccomp(engine))
    try:
        LabContainers(engine, policy, Clock()).start(parts, LabLimits(), name, "test", "test")
        yield Box(api, name, policy.user)
    finally:
        api.remove_container(name, force=True, v=True)


def _parcel(path: str, text: str) -> bytes:
    parcel = io.BytesIO()
    with tarfile.open(fileobj=parcel, mode="w") as tar:
        member = tarfile.TarInfo(path)
        member.size = len(text.encode())
        member.mode = 0o644
        tar.addfile(member, io.BytesIO(text.encode()))
    return parcel.getvalue()
