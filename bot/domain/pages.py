"""Markdown cut into pages that fit a message, without cutting through code.

Lengths are UTF-16 code units, as Telegram counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SMALLEST_LIMIT = 128
"""A page must have room for a fence, its language, and something between."""

_FENCE = re.compile(r"[ \t]*(`{3,20}(?!`)|~{3,20}(?!~))[ \t]*([^`]*?)[ \t]*")
_LANGUAGE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Fence:
    """Whether a line of Markdown stands in a fenced code block, in a list or not.

    ``mark`` is the fence that opened it, ``language`` what was written behind that; both empty outside.
    """

    mark: str = ""
    language: str = ""

    @property
    def is_open(self) -> bool:
        """Whether what follows is code."""
        return bool(self.mark)

    def after(self, line: str) -> Fence:
        """The state after ``line``."""
        match = _FENCE.fullmatch(line)
        if not match:
            return self
        mark, language = match.groups()
        if not self.is_open:
            return Fence(mark, language[:_LANGUAGE_LENGTH])
        closes = mark[0] == self.mark[0] and len(mark) >= len(self.mark) and not language
        return Fence() if closes else self


def paginate(markdown: str, limit: int) -> tuple[str, ...]:
    """``markdown`` in order, in pages of at most ``limit`` code units; one page where it fits; none where it is blank.

    Pages end between paragraphs or code blocks. Only a paragraph longer than a page is cut at the end of a line, a
    sentence or a word, and only a code block longer than a page is cut, at the end of a line, and goes on in a
    block of its own. A block that was never closed is closed. Raises `ValueError` for a limit under `SMALLEST_LIMIT`.
    """
    if limit < SMALLEST_LIMIT:
        raise ValueError(f"a page of {limit} is too small")
    pages: list[str] = []
    for block in _blocks(markdown.split("\n")):
        pieces = [block] if _units(str(block)) <= limit else _cut_block(block, limit)
        for piece in map(str, pieces):
            joined = f"{pages[-1]}\n\n{piece}" if pages else piece
            if pages and _units(joined) <= limit:
                pages[-1] = joined
            else:
                pages.append(piece)
    return tuple(pages)


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or a code block without its fences. ``indent`` stands before the fences."""

    lines: tuple[str, ...]
    fence: Fence = Fence()
    indent: str = ""

    def __str__(self) -> str:
        if not self.fence.is_open:
            return "\n".join(self.lines)
        opening = f"{self.indent}{self.fence.mark}{self.fence.language}"
        return "\n".join([opening, *self.lines, f"{self.indent}{self.fence.mark}"])


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """Paragraphs and code blocks in order, without the blank lines between them."""
    fence, indent = Fence(), ""
    held: list[str] = []
    for line in lines:
        before, fence = fence, fence.after(line)
        if before.is_open and fence.is_open:
            held.append(line)
        elif before.is_open:
            yield _Block(tuple(held), before, indent)
            held = []
        elif fence.is_open or not line.strip():
            if held:
                yield _Block(tuple(held))
            held, indent = [], line[: len(line) - len(line.lstrip(" \t"))][:8]
        else:
            held.append(line)
    if held or fence.is_open:
        yield _Block(tuple(held), fence, indent)


def _cut_block(block: _Block, limit: int) -> list[_Block]:
    """``block`` in pieces that fit, each with as many lines as possible."""
    size = limit - _units(str(_Block((), block.fence, block.indent))) - 1
    pieces: list[list[str]] = []
    used = 0
    parts = [part for line in block.lines for part in _cut_line(line, size, block.fence.is_open)]
    for line in parts:
        if not line.strip() and not block.fence.is_open:
            continue
        units = _units(line)
        if not pieces or used + 1 + units > size:
            pieces.append([])
            used = -1
        pieces[-1].append(line)
        used += 1 + units
    return [_Block(tuple(piece), block.fence, block.indent) for piece in pieces]


def _cut_line(line: str, size: int, is_code: bool) -> Iterator[str]:
    """``line`` in parts of at most ``size``: prose after a sentence or between words where there are any."""
    while _units(line) > size:
        fitting = _fitting(line, size)
        at = fitting if is_code else _good_end(line, fitting)
        while at > 1 and _FENCE.match(line[at:]):
            at -= 1
        yield line[:at] if is_code else line[:at].rstrip()
        line = line[at:] if is_code else line[at:].lstrip()
    yield line


def _good_end(line: str, fitting: int) -> int:
    """The best place to cut prose at or before ``fitting``, unless it would leave less than half."""
    for ending in ("(?<=[.!?]) |(?<=[。！？；])", " |(?<=[，、])"):
        ends = [match.end() for match in re.finditer(ending, line[:fitting])]
        if ends and ends[-1] * 2 >= fitting:
            return ends[-1]
    return fitting


def _fitting(line: str, size: int) -> int:
    """How many characters of ``line`` take at most ``size`` code units; at least one."""
    used = 0
    for at, char in enumerate(line):
        used += 2 if ord(char) > 0xFFFF else 1
        if used > size:
            return max(at, 1)
    return len(line)


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)
