"""The same script in a lab: what the engine there answers differently has to be said in the unit."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from bot.sandbox.engine import Engine
from bot.sandbox.lab_policy import LabPolicy
from tests.sandbox.course import started_lab
from tests.truth.shell import Shell

_WORK = "/home/learner/work"


@contextlib.contextmanager
def lab(engine: Engine) -> Iterator[Shell]:
    """A shell in a fresh lab, in the folder where its learner works."""
    with started_lab(engine) as box:
        shell = Shell(["docker", "exec", "-i", "-u", LabPolicy().user, box.name], _WORK, os.environ)
        try:
            yield shell
        finally:
            shell.close()
