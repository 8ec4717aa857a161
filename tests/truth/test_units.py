"""Whoever types what a unit shows, into a real Docker engine, sees what the unit shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.course import Language
from tests.truth.course import Chain, runs, steps
from tests.truth.engine import engine
from tests.truth.run import play

_BEYOND_THIS_ENGINE = {
    ("clean-up", 15): "before Engine 23.0, volume prune took named volumes, too",
    ("engine-from-inside", 10): "dockerd has --validate since 23.0",
    ("limits", 2): "the unit shows the file of cgroup v2",
    ("limits", 5): "the unit shows the file of cgroup v2",
}
"""What units show of today's Docker that the engine of Debian's packages (20.10) or the kernel's cgroup v1 lacks."""


@pytest.mark.engine
@pytest.mark.slow
@pytest.mark.parametrize(
    ("chain", "language"), runs(), ids=lambda part: part if isinstance(part, str) else "+".join(part)
)
def test_an_engine_prints_what_a_unit_shows(chain: Chain, language: Language, images: Path, client: Path) -> None:
    faults = []
    with engine(images, client) as shell:
        for unit, todo in steps(chain, language):
            faults += [
                f"{unit}, {outcome.departs}: {outcome}"
                for outcome in play(todo, shell)
                if outcome.departs and (unit, outcome.command.block) not in _BEYOND_THIS_ENGINE
            ]

    assert not faults, "\n\n".join(faults)
