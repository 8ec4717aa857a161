"""Whether the tests have a Docker engine, and what to do when they have none."""

from __future__ import annotations

import fcntl
import functools
import os
import tempfile
import threading
from pathlib import Path

import pytest

from bot.domain.run import BuildPart
from bot.sandbox.engine import Engine
from bot.sandbox.parts import PATIENCE, build_part


@functools.cache
def engine_available() -> bool:
    """Whether a Docker engine answers, at ``DOCKER_HOST`` or where the current context says."""
    engine = Engine(seconds=5.0)
    try:
        return engine.answers()
    finally:
        engine.close()


def built(part: BuildPart) -> str:
    """See that ``part`` is on the engine, built by the product's own code once for all test processes.

    Empty, or a sentence that says why it cannot be had.
    """
    engine = Engine(seconds=PATIENCE)
    lock = Path(tempfile.gettempdir()) / f"pomodock-test-image-{os.getuid()}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        report = build_part(engine, part, tell=lambda _: None, stop=threading.Event())
    engine.close()
    if report.problem is None:
        return ""
    return f"no {report.image}: {report.problem} {report.command} {report.detail}".strip()


def missing(what: str) -> None:
    """Skip the test with one line, or fail it where everything must be there (``CI=true``)."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}; with CI=true that is a failure", pytrace=False)
    pytest.skip(what)


def require_engine() -> None:
    """For a test that needs an engine: run, skip or fail."""
    if not engine_available():
        missing("no Docker engine answers")
