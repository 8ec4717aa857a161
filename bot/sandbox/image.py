"""The image that commands run in: its recipe, whether it is there, and how it is made."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.domain.run import BuildProblem, BuildProgress, BuildReport, BuildStep
from bot.sandbox.bootstrap import from_mirror
from bot.sandbox.building import CLEAN, CannotBuildError, Tell, go_on
from bot.sandbox.engine import ENGINE_ERRORS, Engine
from bot.sandbox.mirror import host_mirror
from bot.sandbox.registry import from_registry

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Image:
    """The recipe. A shell, bash and coreutils are part of every Debian; ``packages`` come on top."""

    repository: str = "pomodock/run"
    base: str = "debian:trixie-slim"
    suite: str = "trixie"
    packages: tuple[str, ...] = ("curl", "procps", "python3")

    @property
    def tag(self) -> str:
        """Name and version; the version is a digest of the recipe, so that a changed recipe is another image."""
        recipe = "\n".join((self.base, self.suite, *self.packages, CLEAN))
        return f"{self.repository}:{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"


def build_image(engine: Engine, image: Image, *, tell: Tell, stop: threading.Event) -> BuildReport:
    """Build ``image`` unless it is there: from a registry, or, where none answers, from the host's mirror.

    Blocking, tens of seconds the first time. Every problem is in the report; ``stop`` ends it early.
    """

    def make() -> str:
        if not engine.has_image(image.tag):
            _make(engine, image, tell=tell, stop=stop)
        return image.tag

    return reported(engine, image.tag, make, tell)


def reported(engine: Engine, name: str, make: Callable[[], str], tell: Tell) -> BuildReport:
    """What came of ``make``, which builds ``name`` and returns what it is called then."""
    tell(BuildProgress(BuildStep.LOOK))
    if not engine.answers():
        return BuildReport(name, BuildProblem.NO_ENGINE)
    try:
        made = make()
    except CannotBuildError as error:
        return BuildReport(name, error.problem, error.command, error.detail)
    except ENGINE_ERRORS as error:
        engine.failed(error)
        return BuildReport(name, BuildProblem.FAILED, detail=str(error))
    tell(BuildProgress(BuildStep.DONE, 1.0))
    return BuildReport(made)


def _make(engine: Engine, image: Image, *, tell: Tell, stop: threading.Event) -> None:
    why_not = from_registry(engine, image.tag, image.base, image.packages, tell=tell, stop=stop)
    if why_not is None:
        return
    go_on(stop)
    _log.info("no image from a registry, using the host's mirror", base=image.base, reason=why_not)
    from_mirror(engine, image.tag, host_mirror(image.suite), image.packages, tell=tell, stop=stop)
