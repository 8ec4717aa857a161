"""What a course promises to teach, what of it is taught, and what of the code that it shows can be tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.curriculum import check_weeks
from bot.curriculum.code import complaints
from bot.curriculum.document import Document, Where
from bot.curriculum.draft import Draft
from bot.curriculum.faults import Fault
from bot.curriculum.schema import CannotRunEntry, DiffersEntry
from bot.curriculum.unit_file import PageDraft
from bot.domain.course import LANGUAGES, Cell

CANNOT_RUN_AT_MOST = 10
"""One code block in so many may be shown without ever having been run."""


def syllabus_is_unique(draft: Draft) -> Iterator[Fault]:
    """No two groups and no two items share an id."""
    groups: set[str] = set()
    items: set[str] = set()
    for at, group in enumerate(draft.course.syllabus if draft.course else ()):
        if group.group in groups:
            yield _twice(draft, ("syllabus", at, "group"), f"the group `{group.group}`")
        groups.add(group.group)
        for place, item in enumerate(group.items):
            if item.id in items:
                yield _twice(draft, ("syllabus", at, "items", place, "id"), f"the item `{item.id}`")
            items.add(item.id)


def _twice(draft: Draft, where: Where, what: str) -> Fault:
    return draft.course_document.fault(where, f"{what} is here twice", "give one of them another id, or remove it")


def syllabus_is_covered(draft: Draft) -> Iterator[Fault]:
    """Every item of the syllabus is covered: taught, asked, practised or pointed at."""
    covered = {item for _, _, items in _covering(draft) for item in items}
    for at, group in enumerate(draft.course.syllabus if draft.course else ()):
        for place, item in enumerate(group.items):
            if item.id not in covered:
                where = ("syllabus", at, "items", place, "id")
                what = f"nothing covers the item `{item.id}`"
                mend = "teach it, and add it to `covers` of that unit, card, project, self-assessment or resource"
                yield draft.course_document.fault(where, what, mend)


def cells_are_items(draft: Draft) -> Iterator[Fault]:
    """Each cell of the SQ3R table names an item; as every item is covered, each cell opens a unit."""
    known = {item.id for group in (draft.course.syllabus if draft.course else ()) for item in group.items}
    for at, topic in enumerate(draft.course.topics if draft.course else ()):
        for cell in Cell if topic.cells else ():
            item = getattr(topic.cells, cell)
            if item not in known:
                mend = "name an item of the syllabus below"
                yield draft.course_document.fault(("topics", at, "cells", cell), f"there is no item `{item}`", mend)


def covers_are_items(draft: Draft) -> Iterator[Fault]:
    """What is said to be covered is in the syllabus."""
    if draft.course is None:
        return
    known = {item.id for group in draft.course.syllabus for item in group.items}
    for document, where, items in _covering(draft):
        for at, item in enumerate(items):
            if item not in known:
                mend = "name an item of the syllabus in course.yaml"
                yield document.fault((*where, at), f"there is no item `{item}` to cover", mend)


def _covering(draft: Draft) -> Iterator[tuple[Document, Where, Sequence[str]]]:
    """Each list of items that something in the course covers, with its place."""
    yield from check_weeks.covering(draft)
    for texts in draft.units.values():
        for unit in texts.values():
            if unit.matter:
                yield unit.front, ("covers",), unit.matter.covers
    for card in draft.cards:
        yield card.document, (*card.where, "covers"), card.entry.covers
    for lab in draft.labs.values():
        if lab.entry:
            yield lab.document, ("covers",), lab.entry.covers


def listed_blocks_exist(draft: Draft) -> Iterator[Fault]:
    """``cannot_run`` and ``differs`` name code blocks that are there, each once."""
    for texts in draft.units.values():
        for unit in texts.values():
            if unit.matter:
                blocks = _count(unit.pages)
                yield from _listed_faults(unit.front, "cannot_run", unit.matter.cannot_run, blocks)
                yield from _listed_faults(unit.front, "differs", unit.matter.differs, blocks)


def _count(pages: Sequence[PageDraft]) -> int:
    return sum(len(page.blocks) for page in pages)


def _listed_faults(
    front: Document, key: str, entries: Sequence[CannotRunEntry | DiffersEntry], blocks: int
) -> Iterator[Fault]:
    seen: set[int] = set()
    for at, entry in enumerate(entries):
        if not 1 <= entry.block <= blocks:
            what = f"there is no code block {entry.block}"
            yield front.fault((key, at, "block"), what, f"count over all pages from 1: 1 to {blocks}")
        if entry.block in seen:
            yield front.fault((key, at, "block"), f"the code block {entry.block} is here twice", "name it once")
        seen.add(entry.block)


def most_code_can_run(draft: Draft) -> Iterator[Fault]:
    """Of the code in the whole course, no more than one block in ten was never run."""
    drafts = [texts[LANGUAGES[0]] for texts in draft.units.values() if LANGUAGES[0] in texts]
    blocks = sum(block.language != "text" for unit in drafts for page in unit.pages for block in page.blocks)
    listed = [(unit, at) for unit in drafts if unit.matter for at in range(len(unit.matter.cannot_run))]
    if len(listed) * CANNOT_RUN_AT_MOST > blocks:
        unit, at = listed[-1]
        what = f"with this, {len(listed)} of the course's {blocks} code blocks cannot be run"
        yield unit.front.fault(
            ("cannot_run", at), what, f"show code that can: {CANNOT_RUN_AT_MOST} for each that cannot"
        )


def code_is_code(draft: Draft) -> Iterator[Fault]:
    """Code blocks can be read in the language that they name."""
    for texts in draft.units.values():
        for unit in texts.values():
            for block in (block for page in unit.pages for block in page.blocks):
                for each in complaints(block.language, block.text):
                    yield Fault(unit.front.file, block.line + 1 + each.line, each.what, each.mend)
