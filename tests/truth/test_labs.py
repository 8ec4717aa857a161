"""Where a lab answers otherwise than a unit shows, the unit says so, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.domain.course import LANGUAGES
from bot.sandbox.engine import Engine
from tests.truth.course import Chain, chains, steps
from tests.truth.lab import lab
from tests.truth.parts import Parts
from tests.truth.run import Outcome, play
from tests.truth.script import Command

_AT_TIMES = {("look-inside", 14): "Podman writes down how a container ended after its client may have asked"}
"""Blocks that a lab answers as shown on some days and otherwise on others; the unit says "sometimes"."""


@pytest.fixture
def outer() -> Iterator[Engine]:
    engine = Engine(seconds=60.0)
    yield engine
    engine.close()


@pytest.mark.engine
@pytest.mark.slow
@pytest.mark.parametrize("chain", chains(), ids="+".join)
def test_a_learner_is_told_what_his_lab_does_otherwise(chain: Chain, outer: Engine, made: Parts) -> None:
    listed, departing = set(), {}
    with lab(outer) as shell:
        for unit, todo in steps(chain, LANGUAGES[0]):
            listed |= {(unit, step.block) for step in todo if isinstance(step, Command) and step.differs}
            departing.update({(unit, each.command.block): each for each in play(todo, shell) if each.departs})

    assert not _told(departing, listed)
    assert listed - set(_AT_TIMES) <= set(departing), "a lab answers these as shown: take them off the list"


def _told(departing: dict[tuple[str, int], Outcome], listed: set[tuple[str, int]]) -> str:
    """What is in no list, in words."""
    return "\n\n".join(
        f"{unit}, {outcome.departs}: {outcome}" for (unit, at), outcome in departing.items() if (unit, at) not in listed
    )
