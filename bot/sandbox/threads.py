"""Threads for what the docker SDK can only do blocking."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def in_daemon(work: Callable[[], T], *, name: str) -> Future[T]:
    """Do ``work`` in a thread that does not keep the process alive: for what has no time limit of its own."""
    future: Future[T] = Future()

    def carry() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=carry, name=name, daemon=True).start()
    return future
