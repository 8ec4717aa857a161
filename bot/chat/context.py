"""What a handler gets from us: the turn it works in."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from bot.services.turn import Turn


@dataclass(slots=True)
class Handling:
    """One update on its way through the handlers. ``error`` is what a handler raised."""

    turn: Turn
    error: BaseException | None = None


current: ContextVar[Handling] = ContextVar("handling")


class Context(CallbackContext[ExtBot[dict[str, Any]], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """PTB's context, with the turn."""

    @property
    def turn(self) -> Turn:
        """The transaction that this update is handled in."""
        return current.get().turn


App = Application[ExtBot[dict[str, Any]], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]
