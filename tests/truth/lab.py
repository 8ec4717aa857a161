"""The same script in a lab: what the engine there answers differently has to be said in the unit."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from bot.sandbox.engine import Engine
from tests.sandbox.course import started_lab
from tests.truth.shell import Shell

_WORK = "/home/learner/work"
# Podman leaves it to systemd to look after a container's health; labs do it themselves.
_HEALTH = "while sleep 1; do for id in $(podman ps -q); do podman healthcheck run $id; done; done >/dev/null 2>&1 &"


@contextlib.contextmanager
def lab(engine: Engine) -> Iterator[Shell]:
    """A shell in a fresh lab, in the folder where its learner works."""
    with started_lab(engine) as box:
        shell = Shell(["docker", "exec", "-i", box.name], _WORK, os.environ)
        try:
            shell.run("until docker version >/dev/null 2>&1; do sleep 0.1; done; " + _HEALTH)
            yield shell
        finally:
            shell.close()
