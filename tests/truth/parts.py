"""What the private engines are made from, built once on the tests' own engine by the product's own code."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.domain.run import BuildReport
from bot.sandbox.course_images import course_images, make_course_images
from bot.sandbox.engine import Engine
from bot.sandbox.image import reported
from bot.sandbox.lab_image import lab_tag, make_lab_image
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
    engine = Engine(seconds=600.0)
    cellar().mkdir(parents=True, exist_ok=True)
    try:
        with (cellar() / "building").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            _build(engine, "the images of the course", make_course_images)
            _build(engine, lab_tag(), make_lab_image)
            images = sorted(image.name for image in course_images(engine))
            return Parts(template(images), client(lab_tag()))
    finally:
        engine.close()


def _build(engine: Engine, name: str, make: Callable[..., None]) -> None:
    def work() -> str:
        make(engine, tell=lambda _: None, stop=threading.Event())
        return name

    report: BuildReport = reported(engine, name, work, lambda _: None)
    if report.problem is not None:
        raise CannotMakeError(f"{name} cannot be built: {report.problem} {report.command} {report.detail}".strip())
