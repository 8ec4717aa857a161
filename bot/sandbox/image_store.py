"""The course's images as a volume that every lab mounts for reading: nothing is loaded per lab.

The volume holds a storage of rootless Podman's, written by the learner's own uid, so that no file in it belongs to
the host's root. It is complete when its marker is there; one without is removed and filled anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import shlex
import tarfile
import tempfile
import threading
from collections.abc import Iterable, Iterator
from typing import IO, Any

from docker.errors import APIError, NotFound

from bot.domain.run import BuildProblem, BuildProgress, BuildStep
from bot.sandbox.building import CannotBuildError, Tell, go_on
from bot.sandbox.container import remove
from bot.sandbox.engine import Engine
from bot.sandbox.lab_image import lab_seccomp, lab_tag
from bot.sandbox.lab_policy import STORE, LabPolicy
from bot.sandbox.layer import container
from bot.sandbox.policy import EXPIRY_LABEL, INSTANCE_LABEL, KIND_LABEL, OWNER_LABEL
from bot.sandbox.recipes import standins

_KIND = "images"
_MARKER = f"{STORE}/.complete"
_INCOMING = f"{STORE}/.incoming"
_LOAD_SECONDS = 600
_FILL_SECONDS = 1800
# Changes when the way of filling does.
_FORMAT = "2"

_PODMAN = f"CONTAINERS_STORAGE_CONF=/etc/containers/storage-fill.conf TMPDIR={_INCOMING} podman --root {STORE}"


def store_name(engine: Engine) -> str:
    """The volume for the course's images as they are now. Raises ``CannotBuildError`` where one is missing."""
    held = [f"{image} {name}" for image, names in _by_image(engine).items() for name in names]
    digest = hashlib.sha256("\n".join([_FORMAT, lab_tag(), *held]).encode()).hexdigest()
    return f"pomodock-images-{digest[:12]}"


def make_store(engine: Engine, *, tell: Tell, stop: threading.Event) -> str:
    """See that the volume is there and complete, and return its name; the lab image has to be there.

    Volumes of earlier images go, unless a lab still uses them. Raises ``CannotBuildError`` or ``ENGINE_ERRORS``.
    """
    name = store_name(engine)
    if not is_complete(engine, name):
        _remove(engine, name)
        try:
            _fill(engine, name, tell, stop)
        except BaseException:
            _remove(engine, name)
            raise
    for old in _volumes(engine):
        if old != name:
            _remove(engine, old)
    return name


def is_complete(engine: Engine, name: str) -> bool:
    """Whether the volume is there, with all that belongs in it."""
    if name not in _volumes(engine):
        return False
    api: Any = engine.api()
    with container(engine, lab_tag(), ["true"], binds={name: {"bind": STORE, "mode": "ro"}}) as holder:
        try:
            api.get_archive(holder, _MARKER)
        except NotFound:
            return False
    return True


def _fill(engine: Engine, name: str, tell: Tell, stop: threading.Event) -> None:
    tell(BuildProgress(BuildStep.STORE))
    api: Any = engine.api()
    api.create_volume(name, labels={KIND_LABEL: _KIND})
    images = list(_by_image(engine).values())
    with _filler(engine, name) as filler:
        _do(engine, filler, f"mkdir -p {_INCOMING}", stop)
        for count, names in enumerate(images):
            tell(BuildProgress(BuildStep.STORE, count / len(images), names[0]))
            _load(engine, filler, names, stop)
        _do(engine, filler, f"rm -rf {_INCOMING} && touch {_MARKER}", stop)


def _load(engine: Engine, filler: str, names: list[str], stop: threading.Event) -> None:
    """Hand one image over and give it its further names."""
    api: Any = engine.api()
    with tempfile.TemporaryFile() as parcel:
        _saved(api.get_image(names[0]), parcel)
        api.put_archive(filler, _INCOMING, parcel)
    # Podman puts localhost/ before a short name, or leaves a full one; learners ask for Docker Hub's.
    ours = [shlex.quote(f"docker.io/library/{name}") for name in names]
    steps = [
        f"loaded=$({_PODMAN} load -q -i {_INCOMING}/image.tar | sed -n 's/^Loaded image: //p')",
        *(f'{_PODMAN} tag "$loaded" {name}' for name in ours),
        f'{{ [ "$loaded" = {ours[0]} ] || {_PODMAN} untag "$loaded" "$loaded"; }}',
        f"rm -f {_INCOMING}/image.tar",
    ]
    _do(engine, filler, " && ".join(steps), stop)


def _saved(chunks: Iterable[bytes], parcel: IO[bytes]) -> None:
    """``docker save``'s stream as the file ``image.tar`` of another tar, which is how a file gets into a container."""
    parcel.write(bytes(tarfile.BLOCKSIZE))
    member = tarfile.TarInfo("image.tar")
    member.mode, member.uid, member.gid = 0o644, 1000, 1000
    for chunk in chunks:
        parcel.write(chunk)
        member.size += len(chunk)
    parcel.write(bytes(-member.size % tarfile.BLOCKSIZE + 2 * tarfile.BLOCKSIZE))
    parcel.seek(0)
    # GNU's format says sizes beyond 8 GiB in the same one block.
    parcel.write(member.tobuf(tarfile.GNU_FORMAT))
    parcel.seek(0)


@contextlib.contextmanager
def _filler(engine: Engine, volume: str) -> Iterator[str]:
    """A running lab that may write to the store, gone afterwards."""
    api: Any = engine.api()
    name = f"pomodock-build-{secrets.token_hex(8)}"
    policy = LabPolicy(cpus=2.0)
    try:
        api.create_container(
            lab_tag(),
            command=["sleep", str(_FILL_SECONDS)],
            name=name,
            labels={
                KIND_LABEL: "build",
                OWNER_LABEL: "build",
                INSTANCE_LABEL: name,
                EXPIRY_LABEL: str(_FILL_SECONDS),
            },
            host_config=policy.host_config(api, seccomp=lab_seccomp(engine), store=volume, store_writable=True),
        )
        api.start(name)
        yield name
    finally:
        remove(engine, name)


def _do(engine: Engine, filler: str, script: str, stop: threading.Event) -> None:
    """Run ``script`` in the filler. Raises ``CannotBuildError`` with its last words."""
    api: Any = engine.api()
    log = "/tmp/said"  # noqa: S108 - inside the container
    started = api.exec_create(filler, ["sh", "-c", f"{{ {script}; }} > {log} 2>&1"])["Id"]
    api.exec_start(started, detach=True)
    pause = 0.02
    for _ in range(_LOAD_SECONDS * 4):
        state = api.exec_inspect(started)
        if not state["Running"]:
            break
        go_on(stop)
        stop.wait(pause)
        pause = min(0.25, pause * 2)
    else:
        raise CannotBuildError(BuildProblem.FAILED, detail="filling the store of images took too long")
    if state["ExitCode"] != 0:
        shown = api.exec_create(filler, ["tail", "-n", "5", log])["Id"]
        raise CannotBuildError(BuildProblem.FAILED, detail=api.exec_start(shown).decode(errors="replace").strip())


def _by_image(engine: Engine) -> dict[str, list[str]]:
    """The course's names by the image that the engine has for them."""
    found: dict[str, list[str]] = {}
    missing = []
    for name in (name for recipe in standins() for name in recipe.names):
        image = engine.inspect(name)
        if image is None:
            missing.append(name)
        else:
            found.setdefault(str(image["Id"]), []).append(name)
    if missing:
        raise CannotBuildError(BuildProblem.NO_IMAGES, detail=", ".join(missing))
    return found


def _volumes(engine: Engine) -> list[str]:
    api: Any = engine.api()
    listed = api.volumes(filters={"label": f"{KIND_LABEL}={_KIND}"})
    return [str(volume["Name"]) for volume in listed["Volumes"] or ()]


def _remove(engine: Engine, name: str) -> None:
    """Remove a volume unless it is in use or not there."""
    api: Any = engine.api()
    with contextlib.suppress(APIError):
        api.remove_volume(name)
