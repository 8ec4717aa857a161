"""What all tests share: rules are tested by what they say, and a missing component is said once."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.components import require_chromium
from tests.engine import require_engine

# A busy machine is slow; that is no fault of a rule.
settings.register_profile("pomodock", deadline=None)
settings.load_profile("pomodock")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what needs a component that is not there; the skips of a hook are one line together."""
    if item.get_closest_marker("engine") is not None:
        require_engine()
    if item.get_closest_marker("browser") is not None:
        require_chromium()
