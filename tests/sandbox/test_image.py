"""The image is made once, from a registry or from the machine's own mirror, and problems say how to mend them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import socket
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.domain.run import (
    BuildProblem,
    BuildProgress,
    BuildStep,
    RunLimits,
    RunOutcome,
    SandboxState,
)
from bot.sandbox import bootstrap
from bot.sandbox.building import CannotBuildError
from bot.sandbox.engine import Engine
from bot.sandbox.image import Image
from bot.sandbox.mirror import Mirror
from bot.sandbox.plain import DockerSandbox
from bot.sandbox.registry import from_registry
from tests.engine import missing
from tests.sandbox.registry import base_with_setuid, serving

MIRROR = Mirror("http://127.0.0.1:1/debian", ("trixie",), None)


def test_another_recipe_is_another_image() -> None:
    image = Image()
    assert image.tag == Image().tag
    assert replace(image, packages=("curl",)).tag != image.tag
    assert replace(image, base="debian:bookworm-slim").tag != image.tag


@pytest.mark.parametrize(
    ("mirror", "has_debootstrap", "is_root", "problem"),
    [
        (None, True, True, BuildProblem.NO_MIRROR),
        (MIRROR, False, True, BuildProblem.NO_DEBOOTSTRAP),
        (MIRROR, False, False, BuildProblem.NO_DEBOOTSTRAP),
        (MIRROR, True, False, BuildProblem.NEEDS_ROOT),
    ],
)
def test_what_the_mirror_way_needs(
    mirror: Mirror | None, has_debootstrap: bool, is_root: bool, problem: BuildProblem
) -> None:
    with pytest.raises(CannotBuildError) as caught:
        bootstrap.check_host(mirror, has_debootstrap=has_debootstrap, is_root=is_root)
    assert caught.value.problem is problem


def test_the_command_to_type_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://lab host:2375")
    command = bootstrap.command_as_root()
    assert command.startswith("sudo 'DOCKER_HOST=tcp://lab host:2375' /")
    assert command.endswith(" lab build")
    monkeypatch.delenv("DOCKER_HOST")
    assert "DOCKER_HOST" not in bootstrap.command_as_root()


@pytest.mark.engine
async def test_a_second_build_finds_the_image(sandbox: DockerSandbox, image: Image) -> None:
    told: list[BuildProgress] = []
    report = await sandbox.build(told.append)
    assert (report.problem, report.image) == (None, image.tag)
    assert [progress.step for progress in told] == [BuildStep.LOOK, BuildStep.DONE]


@pytest.mark.engine
def test_the_image_runs_as_nobody_and_says_where_it_is_from(api: Any, image: Image) -> None:
    config = api.inspect_image(image.tag)["Config"]
    assert config["User"] == "65534:65534"
    assert config["Labels"]["pomodock.base"]
    assert not config["Volumes"]


@pytest.mark.engine
async def test_from_a_registry(api: Any, engine: Engine, image: Image, tmp_path: Path) -> None:
    """The base has setuid files; the image made of it has none, in no layer, and commands run in it."""
    blobs = base_with_setuid(api, image.tag, tmp_path)
    repository = f"pomodock/test-{secrets.token_hex(4)}"
    with serving(blobs) as address:
        ours = Image(repository=repository, base=f"{address}/debian:trixie-slim", packages=("procps",))
        sandbox = DockerSandbox(Clock(), instance="test-registry", image=ours)
        told: list[BuildProgress] = []
        try:
            assert await sandbox.state() is SandboxState.NO_IMAGE
            report = await sandbox.build(told.append)
            assert report.problem is None, report.detail
            assert await sandbox.state() is SandboxState.READY
            assert {p.step for p in told} >= {BuildStep.PULL, BuildStep.INSTALL, BuildStep.IMPORT, BuildStep.DONE}
            assert BuildStep.BOOTSTRAP not in {p.step for p in told}
            found = await sandbox.run(
                "find / -perm /6000 ! -type l 2>/dev/null; ls /usr/bin/be* /etc/apt/apt.conf.d/*proxy 2>/dev/null",
                owner="l",
                limits=RunLimits(),
            )
            assert found.output == "/usr/bin/become\n/usr/bin/begroup\n"
            assert len(api.inspect_image(ours.tag)["RootFS"]["Layers"]) == 1
        finally:
            await sandbox.aclose()
            for tag in (ours.tag, ours.base):
                with contextlib.suppress(Exception):
                    api.remove_image(tag, force=True)


@pytest.mark.engine
def test_packages_that_do_not_exist_leave_nothing_and_say_why(api: Any, engine: Engine, image: Image) -> None:
    why = from_registry(
        engine, "pomodock/test:x", image.tag, ("no-such-package",), tell=lambda _: None, stop=threading.Event()
    )
    assert why is not None
    assert "no-such-package" in why
    assert api.containers(all=True, filters={"label": "pomodock.kind=build", "ancestor": image.tag}) == []


@pytest.mark.engine
def test_no_registry_is_noticed(engine: Engine) -> None:
    why = from_registry(
        engine, "pomodock/test:x", "127.0.0.1:1/debian:x", (), tell=lambda _: None, stop=threading.Event()
    )
    assert why is not None
    assert "127.0.0.1:1" in why


class TestMirrorTrouble:
    """What debootstrap meets, for real; it needs root and debootstrap, as CI has them."""

    @pytest.fixture(autouse=True)
    def _able(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        try:
            bootstrap.check_host(
                MIRROR,
                has_debootstrap=shutil.which("debootstrap", path="/usr/sbin:/usr/bin") is not None,
                is_root=os.geteuid() == 0,
            )
        except CannotBuildError as error:
            missing(f"the mirror way cannot be tried: {error.problem}")
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", None)

    def test_a_mirror_that_is_away(self, tmp_path: Path) -> None:
        with pytest.raises(CannotBuildError) as caught:
            bootstrap.from_mirror(Engine(), "pomodock/test:x", MIRROR, (), tell=lambda _: None, stop=threading.Event())
        assert caught.value.problem is BuildProblem.FAILED
        assert "127.0.0.1" in caught.value.detail
        assert list(tmp_path.iterdir()) == []

    def test_stopped_while_the_mirror_hangs(self, tmp_path: Path) -> None:
        stop = threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as hanging:
            hanging.settimeout(60)
            mirror = Mirror(f"http://127.0.0.1:{hanging.getsockname()[1]}/debian", ("trixie",), None)
            waiter = threading.Thread(target=_stop_at_the_first_caller, args=(hanging, stop))
            waiter.start()
            with pytest.raises(CannotBuildError) as caught:
                bootstrap.from_mirror(Engine(), "pomodock/test:x", mirror, (), tell=lambda _: None, stop=stop)
            waiter.join()
        assert caught.value.problem is BuildProblem.STOPPED
        assert list(tmp_path.iterdir()) == []


@pytest.mark.engine
async def test_while_it_builds_the_state_says_so_and_a_cancelled_build_ends() -> None:
    """The registry takes the call and never answers, as behind a bad firewall."""
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        ours = Image(repository="pomodock/test-slow", base=f"127.0.0.1:{hanging.getsockname()[1]}/debian:x")
        sandbox = DockerSandbox(Clock(), instance="test-build", image=ours)
        pulling = asyncio.Event()

        def watch(progress: BuildProgress) -> None:
            if progress.step is BuildStep.PULL:
                pulling.set()

        build = asyncio.ensure_future(sandbox.build(watch))
        await pulling.wait()
        assert await sandbox.state() is SandboxState.BUILDING
        during = await sandbox.run("echo", owner="l", limits=RunLimits())
        assert during.outcome is RunOutcome.UNAVAILABLE
        build.cancel()
        with pytest.raises(asyncio.CancelledError):
            await build
        assert await sandbox.state() is SandboxState.NO_IMAGE
        await sandbox.aclose()


def _stop_at_the_first_caller(hanging: socket.socket, stop: threading.Event) -> None:
    try:
        caller, _ = hanging.accept()
    finally:
        stop.set()
    caller.close()
