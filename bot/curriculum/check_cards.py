"""What has to be right in cards that are turned over: answers, gaps, and commands with what they print."""

from __future__ import annotations

from collections.abc import Iterator

from bot.curriculum.code import complaints
from bot.curriculum.draft import CardDraft, Draft
from bot.curriculum.faults import Fault
from bot.curriculum.schema import AnswerEntry, ClozeEntry, OutputEntry, counted
from bot.curriculum.unit_file import refused_markdown
from bot.domain.cloze import Gap, filled, gaps, pieces
from bot.domain.course import LANGUAGES

_HOW = "write each gap as [[word]] or [[word::hint]]"


def answers_can_be_sent(draft: Draft) -> Iterator[Fault]:
    """The Markdown of answers has nothing that a chat cannot show, and no link that leads nowhere."""
    for card in draft.cards:
        key = {AnswerEntry: "answer", OutputEntry: "why"}.get(type(card.entry))
        for language in LANGUAGES if key else ():
            for what, mend in refused_markdown(getattr(getattr(card.entry, language), key or "")):
                yield card.fault((language, key or ""), f"here is {what}", mend)


def clozes_have_gaps(draft: Draft) -> Iterator[Fault]:
    """A cloze card has a gap in each language, a word for each, and no bracket that belongs to none."""
    for card, entry in _clozes(draft):
        for language in LANGUAGES:
            for what, mend in _gap_faults(getattr(entry, language).text):
                yield card.fault((language, "text"), what, mend)


def _gap_faults(text: str) -> Iterator[tuple[str, str]]:
    found = gaps(text)
    if not found:
        yield "it has no gap", _HOW
    if any(not gap.word for gap in found):
        yield "a gap is empty", "write the word that belongs in it"
    if any("[[" in piece or "]]" in piece for piece in pieces(text) if not isinstance(piece, Gap)):
        yield "here are brackets that are no gap", _HOW
    if any("`" in gap.word + gap.hint for gap in found) or filled(text).count("`") % 2:
        yield "its code is not closed, or begins in a gap", "put the whole gap between the two ` of its code"


def clozes_are_in_step(draft: Draft) -> Iterator[Fault]:
    """A cloze card has as many gaps in every language."""
    for card, entry in _clozes(draft):
        wanted = len(gaps(getattr(entry, LANGUAGES[0]).text))
        for language in LANGUAGES[1:]:
            here = len(gaps(getattr(entry, language).text))
            if here != wanted:
                what = f"gaps are out of step: {counted(here, 'gaps')} here, {wanted} in {LANGUAGES[0]}"
                yield card.fault((language, "text"), what, "make both the same")


def _clozes(draft: Draft) -> Iterator[tuple[CardDraft, ClozeEntry]]:
    for card in draft.cards:
        if isinstance(card.entry, ClozeEntry):
            yield card, card.entry


def commands_are_code(draft: Draft) -> Iterator[Fault]:
    """Commands whose output is asked for, and those that ran before, can be read by a shell."""
    for card in draft.cards:
        if isinstance(card.entry, OutputEntry):
            for key in ("setup", "command"):
                for each in complaints("bash", getattr(card.entry, key) or ""):
                    yield card.fault((key,), each.what, each.mend)
