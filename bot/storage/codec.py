"""Messages as stored: class name, version and fields."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.domain.messages import MESSAGES, Message

VERSION = 1
"""Of the way messages are written down; a row with another one cannot be read."""


def dump(message: Message) -> dict[str, Any]:
    """The fields of a message, as JSON has them."""
    fields: dict[str, Any] = _adapter(type(message).__name__).dump_python(message, mode="json")
    return fields


def load(kind: str, version: int, fields: dict[str, Any]) -> Message:
    """The message again. Raises ``ValueError`` for a class, version or fields this release does not know."""
    if version != VERSION or kind not in MESSAGES:
        msg = f"a stored message of class {kind}, version {version}, cannot be read"
        raise ValueError(msg)
    return _adapter(kind).validate_python(fields)


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(MESSAGES[kind])
