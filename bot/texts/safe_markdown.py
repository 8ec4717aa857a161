"""What a learner wrote, inside a Markdown document: text stays text, whatever signs are in it."""

from __future__ import annotations

import re

from markupsafe import Markup

from bot.texts.measure import one_line, printable

_SIGNS = re.compile(r"([\\`*_\[\]<>&|~$#!(){}^=:+-])")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def quote(text: str) -> str:
    """``text`` as a block quote, line by line: no fence, heading or tag in it means anything, or gets out of it."""
    lines = printable(text).replace("\t", " ").strip().split("\n")
    return "\n".join(f"> {_escaped(line.strip())}\\" if line.strip() else ">" for line in lines).removesuffix("\\")


def line(text: str) -> str:
    """``text`` on one line in which no sign means anything."""
    return _escaped(one_line(str(text)))


def course_line(text: str) -> str:
    """A line of the course, on one line; its Markdown, such as `` `code` ``, is meant."""
    return one_line(text)


def _escaped(text: str) -> str:
    text = _SIGNS.sub(r"\\\1", text.unescape() if isinstance(text, Markup) else text)
    return _NUMBERED.sub(r"\1\\\2", text)
