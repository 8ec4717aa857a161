"""The real components that tests use where they are there: a Docker engine and Chromium."""

from __future__ import annotations

import functools
import shutil

from tests.engine import engine_available, missing
from tests.truth.engine import lacking

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@functools.cache
def chromium() -> str | None:
    """The path of a Chromium, or ``None``."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def require_chromium() -> None:
    """For a test in the browser: run, skip or fail."""
    if chromium() is None:
        missing("no Chromium is installed")


def absent() -> list[str]:
    """One sentence for each component that is not there."""
    sentences = []
    if not engine_available():
        sentences.append("no Docker engine answers (Debian: docker.io); tests of containers are left out")
    elif lack := lacking():
        sentences.append(f"{lack}; the test that types what units show is left out")
    if chromium() is None:
        sentences.append("no Chromium is installed (Debian: chromium); tests in the browser are left out")
    return sentences
