"""Whether a command printed what a unit shows: the same lines, apart from what is new in every run.

A line ``…`` stands for any number of lines. Ids, digests, sizes, dates, durations and names that the engine makes up
may be others; the width of a table's columns, too. ``0B`` is no size like others: that nothing is there is news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

ANY_LINES = "…"

_UNITS = "seconds?|minutes?|hours?|days?|weeks?|months?|years?"
_VOLATILE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:sha256:)?[0-9a-f]{64}\b"), "‹id›"),
    (re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b"), "‹id›"),
    (re.compile(r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d|UTC))*)?"), "‹date›"),
    (re.compile(rf"\b(?:Less than a second|About an? \w+|\d+ (?:{_UNITS})) ago\b"), "‹time› ago"),
    (re.compile(rf"\bUp (?:Less than a second|About an? \w+|\d+ (?:{_UNITS}))"), "Up ‹time›"),
    (re.compile(r"\b\d+\.\d+m?s\b"), "‹time›"),
    (re.compile(r"\b(?!0B)\d+(?:\.\d+)? ?(?:B|kB|KB|MB|GB|KiB|MiB|GiB)(?!\w)"), "‹size›"),
    (re.compile(r"(?<=\S)  +"), "  "),
)
_MADE_UP = re.compile(r"(‹id› .* )[a-z]+_[a-z]+\d?")
_BUILDER_NOTE = re.compile(
    r"^DEPRECATED: The legacy builder .*\n(?:[ \t]+(?:Install the buildx|BuildKit is|https://docs\.docker\.com).*\n)*\n?",
    re.MULTILINE,
)


def lines_of(output: str) -> list[str]:
    """The lines of ``output`` as a unit shows them: without spaces at their ends, and without the note that an
    engine's own builder, which labs have, is not the newest."""
    return [line.rstrip() for line in _BUILDER_NOTE.sub("", output).splitlines()]


def normal(line: str) -> str:
    """``line`` with a word in the place of whatever is new in every run."""
    for pattern, word in _VOLATILE:
        line = pattern.sub(word, line)
    made_up = _MADE_UP.fullmatch(line)
    return made_up.group(1) + "‹name›" if made_up else line


def matches(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether ``printed`` is what is ``shown``."""
    wanted = [ANY_LINES if line.strip() == ANY_LINES else normal(line.rstrip()) for line in shown]
    found = [normal(line.rstrip()) for line in printed]

    ends = {0}
    for line in wanted:
        if line == ANY_LINES:
            ends = set(range(min(ends, default=len(found) + 1), len(found) + 1))
        else:
            ends = {end + 1 for end in ends if end < len(found) and found[end] == line}
    return len(found) in ends
