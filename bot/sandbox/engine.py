"""The connection to a Docker engine, wherever it is."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from typing import Any

import docker
import urllib3.exceptions
from docker.context import ContextAPI
from docker.errors import APIError, DockerException, ImageNotFound
from docker.utils import kwargs_from_env

# requests' own errors are OSErrors; urllib3's can escape from a stream that breaks half way.
ENGINE_ERRORS = (DockerException, OSError, urllib3.exceptions.HTTPError)

_USUAL = "unix:///var/run/docker.sock"
# Any that the SDK accepts; only a request without a version goes out under it.
_ANY_VERSION = "1.41"


class Engine:
    """A lazily opened client, opened anew after it failed (an engine may restart, or be upgraded).

    ``host`` is a Docker host such as ``unix:///var/run/docker.sock`` or ``ssh://lab``; ``None`` means what
    ``DOCKER_HOST`` or the current Docker context says. ``seconds`` bounds every single answer of the engine.
    Blocking; safe to use from several threads.
    """

    def __init__(self, host: str | None = None, *, seconds: float = 20.0) -> None:
        self.host = host
        self.seconds = seconds
        self._lock = threading.Lock()
        self._client: docker.APIClient | None = None

    def api(self) -> docker.APIClient:
        """The low-level client. Raises one of ``ENGINE_ERRORS`` where no engine answers."""
        with self._lock:
            where = self._where()
            _knock(str(where.get("base_url", _USUAL)))
            if self._client is None:
                self._client = self._open(where)
            return self._client

    def answers(self) -> bool:
        """Whether an engine answers now."""
        try:
            return bool(self.api().ping())
        except ENGINE_ERRORS as error:
            self.failed(error)
            return False

    def inspect(self, tag: str) -> dict[str, Any] | None:
        """What the engine knows about the image ``tag``, ``None`` where it has none of that name.

        Raises one of ``ENGINE_ERRORS`` where none answers.
        """
        api: Any = self.api()
        try:
            found: dict[str, Any] = api.inspect_image(tag)
        except ImageNotFound:
            return None
        return found

    def has_image(self, tag: str) -> bool:
        """Whether the engine holds the image ``tag``. Raises one of ``ENGINE_ERRORS`` where none answers."""
        return self.inspect(tag) is not None

    def labels(self, tag: str) -> dict[str, str]:
        """The labels of the image ``tag``; none where it is not there. Raises one of ``ENGINE_ERRORS``."""
        found = self.inspect(tag) or {}
        return (found.get("Config") or {}).get("Labels") or {}

    def failed(self, error: BaseException) -> None:
        """Drop the client after ``error``, unless the engine itself sent it (then the connection is fine)."""
        if not isinstance(error, APIError):
            self.close()

    def close(self) -> None:
        """Close the connection; the next use opens another."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(*ENGINE_ERRORS):
                client.close()

    def _open(self, where: dict[str, Any]) -> docker.APIClient:
        timeout = max(1, round(self.seconds))
        # docker SDK's version="auto" leaves its connection open when the engine does not answer: ask first.
        asking: Any = docker.APIClient(**where, version=_ANY_VERSION, timeout=timeout)
        try:
            version = str(asking.version(api_version=False)["ApiVersion"])
        finally:
            asking.close()
        return docker.APIClient(**where, version=version, timeout=timeout)

    def _where(self) -> dict[str, Any]:
        """Address and certificates: as the ``docker`` command finds them, with ``host`` before ``DOCKER_HOST``."""
        environment = {**os.environ, **({"DOCKER_HOST": self.host} if self.host is not None else {})}
        where: dict[str, Any] = {**kwargs_from_env(environment)}
        if "base_url" not in where:
            contexts: Any = ContextAPI
            where = {**contexts.kwargs_from_context(environment=environment), **where}
        return where


def _knock(host: str) -> None:
    """Fail at once, and tidily, where a Unix socket has nobody behind it (docker SDK leaks a socket then)."""
    if not host.startswith("unix://"):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(1.0)
        door.connect(host.removeprefix("unix://"))
