"""The client that a unit is typed with: ``docker`` and its Compose plugin out of the image of the labs, so that a
learner's and the tests' are the same, whatever this machine has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.truth.engine import cellar

_PARTS = {"/usr/bin/docker": "docker", "/usr/libexec/docker/cli-plugins": "cli-plugins"}


def client(image: str) -> Path:
    """A folder with ``docker`` and ``cli-plugins`` from ``image``, which the tests' own engine has.

    One process at a time may ask.
    """
    made = cellar() / "clients" / _said("image", "inspect", "-f", "{{.Id}}", image).removeprefix("sha256:")[:12]
    if not made.exists():
        shutil.rmtree(made.parent, ignore_errors=True)
        _take(image, made)
    return made


def _take(image: str, made: Path) -> None:
    """Copy the parts to a folder that gets its name when it has all of them."""
    taken = made.with_suffix(".part")
    taken.mkdir(parents=True)
    container = _said("create", image, "true")
    try:
        for inside, name in _PARTS.items():
            _said("cp", f"{container}:{inside}", str(taken / name))
    finally:
        _said("rm", container)
    taken.rename(made)


def _said(*arguments: str) -> str:
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True).stdout.strip()
