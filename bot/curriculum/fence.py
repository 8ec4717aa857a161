"""Fenced code blocks in Markdown: where they begin and end (CommonMark, section 4.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
