"""The images that the course uses: pulled where a registry answers, stand-ins from Debian's packages where none does.

An image that is there already and is no stand-in of ours is left alone, whoever made it.
"""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import structlog
from docker.errors import APIError

from bot.domain.run import BuildProblem, BuildProgress, BuildStep, CourseImage
from bot.sandbox.assemble import build_standin, dpkg_status
from bot.sandbox.bootstrap import from_mirror, scratch
from bot.sandbox.building import PLAIN_CONFIG, CannotBuildError, Tell, go_on
from bot.sandbox.engine import ENGINE_ERRORS, Engine
from bot.sandbox.image import Image
from bot.sandbox.mirror import host_mirror
from bot.sandbox.packages import Packages
from bot.sandbox.recipes import RECIPE_LABEL, STANDIN_LABEL, Recipe, standins
from bot.sandbox.registry import probe, pull

_log = structlog.get_logger(__name__)

# What stand-ins are put on: Debian without anything, and without setuid files.
DEBIAN = Image(repository="pomodock/base", packages=())


def course_images(engine: Engine) -> list[CourseImage]:
    """Every image of the course as the engine has it. Raises one of ``ENGINE_ERRORS`` where none answers."""
    return [_seen(engine, name) for recipe in standins() for name in recipe.names]


def make_course_images(engine: Engine, *, tell: Tell, stop: threading.Event) -> None:
    """See that each course image is there. Raises ``CannotBuildError`` or one of ``ENGINE_ERRORS``."""
    missing = {recipe: names for recipe in standins() if (names := missing_names(engine, recipe))}
    if not missing:
        return
    first = next(iter(missing.values()))[0]
    why_not = _registry_is_away(engine, first)
    go_on(stop)
    if why_not is None:
        _pull_all(engine, [name for names in missing.values() for name in names], tell, stop)
        return
    _log.info("no course images from a registry, building stand-ins", reason=why_not)
    _build_all(engine, missing, tell, stop)


def missing_names(engine: Engine, recipe: Recipe) -> tuple[str, ...]:
    """The names of ``recipe`` for which there is no image, or a stand-in made by an older recipe."""
    return tuple(name for name in recipe.names if not _current(engine, name, recipe.digest))


def debian_base(engine: Engine, *, tell: Tell, stop: threading.Event) -> str:
    """Tag of the Debian that stand-ins are put on, built if it is not there. Raises ``CannotBuildError``."""
    if not engine.has_image(DEBIAN.tag):
        from_mirror(engine, DEBIAN.tag, host_mirror(DEBIAN.suite), (), config=PLAIN_CONFIG, tell=tell, stop=stop)
    return DEBIAN.tag


def packages_for(engine: Engine, base: str, folder: Path, stop: threading.Event) -> Packages:
    """The mirror's packages for what is built on ``base``, in the suite that this is of."""
    mirror = host_mirror(DEBIAN.suite)
    if mirror is None:
        raise CannotBuildError(BuildProblem.NO_MIRROR)
    suite = engine.labels(base).get("pomodock.base", "").partition(":")[2] or DEBIAN.suite
    packages = Packages(folder, mirror, suite)
    packages.update(dpkg_status(engine, base), stop)
    return packages


def _registry_is_away(engine: Engine, name: str) -> str | None:
    """``None`` where a registry answers, else what was the matter."""
    try:
        probe(engine, name)
    except ENGINE_ERRORS as error:
        engine.failed(error)
        return str(error)
    return None


def _pull_all(engine: Engine, names: list[str], tell: Tell, stop: threading.Event) -> None:
    """Pull each; what cannot be had is told at the end, when all else is there."""
    failures = []
    for name in names:
        try:
            pull(engine, name, tell, stop)
        except CannotBuildError as error:
            if error.problem is BuildProblem.STOPPED:
                raise
            failures.append(f"{name}: {error.detail}")
        except APIError as error:
            failures.append(f"{name}: {error.explanation}")
    if failures:
        raise CannotBuildError(BuildProblem.FAILED, detail="\n".join(failures))


def _build_all(engine: Engine, missing: dict[Recipe, tuple[str, ...]], tell: Tell, stop: threading.Event) -> None:
    base = debian_base(engine, tell=tell, stop=stop)
    with tempfile.TemporaryDirectory(prefix="pomodock-packages-", dir=scratch(), ignore_cleanup_errors=True) as folder:
        tell(BuildProgress(BuildStep.PACKAGES))
        packages = packages_for(engine, base, Path(folder), stop)
        for count, (recipe, names) in enumerate(missing.items()):
            tell(BuildProgress(BuildStep.STANDIN, count / len(missing), recipe.name))
            build_standin(engine, recipe, names, base=base, packages=packages, stop=stop)


def _seen(engine: Engine, name: str) -> CourseImage:
    found = engine.inspect(name)
    if found is None:
        return CourseImage(name, there=False)
    digests = found.get("RepoDigests") or [""]
    differs = engine.labels(name).get(STANDIN_LABEL, "")
    return CourseImage(name, there=True, differs=differs, digest=digests[0].partition("@")[2])


def _current(engine: Engine, name: str, digest: str) -> bool:
    held = engine.labels(name)
    if STANDIN_LABEL in held:
        return held.get(RECIPE_LABEL) == digest
    return engine.has_image(name)
