"""Long output, cut for a phone: the head and the tail, and how many lines are left out between them."""

from __future__ import annotations

from dataclasses import dataclass

FITS = 2800
"""Characters that are shown whole; the rest of a message's 4096 is for the words around them."""
_SHARE = 1200
_LINES = 20


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of an output. ``left_out`` is 0 when ``head`` is all of it."""

    head: str
    tail: str = ""
    left_out: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.tail


def excerpt(output: str) -> Excerpt:
    """The part of ``output`` that fits a message. Every left out or shortened line counts as left out."""
    lines = output.rstrip("\n").split("\n")
    if len(output) <= FITS and len(lines) <= 2 * _LINES + 1:
        return Excerpt(output.rstrip("\n"))
    head = _within(lines[:_LINES], _SHARE)
    tail = _within(lines[len(head) :][-_LINES:][::-1], _SHARE)[::-1]
    if not head or not tail:
        # One endless line: cut in the middle.
        return Excerpt(output[:_SHARE], output.rstrip("\n")[-_SHARE:], max(1, len(lines) - 2))
    return Excerpt("\n".join(head), "\n".join(tail), len(lines) - len(head) - len(tail))


def _within(lines: list[str], limit: int) -> list[str]:
    """The first of ``lines`` that have ``limit`` characters together."""
    taken: list[str] = []
    for line in lines:
        limit -= len(line) + 1
        if limit < 0:
            break
        taken.append(line)
    return taken
