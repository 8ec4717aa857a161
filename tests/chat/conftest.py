"""A world for each story, and one with the real course."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A short course about eggs: one unit on day 1, one on day 3."""
    async with open_world(tmp_path / "world") as made:
        yield made


@pytest.fixture
async def docker(tmp_path: Path) -> AsyncIterator[World]:
    """The real course."""
    async with open_world(tmp_path / "world", course="docker") as made:
        yield made


@pytest.fixture
async def tea(tmp_path: Path) -> AsyncIterator[World]:
    """A short course with every kind of card, and cells in its table."""
    async with open_world(tmp_path / "world", course="tea") as made:
        yield made
