"""Building an image on a base from an image registry."""

from __future__ import annotations

import secrets
import threading
from typing import Any

from bot.domain.run import BuildProblem, BuildProgress, BuildStep
from bot.sandbox.building import CLEAN, RUN_CONFIG, CannotBuildError, Tell, go_on, import_root
from bot.sandbox.container import remove
from bot.sandbox.engine import ENGINE_ERRORS, Engine
from bot.sandbox.policy import EXPIRY_LABEL, INSTANCE_LABEL, KIND_LABEL, OWNER_LABEL
from bot.sandbox.recipes import STANDIN_LABEL

_PROBE_SECONDS = 8.0
_INSTALL_SECONDS = 600

_INSTALL = (
    "set -eu\n"
    "export DEBIAN_FRONTEND=noninteractive\n"
    "apt-get -q update >&2\n"
    'apt-get -q install -y --no-install-recommends "$@" >&2\n'
    "set -- /\n"
)


def from_registry(
    engine: Engine,
    tag: str,
    base: str,
    packages: tuple[str, ...],
    *,
    config: tuple[str, ...] = RUN_CONFIG,
    tell: Tell,
    stop: threading.Event,
) -> str | None:
    """Build ``tag`` from ``base``; ``None`` if that worked, else why it did not.

    Raises ``CannotBuildError`` only when stopped: any other failure leaves the mirror to be tried.
    """
    tell(BuildProgress(BuildStep.PULL))
    try:
        # A stand-in of that name is no help: it knows no place to get packages from.
        if not engine.has_image(base) or STANDIN_LABEL in engine.labels(base):
            probe(engine, base)
            pull(engine, base, tell, stop)
        _install(engine, tag, base, packages, config, tell, stop)
    except CannotBuildError as error:
        if error.problem is BuildProblem.STOPPED:
            raise
        return error.detail
    except ENGINE_ERRORS as error:
        engine.failed(error)
        return str(error)
    return None


def probe(engine: Engine, base: str) -> None:
    """Ask for the base's digest, with a short patience: a pull would wait minutes for a registry that is away."""
    glance = Engine(engine.host, seconds=_PROBE_SECONDS)
    try:
        api: Any = glance.api()
        api.inspect_distribution(base)
    finally:
        glance.close()


def pull(engine: Engine, base: str, tell: Tell, stop: threading.Event) -> None:
    """Fetch an image, telling how much of its layers is there. Raises ``CannotBuildError`` or ``ENGINE_ERRORS``."""
    layers: dict[str, float] = {}
    for line in engine.api().pull(base, stream=True, decode=True):
        go_on(stop)
        if "error" in line:
            raise CannotBuildError(BuildProblem.FAILED, detail=str(line["error"]))
        if share := _layer_share(line):
            layers[str(line.get("id"))] = share
            tell(BuildProgress(BuildStep.PULL, sum(layers.values()) / len(layers), base))


def _layer_share(line: dict[str, Any]) -> float:
    detail = line.get("progressDetail") or {}
    return float(detail["current"]) / float(detail["total"]) if detail.get("total") else 0.0


def _install(
    engine: Engine,
    tag: str,
    base: str,
    packages: tuple[str, ...],
    config: tuple[str, ...],
    tell: Tell,
    stop: threading.Event,
) -> None:
    """Install ``packages`` in a container of ``base``, clean it, and import what it then holds.

    Export and import instead of a commit: setuid files of the base would live on in its lower layers.
    """
    tell(BuildProgress(BuildStep.INSTALL))
    api = engine.api()
    name = f"pomodock-build-{secrets.token_hex(8)}"
    try:
        api.create_container(
            base,
            command=["/bin/sh", "-c", _INSTALL + CLEAN, "sh", *packages],
            name=name,
            user="0:0",
            labels={
                KIND_LABEL: "build",
                OWNER_LABEL: "build",
                INSTANCE_LABEL: name,
                EXPIRY_LABEL: str(2 * _INSTALL_SECONDS),
            },
            use_config_proxy=True,
            host_config=api.create_host_config(init=True),
        )
        api.start(name)
        _wait(engine, name, tell, stop)
        import_root(engine, tag, api.export(name), base=base, config=config, tell=tell, stop=stop)
    finally:
        remove(engine, name)


def _wait(engine: Engine, name: str, tell: Tell, stop: threading.Event) -> None:
    for second in range(_INSTALL_SECONDS):
        state = engine.api().inspect_container(name)["State"]
        if state["Status"] == "exited":
            break
        tell(BuildProgress(BuildStep.INSTALL, second / (second + 20)))  # unknown length: ever slower
        stop.wait(1.0)
        go_on(stop)
    else:
        raise CannotBuildError(BuildProblem.FAILED, detail="installing packages took too long")
    if state["ExitCode"] != 0:
        said = engine.api().logs(name, tail=5).decode(errors="replace").strip()
        raise CannotBuildError(BuildProblem.FAILED, detail=said)
