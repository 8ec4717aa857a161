"""What the front matter says about code blocks, brought to the pages that hold them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.curriculum.schema import FrontMatter
from bot.curriculum.unit_file import PageDraft
from bot.domain.course import Note, NoteKind


def notes_of(matter: FrontMatter, pages: Sequence[PageDraft]) -> tuple[tuple[Note, ...], ...]:
    """The notes of each page, in the order of its code blocks. A block that is on no page has none."""
    listed = [(entry.block, NoteKind.DIFFERS, entry.how) for entry in matter.differs]
    listed += [(entry.block, NoteKind.CANNOT_RUN, entry.why) for entry in matter.cannot_run]
    notes, before = [], 0
    for page in pages:
        count = len(page.blocks)
        here = sorted((block - before, kind, text) for block, kind, text in listed if 0 < block - before <= count)
        notes.append(tuple(Note(kind, block if count > 1 else 0, text) for block, kind, text in here))
        before += count
    return tuple(notes)
