"""The real engine, the real image, and sandboxes on them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from bot.clock import Clock
from bot.domain.run import BuildPart, RunLimits, RunResult
from bot.sandbox.engine import Engine
from bot.sandbox.image import Image
from bot.sandbox.lab_image import lab_tag
from bot.sandbox.plain import DockerSandbox
from bot.sandbox.policy import INSTANCE_LABEL
from bot.sandbox.recipes import Recipe, standins
from tests.engine import built, missing, require_engine

Run = Callable[..., Awaitable[RunResult]]


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    require_engine()
    engine = Engine(seconds=30.0)
    yield engine
    engine.close()


@pytest.fixture
def api(engine: Engine) -> Any:
    return engine.api()


@pytest.fixture(scope="session")
def image(engine: Engine) -> Image:
    """The run image, built by our own code once for all test processes."""
    _built(BuildPart.RUN)
    return Image()


@pytest.fixture(scope="session")
def course(engine: Engine) -> tuple[Recipe, ...]:
    """The images of the course, pulled or built once for all test processes."""
    _built(BuildPart.IMAGES)
    return standins()


@pytest.fixture(scope="session")
def lab_image(engine: Engine, course: tuple[Recipe, ...]) -> str:
    """The lab image and the store of images that labs mount."""
    _built(BuildPart.LAB)
    return lab_tag()


def _built(part: BuildPart) -> None:
    if why_not := built(part):
        missing(why_not)


@pytest.fixture
async def sandbox(image: Image) -> AsyncIterator[DockerSandbox]:
    sandbox = DockerSandbox(Clock(), instance=f"test-{secrets.token_hex(6)}", image=image)
    yield sandbox
    await sandbox.aclose()


@pytest.fixture
def run(sandbox: DockerSandbox) -> Run:
    """A learner types a command; ten seconds, as in life, unless said otherwise."""

    async def typed(command: str, **limits: Any) -> RunResult:
        return await sandbox.run(command, owner="learner-1", limits=RunLimits(**limits))

    return typed


@pytest.fixture
def containers(api: Any, sandbox: DockerSandbox) -> Callable[[], list[dict[str, Any]]]:
    """What the engine holds of this test's sandbox, running or not."""

    def listed() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = api.containers(
            all=True, filters={"label": f"{INSTANCE_LABEL}={sandbox.instance}"}
        )
        return found

    return listed
