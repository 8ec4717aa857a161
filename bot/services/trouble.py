"""An error as a message: its class name and its fields, for the renderer to word."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from bot.domain.errors import PomodockError
from bot.domain.messages.general import Trouble


def trouble_of(error: PomodockError) -> Trouble:
    """The message that tells the person about ``error``."""
    names = [field.name for field in fields(error)] if is_dataclass(error) else list[str]()
    return Trouble(type(error).__name__, {name: getattr(error, name) for name in names})
