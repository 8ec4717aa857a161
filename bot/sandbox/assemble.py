"""From a recipe and its packages to an image of the engine."""

from __future__ import annotations

import contextlib
import io
import tarfile
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from docker.errors import APIError

from bot.domain.run import BuildProblem
from bot.sandbox.building import CannotBuildError, go_on
from bot.sandbox.engine import Engine
from bot.sandbox.layer import container, installed, unpacked
from bot.sandbox.packages import Packages
from bot.sandbox.recipes import RECIPE_LABEL, STANDIN_LABEL, Recipe, files


def build_standin(
    engine: Engine, recipe: Recipe, names: tuple[str, ...], *, base: str, packages: Packages, stop: threading.Event
) -> None:
    """Build ``recipe`` on ``base`` and give it ``names``. Raises ``CannotBuildError``."""
    marks = {STANDIN_LABEL: recipe.differs, RECIPE_LABEL: recipe.digest}
    image = assembled(engine, recipe, labels=marks, base=base, packages=packages, stop=stop)
    api: Any = engine.api()
    for name in names:
        repository, _, tag = name.rpartition(":")
        api.tag(image, repository, tag, force=True)
    _forget_replaced(engine)


def assembled(
    engine: Engine,
    recipe: Recipe,
    *,
    labels: Mapping[str, str],
    base: str,
    packages: Packages,
    stop: threading.Event,
) -> str:
    """The id of ``recipe`` built on ``base`` with its packages. Raises ``CannotBuildError``."""
    with tempfile.TemporaryFile(dir=packages.folder) as layer:
        with tarfile.open(fileobj=layer, mode="w") as tar:
            unpacked(packages.alone(recipe.unpack, stop), tar)
            if debs := packages.with_dependencies(recipe.packages, stop):
                installed(engine, base, debs, tar, stop)
        return built(engine, recipe.folder, labels=labels, base=base, layer=layer, stop=stop)


def _forget_replaced(engine: Engine) -> None:
    """Remove stand-ins that have lost all their names to a newer build; those in use stay."""
    api: Any = engine.api()
    for old in api.images(filters={"dangling": True, "label": STANDIN_LABEL}):
        with contextlib.suppress(APIError):
            api.remove_image(old["Id"])


def built(
    engine: Engine,
    folder: Path,
    *,
    labels: Mapping[str, str],
    base: str,
    layer: IO[bytes],
    stop: threading.Event,
) -> str:
    """The id of what the Dockerfile in ``folder`` makes, with ``layer`` as ``packages.tar`` and without a network.

    Raises ``CannotBuildError`` with the words of the step that failed.
    """
    api: Any = engine.api()
    image = ""
    with tempfile.TemporaryFile() as context:
        _pack(folder, layer, context)
        lines = api.build(
            fileobj=context,
            custom_context=True,
            rm=True,
            forcerm=True,
            decode=True,
            buildargs={"BASE": base},
            labels=dict(labels),
            network_mode="none",
        )
        for line in lines:
            go_on(stop)
            if "error" in line:
                raise CannotBuildError(BuildProblem.FAILED, detail=f"{folder.name}: {line['error']}")
            image = (line.get("aux") or {}).get("ID", image)
    return image


def dpkg_status(engine: Engine, image: str) -> bytes:
    """dpkg's database of what is installed in ``image``."""
    with container(engine, image, ["true"]) as name:
        api: Any = engine.api()
        chunks, _ = api.get_archive(name, "/var/lib/dpkg/status")
        with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as tar:
            held = tar.extractfile("status")
            assert held is not None
            return held.read()


def _pack(folder: Path, layer: IO[bytes], context: IO[bytes]) -> None:
    layer.seek(0, io.SEEK_END)
    size = layer.tell()
    layer.seek(0)
    with tarfile.open(fileobj=context, mode="w") as tar:
        for file in files(folder):
            tar.add(file, arcname=str(file.relative_to(folder)), filter=_plain)
        packages = tarfile.TarInfo("packages.tar")
        packages.size = size
        tar.addfile(packages, layer)
    context.seek(0)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The same on every machine, so that the engine's cache knows it again."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    member.mode = 0o644
    return member
