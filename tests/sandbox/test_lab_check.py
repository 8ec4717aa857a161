"""Each lab of the course: its solution passes every check, and each wrong try fails the one that it should."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.domain.lab import Lab
from bot.sandbox.lab_host import DockerLabs
from bot.services.lab_check import prove

FOLDER = Path(__file__).parents[2] / "content" / "docker"


@cache
def labs() -> dict[str, Lab]:
    return dict(load_course(read_folder(FOLDER)).labs)


@pytest.mark.engine
@pytest.mark.slow
@pytest.mark.parametrize("lab", sorted(labs()))
async def test_the_solution_passes_and_wrong_tries_fail_where_they_should(lab: str, lab_image: str) -> None:
    host = DockerLabs(Clock(), instance=f"test-{secrets.token_hex(6)}")
    try:
        wrong = [f"{script}: {said}" async for script, said in prove(host, labs()[lab]) if said]
    finally:
        await host.aclose()
    assert not wrong
