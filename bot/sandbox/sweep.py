"""Removal of leftovers: what a bot that was killed left on the engine. Blocking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.sandbox.container import remove
from bot.sandbox.engine import ENGINE_ERRORS, Engine
from bot.sandbox.policy import EXPIRY_LABEL, INSTANCE_LABEL, KIND_LABEL

_log = structlog.get_logger(__name__)


def sweep(engine: Engine, *, instance: str, kind: str, in_use: Callable[[str], bool]) -> int:
    """Remove this instance's containers of a ``kind`` that are not in use, and anyone's that are expired.

    Returns how many are gone. An engine that does not answer has nothing to sweep: 0.
    """
    try:
        leftovers = _leftovers(engine, instance=instance, kind=kind, in_use=in_use)
    except ENGINE_ERRORS as error:
        engine.failed(error)
        return 0
    gone = sum(remove(engine, name) for name in leftovers)
    if gone:
        _log.info("leftover containers removed", count=gone)
    return gone


def _leftovers(engine: Engine, *, instance: str, kind: str, in_use: Callable[[str], bool]) -> list[str]:
    api = engine.api()
    found = api.containers(all=True, filters={"label": EXPIRY_LABEL})
    if not found:
        return []
    engine_now = datetime.fromisoformat(api.info()["SystemTime"])
    return [
        name
        for name, row in ((_name(row), row) for row in found)
        if not in_use(name) and (_is_own(row, instance, kind) or _expired(row, engine_now))
    ]


def _is_own(row: dict[str, Any], instance: str, kind: str) -> bool:
    labels: dict[str, str] = row["Labels"]
    return labels.get(INSTANCE_LABEL) == instance and labels.get(KIND_LABEL) == kind


def _name(row: dict[str, Any]) -> str:
    return str(row["Names"][0]).removeprefix("/") if row["Names"] else str(row["Id"])


def _expired(row: dict[str, Any], engine_now: datetime) -> bool:
    """By the engine's own clock on both sides. A label that is no number was not written by us: left alone."""
    try:
        lives = int(row["Labels"][EXPIRY_LABEL])
    except ValueError:
        return False
    return (engine_now - datetime.fromtimestamp(row["Created"], UTC)).total_seconds() > lives
