"""The image that labs are started from."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from bot.domain.run import BuildProgress, BuildStep
from bot.sandbox.assemble import assembled, built
from bot.sandbox.bootstrap import scratch
from bot.sandbox.building import CLEAN, PLAIN_CONFIG, Tell, go_on
from bot.sandbox.course_images import DEBIAN, debian_base, packages_for
from bot.sandbox.engine import Engine
from bot.sandbox.image import Image
from bot.sandbox.lab_policy import SECCOMP_BASE, seccomp_profile
from bot.sandbox.layer import container
from bot.sandbox.recipes import RECIPE_LABEL, Recipe, read_recipe
from bot.sandbox.registry import from_registry

_log = structlog.get_logger(__name__)


def lab_recipe() -> Recipe:
    """What the lab image is made of."""
    return read_recipe(Path(__file__).with_name("lab"))


def lab_tag() -> str:
    """Name and version of the lab image; the version is a digest of all that it is made of."""
    recipe = lab_recipe()
    made_of = "\n".join((recipe.digest, DEBIAN.tag, CLEAN))
    return f"{recipe.names[0]}:{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"


def make_lab_image(engine: Engine, *, tell: Tell, stop: threading.Event) -> None:
    """See that the lab image is there. Raises ``CannotBuildError`` or one of ``ENGINE_ERRORS``."""
    if engine.has_image(lab_tag()):
        return
    recipe = lab_recipe()
    root = replace(Image(repository="pomodock/lab-root"), packages=recipe.packages)
    why_not = from_registry(engine, root.tag, root.base, root.packages, config=PLAIN_CONFIG, tell=tell, stop=stop)
    go_on(stop)
    if why_not is None:
        image = _with_packages_in_base(engine, recipe, root.tag, tell, stop)
    else:
        _log.info("no lab image from a registry, using the host's mirror", reason=why_not)
        image = _from_mirror(engine, recipe, tell, stop)
    api: Any = engine.api()
    repository, _, version = lab_tag().rpartition(":")
    api.tag(image, repository, version)


def lab_seccomp(engine: Engine) -> str:
    """The seccomp profile of labs, as JSON: the default that comes with the lab's own Podman, and what is added."""
    with container(engine, lab_tag(), ["true"]) as name:
        api: Any = engine.api()
        chunks, _ = api.get_archive(name, SECCOMP_BASE)
        with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as tar:
            held = tar.extractfile(Path(SECCOMP_BASE).name)
            assert held is not None
            return seccomp_profile(held.read().decode())


def _with_packages_in_base(engine: Engine, recipe: Recipe, base: str, tell: Tell, stop: threading.Event) -> str:
    tell(BuildProgress(BuildStep.LAB))
    with tempfile.TemporaryFile() as nothing:
        with tarfile.open(fileobj=nothing, mode="w"):
            pass
        labels = {RECIPE_LABEL: recipe.digest}
        return built(engine, recipe.folder, labels=labels, base=base, layer=nothing, stop=stop)


def _from_mirror(engine: Engine, recipe: Recipe, tell: Tell, stop: threading.Event) -> str:
    base = debian_base(engine, tell=tell, stop=stop)
    with tempfile.TemporaryDirectory(prefix="pomodock-packages-", dir=scratch(), ignore_cleanup_errors=True) as folder:
        tell(BuildProgress(BuildStep.PACKAGES))
        packages = packages_for(engine, base, Path(folder), stop)
        tell(BuildProgress(BuildStep.LAB, 0.3))
        return assembled(engine, recipe, labels={RECIPE_LABEL: recipe.digest}, base=base, packages=packages, stop=stop)
