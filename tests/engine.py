"""Whether the tests have a Docker engine, and what to do when they have none."""

from __future__ import annotations

import functools
import os

import pytest

from bot.sandbox.engine import Engine


@functools.cache
def engine_available() -> bool:
    """Whether a Docker engine answers, at ``DOCKER_HOST`` or where the current context says."""
    engine = Engine(seconds=5.0)
    try:
        return engine.answers()
    finally:
        engine.close()


def missing(what: str) -> None:
    """Skip the test with one line, or fail it where everything must be there (``CI=true``)."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}; with CI=true that is a failure", pytrace=False)
    pytest.skip(what)


def require_engine() -> None:
    """For a test that needs an engine: run, skip or fail."""
    if not engine_available():
        missing("no Docker engine answers")
