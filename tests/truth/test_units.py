"""Whoever types what a unit shows, into a real Docker engine, sees what the unit shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.course import Language
from tests.truth.course import Chain, runs, steps
from tests.truth.engine import engine
from tests.truth.run import play


@pytest.mark.engine
@pytest.mark.slow
@pytest.mark.parametrize(
    ("chain", "language"), runs(), ids=lambda part: part if isinstance(part, str) else "+".join(part)
)
def test_an_engine_prints_what_a_unit_shows(chain: Chain, language: Language, images: Path, client: Path) -> None:
    faults = []
    with engine(images, client) as shell:
        for unit, todo in steps(chain, language):
            faults += [f"{unit}, {outcome.fault}: {outcome}" for outcome in play(todo, shell) if outcome.fault]

    assert not faults, "\n\n".join(faults)
