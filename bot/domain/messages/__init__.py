"""Everything the bot can say, as frozen dataclasses.

One file a feature; the wording of ``study.py`` is in ``texts/<lang>/study.j2``, and so on. Course texts travel in every
language (``Localized``), so that a message is rendered in the reader's language at the moment it is sent. A change of
fields that older stored messages cannot be read with needs a new class.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from types import ModuleType
from typing import Any

from bot.domain.messages import (
    assessment,
    day,
    focus,
    general,
    lab,
    notes,
    onboarding,
    placement,
    preview,
    project,
    quiz,
    resources,
    run,
    study,
    topics,
    track,
)

Message = Any
"""An instance of one of ``MESSAGES``."""

_MODULES: tuple[ModuleType, ...] = (
    assessment,
    day,
    focus,
    general,
    lab,
    notes,
    onboarding,
    placement,
    preview,
    project,
    quiz,
    resources,
    run,
    study,
    topics,
    track,
)


def _messages(module: ModuleType) -> dict[str, type]:
    return {
        name: value
        for name, value in vars(module).items()
        if is_dataclass(value) and isinstance(value, type) and value.__module__ == module.__name__
    }


MESSAGES: dict[str, type] = {name: kind for module in _MODULES for name, kind in _messages(module).items()}
"""Every message class by its name."""

FEATURE: dict[str, str] = {
    name: module.__name__.rsplit(".", 1)[-1] for module in _MODULES for name in _messages(module)
}
"""The feature whose template words a message."""
