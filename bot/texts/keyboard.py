"""The buttons of the message that is being written: templates call ``button``, ``link`` and ``row``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import unescape

from markupsafe import Markup

from bot.domain.taps import Action, Tap
from bot.services.rendered import Button
from bot.texts.measure import LABEL_COLUMNS, ROW_COLUMNS, columns, cut_columns, one_line

_NOTHING = Markup("")


class Keyboard:
    """Rows of buttons, in the order they are written."""

    def __init__(self) -> None:
        self._rows: list[list[Button]] = [[]]

    def add(self, button: Button) -> None:
        """Put a button at the end of the current row, or on a new one where its label would not fit a phone."""
        row = self._rows[-1]
        widest = max(columns(other.label) for other in (*row, button))
        if widest * (len(row) + 1) > ROW_COLUMNS:
            self.new_row()
        self._rows[-1].append(button)

    def new_row(self) -> None:
        """Start a row, unless the current one is still empty."""
        if self._rows[-1]:
            self._rows.append([])

    @property
    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """What a ``Rendered`` carries."""
        return tuple(tuple(row) for row in self._rows if row)


_current: ContextVar[Keyboard] = ContextVar("keyboard")


@contextmanager
def collecting() -> Iterator[Keyboard]:
    """Catch the buttons that are written inside the ``with``."""
    keyboard = Keyboard()
    token = _current.set(keyboard)
    try:
        yield keyboard
    finally:
        _current.reset(token)


def button(label: str, action: str, subject: int = 0, seq: int = 0, value: str | int = "") -> Markup:
    """Add a button that sends a tap, and print nothing. Raises ``ValueError`` for what no tap can carry."""
    tap = Tap(Action(action), subject, seq, str(value))
    _current.get().add(Button(_label(label), data=tap.encode()))
    return _NOTHING


def link(label: str, url: str) -> Markup:
    """Add a button that opens an address, and print nothing."""
    _current.get().add(Button(_label(label), url=url))
    return _NOTHING


def row() -> Markup:
    """Start a new row, and print nothing."""
    _current.get().new_row()
    return _NOTHING


def _label(label: str) -> str:
    """Plain words for a button: templates may hand in text that is escaped already."""
    words = unescape(label) if isinstance(label, Markup) else label
    return cut_columns(one_line(words.replace("`", "")), LABEL_COLUMNS) or "…"
