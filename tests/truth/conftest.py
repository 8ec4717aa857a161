"""The parts of private engines, made once for all test processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine import missing, require_engine
from tests.truth.engine import lacking
from tests.truth.parts import CannotMakeError, Parts, parts


@pytest.fixture(scope="session")
def made() -> Parts:
    require_engine()
    if lack := lacking():
        missing(lack)
    try:
        return parts()
    except CannotMakeError as error:
        missing(str(error))
        raise


@pytest.fixture(scope="session")
def images(made: Parts) -> Path:
    return made.images


@pytest.fixture(scope="session")
def client(made: Parts) -> Path:
    return made.client
