"""How long a text is, and how to shorten it: in UTF-16 code units as Telegram counts, in columns as a phone shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

TEXT_LIMIT = 4096
"""UTF-16 code units of a message, entities parsed."""
CAPTION_LIMIT = 1024
"""UTF-16 code units of a caption, entities parsed."""
TOAST_LIMIT = 200
"""UTF-16 code units of the answer to a callback."""
LABEL_COLUMNS = 40
"""Columns of a button's label, a wide character counting two: the width of a phone."""
ROW_COLUMNS = 40
"""Columns of a row of buttons, which are all as wide as the widest."""

_MORE = "…"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s+")
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def units(text: str) -> int:
    """How many UTF-16 code units ``text`` has."""
    return len(text) if text.isascii() else len(text) + sum(1 for char in text if char > "\uffff")


def columns(text: str) -> int:
    """How many columns ``text`` takes: two for a wide character, none for one that combines."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def printable(text: str) -> str:
    """``text`` without what Telegram refuses or drops: control characters but tab and line feed, half surrogates."""
    return _UNPRINTABLE.sub("", text) if _UNPRINTABLE.search(text) else text


def cut(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` UTF-16 code units, with an ellipsis where something is missing."""
    if units(text) <= limit:
        return text
    return beginning(text, limit - 1).rstrip() + _MORE


def cut_columns(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` columns, with an ellipsis where something is missing."""
    if columns(text) <= limit:
        return text
    return _taken(text, limit - 1, columns).rstrip() + _MORE


def beginning(text: str, limit: int) -> str:
    """The first ``limit`` UTF-16 code units of ``text``, or one less where a character would be torn."""
    return _taken(text, limit, units)


def one_line(text: str) -> str:
    """``text`` on one line, without marks that turn the direction of what follows."""
    return _BLANKS.sub(" ", printable(_DIRECTION.sub("", text))).strip()


def said(text: str, limit: int = 60) -> str:
    """What a stranger typed, safe to stand in a sentence of ours: one line, cut, and its direction its own affair.

    Empty where nothing of it can be seen.
    """
    line = cut(one_line(text), limit)
    if not any(_is_visible(char) for char in line):
        return ""
    return f"{_ISOLATE}{line}{_END_ISOLATE}" if any(map(_is_rtl, line)) else line


def _taken(text: str, limit: int, size_of: Callable[[str], int]) -> str:
    """The longest start of ``text`` that is not larger than ``limit``."""
    taken = size = 0
    for char in text:
        size += size_of(char)
        if size > limit:
            break
        taken += 1
    return text[:taken]


def _columns_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _is_visible(char: str) -> bool:
    return char not in _INVISIBLE_LETTERS and unicodedata.category(char)[0] not in "CZM"


def _is_rtl(char: str) -> bool:
    return unicodedata.bidirectional(char) in {"R", "AL"}
