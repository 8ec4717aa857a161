"""What a card says a command prints is what an engine prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.truth.cards import outputs, steps_of_card
from tests.truth.engine import engine
from tests.truth.run import play


@pytest.mark.engine
@pytest.mark.parametrize("topic", outputs())
def test_an_engine_prints_what_a_card_says(topic: str, images: Path, client: Path) -> None:
    faults = []
    with engine(images, client) as shell:
        for card in outputs()[topic]:
            shell.enter(f"../{card.id}")
            played = play(steps_of_card(card), shell)
            faults += [f"{card.id}, {outcome.departs}: {outcome}" for outcome in played if outcome.departs]

    assert not faults, "\n\n".join(faults)
