"""What all tests share: rules are tested by what they say, and a missing component is said once."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.components import chromium
from tests.engine import engine_available

# A busy machine is slow; that is no fault of a rule.
settings.register_profile("pomodock", deadline=None)
settings.load_profile("pomodock")


@pytest.fixture(autouse=True)
def _component_where_marked(request: pytest.FixtureRequest) -> None:
    """Leave out what needs a component that is not there; ``make test`` says so, and fails where CI=true."""
    if request.node.get_closest_marker("engine") is not None and not engine_available():
        pytest.skip("no Docker engine answers")
    if request.node.get_closest_marker("browser") is not None and chromium() is None:
        pytest.skip("no Chromium is installed")
