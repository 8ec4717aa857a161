"""A message in words: what a renderer makes and a messenger sends."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: a label and callback data, or a label and a link."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A native quiz poll; ``correct`` are indexes of ``options``."""

    question: str
    options: tuple[str, ...]
    correct: tuple[int, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or a document, whole."""

    name: str
    content: bytes
    picture: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message in one language. ``html`` is in Telegram's HTML; it is the caption of an attachment."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    quiz: Quiz | None = None
    attachment: Attachment | None = field(default=None, repr=False)
