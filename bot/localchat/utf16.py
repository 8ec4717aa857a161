"""Telegram counts in UTF-16 code units; Python counts in code points. The bridge between the two."""

from __future__ import annotations


def length(text: str) -> int:
    """How many UTF-16 code units ``text`` has."""
    return len(text) if text.isascii() else len(text) + sum(1 for char in text if char > "\uffff")


def units(text: str) -> list[int]:
    """For each index of ``text`` (its end included) the UTF-16 offset of that place."""
    offsets, at = [0], 0
    for char in text:
        at += 2 if char > "\uffff" else 1
        offsets.append(at)
    return offsets


def split(text: str, limit: int) -> list[str]:
    """``text`` in pieces of at most ``limit`` code units, no character torn."""
    pieces: list[str] = []
    while length(text) > limit:
        cut = limit
        while length(text[:cut]) > limit:
            cut -= max(1, (length(text[:cut]) - limit) // 2)
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]
