"""What the private engines are made from, built once on the tests' own engine by the product's own code."""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from pathlib import Path

from bot.domain.run import BuildPart
from bot.sandbox.lab_image import lab_tag
from bot.sandbox.recipes import standins
from tests.engine import built
from tests.truth.client import client
from tests.truth.engine import cellar, template


class CannotMakeError(Exception):
    """The course's images or the client cannot be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Parts:
    """``images`` is the template of engines, ``client`` the folder with ``docker`` and Compose."""

    images: Path
    client: Path


def parts() -> Parts:
    """Everything, built where it is not there: minutes the first time, a second later. Raises `CannotMakeError`.

    Processes that want it at the same time wait for each other.
    """
    for part in (BuildPart.IMAGES, BuildPart.LAB):
        if why_not := built(part):
            raise CannotMakeError(why_not)
    cellar().mkdir(parents=True, exist_ok=True)
    with (cellar() / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        images = sorted(name for recipe in standins() for name in recipe.names)
        return Parts(template(images), client(lab_tag()))
