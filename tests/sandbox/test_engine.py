"""No engine, or one at an address that is wrong: the bot goes on and says so."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.domain.run import BuildProblem, BuildProgress, RunLimits, RunOutcome, SandboxState
from bot.sandbox.engine import Engine
from bot.sandbox.plain import DockerSandbox


@pytest.fixture
def dead(tmp_path: Path) -> str:
    """A socket file with nobody behind it, as an engine that was killed leaves it."""
    path = tmp_path / "dead.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    return f"unix://{path}"


@pytest.mark.parametrize("host", ["unix:///nowhere/docker.sock", "tcp://127.0.0.1:1", "nonsense://x", "tcp://"])
async def test_an_engine_that_is_not_there(host: str) -> None:
    await _meets_no_engine(host)


async def test_a_dead_socket(dead: str) -> None:
    await _meets_no_engine(dead)


async def test_docker_host_is_obeyed(dead: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", dead)
    assert not Engine().answers()
    await _meets_no_engine(None)


async def test_what_answers_is_no_engine(tmp_path: Path) -> None:
    assert not Engine(f"unix://{tmp_path}").answers()


async def test_a_state_is_remembered_for_a_moment(dead: str, tmp_path: Path) -> None:
    sandbox = DockerSandbox(Clock(), instance="test-state", host=dead)
    sandbox.fresh = 3600.0
    assert await sandbox.state() is SandboxState.NO_ENGINE
    sandbox._glance.host = "would raise if asked"
    assert await sandbox.state() is SandboxState.NO_ENGINE
    await sandbox.aclose()


async def _meets_no_engine(host: str | None) -> None:
    sandbox = DockerSandbox(Clock(), instance="test-dead", host=host)
    told: list[BuildProgress] = []
    assert await sandbox.state() is SandboxState.NO_ENGINE
    result = await sandbox.run("echo hi", owner="learner-1", limits=RunLimits())
    assert (result.outcome, result.exit_code, result.output) == (RunOutcome.UNAVAILABLE, None, "")
    assert await sandbox.sweep() == 0
    assert (await sandbox.build(told.append)).problem is BuildProblem.NO_ENGINE
    assert await sandbox.state() is SandboxState.NO_ENGINE
    await sandbox.aclose()
