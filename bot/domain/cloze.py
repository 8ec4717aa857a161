"""Sentences with gaps: ``docker run [[-d]] nginx``, with a hint ``[[-d::in the background]]``.

Text outside gaps may have `` `code` ``, and a gap may stand inside it. What a learner types into the gaps is compared
without width, case, accents and punctuation; a word of six letters or more may have one letter wrong, as in a
recitation.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.recite import normalise

_GAP = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_WORD = re.compile(r"\w+")
_TYPO_LENGTH = 6
"""Words shorter than this must be spelt right."""

LONGEST_ATTEMPT = 500
"""Characters that are read of what was typed."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What belongs in a gap, and what is said in its place until then; the hint may be empty."""

    word: str
    hint: str = ""


def pieces(text: str) -> tuple[str | Gap, ...]:
    """``text`` cut at its gaps, in order; pieces of text may be empty, and stand at even places."""
    return tuple(_gap(piece) if at % 2 else piece for at, piece in enumerate(_GAP.split(text)))


def gaps(text: str) -> tuple[Gap, ...]:
    """The gaps of ``text``, in order."""
    return tuple(piece for piece in pieces(text) if isinstance(piece, Gap))


def filled(text: str) -> str:
    """``text`` with every word in its place."""
    return "".join(piece.word if isinstance(piece, Gap) else piece for piece in pieces(text))


def fits(attempt: str, text: str) -> bool:
    """Whether ``attempt`` says what is missing in ``text``: the words of its gaps in order, or the whole sentence."""
    said = _words(attempt[:LONGEST_ATTEMPT])
    missing = [word for gap in gaps(text) for word in _words(gap.word)]
    return any(_same(said, wanted) for wanted in (missing, _words(filled(text))))


def _gap(inside: str) -> Gap:
    word, _, hint = inside.partition("::")
    return Gap(word.strip(), hint.strip())


def _words(text: str) -> list[str]:
    """The words of ``text`` as they are compared; signs that stand alone (``&&``, ``:-``) are words, commas are not."""
    chunks = unicodedata.normalize("NFKC", text).split()
    return [word for chunk in chunks for word in _WORD.findall(normalise(chunk)) or [chunk.strip(",;、`")] if word]


def _same(said: list[str], wanted: list[str]) -> bool:
    if "".join(said) == "".join(wanted):
        return True  # "read only" for "read-only", or Chinese words with a space between
    return len(said) == len(wanted) and all(map(_alike, said, wanted))


def _alike(said: str, wanted: str) -> bool:
    return said == wanted or (len(wanted) >= _TYPO_LENGTH and _one_slip(said, wanted))


def _one_slip(said: str, wanted: str) -> bool:
    """Whether one letter was left out, added or mistaken, or two neighbours were swapped."""
    if abs(len(said) - len(wanted)) > 1:
        return False
    start = 0
    while start < min(len(said), len(wanted)) and said[start] == wanted[start]:
        start += 1
    mine, theirs = said[start:], wanted[start:]
    swapped = len(mine) == len(theirs) > 1 and mine[0] == theirs[1] and mine[1] == theirs[0] and mine[2:] == theirs[2:]
    return swapped or mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]
