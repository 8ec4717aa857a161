"""The stand-ins for course images, as data: one folder each under ``standins``.

A folder holds an ``image.toml`` (``names``: under which the image is known; ``base``: ``debian`` or ``scratch``;
``packages``: Debian packages to install; ``unpack``: packages of which only the files are wanted; ``differs``: in
a sentence, what a learner has to know) and a ``Dockerfile`` with what it copies. The Dockerfile gets the packages'
files as ``packages.tar`` and the base as the build argument ``BASE``.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STANDIN_LABEL = "pomodock.standin"
RECIPE_LABEL = "pomodock.recipe"

_STANDINS = Path(__file__).with_name("standins")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an image is put together from Debian's packages and a folder with a Dockerfile."""

    folder: Path
    names: tuple[str, ...]
    on_debian: bool
    packages: tuple[str, ...]
    unpack: tuple[str, ...]
    differs: str

    @property
    def name(self) -> str:
        """What a progress bar calls it."""
        return self.folder.name

    @property
    def digest(self) -> str:
        """Changes with anything in the folder."""
        seen = hashlib.sha256()
        for file in files(self.folder):
            seen.update(f"{file.relative_to(self.folder)}\0{file.stat().st_size}\0".encode())
            seen.update(file.read_bytes())
        return seen.hexdigest()[:12]


def files(folder: Path) -> list[Path]:
    """The files below ``folder``, always in the same order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def read_recipe(folder: Path) -> Recipe:
    """The recipe in ``folder``. Raises ``KeyError`` or ``ValueError`` where it is wrong; the tests read all of them."""
    data = tomllib.loads((folder / "image.toml").read_text(encoding="utf-8"))
    if data["base"] not in {"debian", "scratch"}:
        raise ValueError(f"{folder.name}: base is debian or scratch, not {data['base']}")
    return Recipe(
        folder=folder,
        names=tuple(data["names"]),
        on_debian=data["base"] == "debian",
        packages=tuple(data.get("packages", ())),
        unpack=tuple(data.get("unpack", ())),
        differs=data["differs"],
    )


@cache
def standins() -> tuple[Recipe, ...]:
    """All stand-ins, small ones first: hello-world is what a learner needs first, too."""
    recipes = [read_recipe(folder) for folder in sorted(_STANDINS.iterdir()) if (folder / "image.toml").is_file()]
    return tuple(sorted(recipes, key=lambda r: (len(r.packages) + len(r.unpack), r.name != "hello-world", r.name)))
