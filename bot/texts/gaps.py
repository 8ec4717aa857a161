"""Sentences with gaps as HTML: with blanks in their place, or whole, the words in bold."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from bot.domain.cloze import Gap, pieces
from bot.domain.course import Language

BLANK = "____"
_HINTS: dict[Language, str] = {"en": "{} ({})", "zh": "{}（{}）"}


def gapped(text: str, language: Language) -> Markup:
    """``text`` with a blank for each gap, and its hint in brackets."""

    def blank(gap: Gap) -> Markup:
        return escape(_HINTS[language].format(BLANK, gap.hint) if gap.hint else BLANK)

    return _marked(text, blank)


def whole(text: str) -> Markup:
    """``text`` with the words of its gaps in bold."""
    return _marked(text, lambda gap: Markup("<b>{}</b>").format(gap.word) if gap.word else Markup(""))


def _marked(text: str, show: Callable[[Gap], Markup]) -> Markup:
    """Outside gaps, what stands between two ` is code; a gap inside code is set like any other."""
    cut = pieces(text)
    paired = sum(piece.count("`") for piece in cut if isinstance(piece, str)) % 2 == 0
    parts: list[Markup] = []
    code = False
    for piece in cut:
        if isinstance(piece, Gap):
            parts.append(show(piece))
            continue
        for place, run in enumerate(piece.split("`") if paired else [piece]):
            code ^= place > 0
            if run:
                parts.append(Markup("<code>{}</code>").format(run) if code else escape(run))
    return Markup("").join(parts)
