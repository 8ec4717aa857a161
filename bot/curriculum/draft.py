"""A course as it was written: everything that could be read, with its documents, before it is judged as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from bot.curriculum.document import Document, Where, read_document
from bot.curriculum.faults import Fault
from bot.curriculum.schema import (
    ASSESSMENT,
    CARD,
    COURSE,
    FRONT_MATTER,
    LAB,
    PLACEMENT,
    PROJECT,
    RECITATIONS,
    SHELF,
    AnyCard,
    AssessmentEntry,
    CourseFile,
    FrontMatter,
    LabEntry,
    PlacementEntry,
    ProjectEntry,
    RecitationsFile,
    ShelfEntry,
    read_as,
)
from bot.curriculum.unit_file import PageDraft, read_unit_file
from bot.domain.course import LANGUAGES, Language

COURSE_FILE = "course.yaml"
PROJECTS_FILE = "projects.yaml"
ASSESSMENTS_FILE = "assessments.yaml"
RESOURCES_FILE = "resources.yaml"
LAB_FILE = "lab.yaml"

Entry = TypeVar("Entry")
PLACEMENT_FILE = "placement.yaml"


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A unit in one language. ``matter`` is missing where the front matter is faulty."""

    front: Document
    matter: FrontMatter | None
    pages: tuple[PageDraft, ...]


@dataclass(frozen=True, slots=True)
class CardDraft:
    """A card, and where it was written."""

    topic: str
    entry: AnyCard
    document: Document
    where: Where

    def fault(self, inside: Where, what: str, mend: str) -> Fault:
        """A fault of this card."""
        return self.document.fault((*self.where, *inside), what, mend)


@dataclass(frozen=True, slots=True)
class Listed(Generic[Entry]):
    """One entry of a file that is a list, and where it was written."""

    entry: Entry
    document: Document
    where: Where

    def fault(self, inside: Where, what: str, mend: str) -> Fault:
        """A fault of this entry."""
        return self.document.fault((*self.where, *inside), what, mend)


@dataclass(slots=True)
class LabDraft:
    """The folder of one lab: what was read of it. ``entry`` is missing where ``lab.yaml`` is faulty or not there."""

    document: Document
    entry: LabEntry | None = None
    solve: str | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """Everything that was read. Faults of single values are in ``faults`` already."""

    course: CourseFile | None = None
    course_document: Document = field(default_factory=lambda: Document(COURSE_FILE))
    units: dict[str, dict[Language, UnitDraft]] = field(default_factory=dict)
    cards: list[CardDraft] = field(default_factory=list)
    card_files: dict[str, Document] = field(default_factory=dict)
    recitations: dict[str, tuple[Document, RecitationsFile]] = field(default_factory=dict)
    projects: list[Listed[ProjectEntry]] = field(default_factory=list)
    assessments: list[Listed[AssessmentEntry]] = field(default_factory=list)
    shelves: list[Listed[ShelfEntry]] = field(default_factory=list)
    labs: dict[str, LabDraft] = field(default_factory=dict)
    placement: tuple[PlacementEntry, ...] = ()
    placement_document: Document = field(default_factory=lambda: Document(PLACEMENT_FILE))
    faults: list[Fault] = field(default_factory=list)


_UNIT = re.compile(rf"units/([a-z0-9-]+)/({'|'.join(LANGUAGES)})\.md")
_RECITATIONS = re.compile(r"units/([a-z0-9-]+)/recitations\.yaml")
_CARDS = re.compile(r"cards/([a-z0-9-]+)\.yaml")
_LAB = re.compile(r"labs/([a-z0-9-]+)/(.+)")
_WRONG = re.compile(r"wrong/([a-z0-9-]+\.sh)")
_IGNORED = re.compile(r"(?:.*/)?(?:README\.md|LICENSE)")


def read_draft(files: Mapping[str, bytes]) -> Draft:
    """Everything in ``files``. Never fails: what cannot be read is a fault of the draft."""
    draft = Draft()
    if COURSE_FILE not in files:
        draft.faults.append(Fault(COURSE_FILE, 1, "there is no such file", "write it, or name the folder that has it"))
    for file in sorted(files):
        lab = _LAB.fullmatch(file)
        if lab and lab.group(2).startswith("files/"):
            # The learner's own files: anything at all, as it is.
            _lab(draft, lab.group(1)).files[lab.group(2).removeprefix("files/")] = files[file]
            continue
        text = _decoded(file, files[file], draft)
        if text is None:
            continue
        if lab:
            _read_lab(file, text, lab.group(1), lab.group(2), draft)
        else:
            _read_file(file, text, draft)
    return draft


def _decoded(file: str, data: bytes, draft: Draft) -> str | None:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        draft.faults.append(Fault(file, line, "this is not UTF-8", "save the file as UTF-8"))
        return None


def _read_file(file: str, text: str, draft: Draft) -> None:
    if file == COURSE_FILE:
        _read_course(file, text, draft)
    elif file == PLACEMENT_FILE:
        _read_placement(file, text, draft)
    elif unit := _UNIT.fullmatch(file):
        _read_unit(file, text, unit.group(1), unit.group(2), draft)
    elif recitations := _RECITATIONS.fullmatch(file):
        _read_recitations(file, text, recitations.group(1), draft)
    elif cards := _CARDS.fullmatch(file):
        _read_cards(file, text, cards.group(1), draft)
    elif file == PROJECTS_FILE:
        draft.projects = _read_list(file, text, PROJECT, "projects", draft)
    elif file == ASSESSMENTS_FILE:
        draft.assessments = _read_list(file, text, ASSESSMENT, "self-assessments", draft)
    elif file == RESOURCES_FILE:
        draft.shelves = _read_list(file, text, SHELF, "kinds of resources", draft)
    elif not _IGNORED.fullmatch(file):
        draft.faults.append(
            Fault(
                file,
                1,
                "no such file belongs to a course",
                "name it course.yaml, placement.yaml, projects.yaml, assessments.yaml, resources.yaml, "
                "units/<id>/<language>.md, units/<id>/recitations.yaml, cards/<topic>.yaml or labs/<id>/…",
            )
        )


def _read_course(file: str, text: str, draft: Draft) -> None:
    document = read_document(file, text)
    draft.course_document = document
    draft.course = _model_of(document, draft)


def _model_of(document: Document, draft: Draft) -> CourseFile | None:
    course = None if _is_broken(document) else read_as(COURSE, document.data, document)
    draft.faults.extend(document.faults)
    return course


def _is_broken(document: Document) -> bool:
    """Whether the document could not be read to its end, so that what is missing in it says nothing."""
    return document.data is None and bool(document.faults)


def _read_unit(file: str, text: str, unit: str, language: str, draft: Draft) -> None:
    read = read_unit_file(file, text)
    matter = None if _is_broken(read.front) else read_as(FRONT_MATTER, read.front.data, read.front)
    draft.faults.extend(read.front.faults)
    draft.units.setdefault(unit, {})[language] = UnitDraft(read.front, matter, read.pages)


def _lab(draft: Draft, lab: str) -> LabDraft:
    return draft.labs.setdefault(lab, LabDraft(Document(f"labs/{lab}/{LAB_FILE}")))


def _read_lab(file: str, text: str, lab: str, part: str, draft: Draft) -> None:
    """One file of a lab's folder."""
    folder = _lab(draft, lab)
    if part == LAB_FILE:
        folder.document = read_document(file, text)
        if not _is_broken(folder.document):
            folder.entry = read_as(LAB, folder.document.data, folder.document)
        draft.faults.extend(folder.document.faults)
    elif part == "solve.sh":
        folder.solve = text
    elif wrong := _WRONG.fullmatch(part):
        folder.wrong[wrong.group(1)] = text
    else:
        mend = "name it lab.yaml, solve.sh or wrong/<name>.sh, or put it below files/"
        draft.faults.append(Fault(file, 1, "no such file belongs to a lab", mend))


def _read_recitations(file: str, text: str, unit: str, draft: Draft) -> None:
    document = read_document(file, text)
    model = None if _is_broken(document) else read_as(RECITATIONS, document.data, document)
    draft.faults.extend(document.faults)
    if model:
        draft.recitations[unit] = (document, model)


def _read_list(file: str, text: str, kind: TypeAdapter[Entry], nouns: str, draft: Draft) -> list[Listed[Entry]]:
    """A file that is a list, one entry after another; faulty ones are left out."""
    document = read_document(file, text)
    entries: list[Listed[Entry]] = []
    if isinstance(document.data, list):
        for at, data in enumerate(document.data):
            if entry := read_as(kind, data, document, (at,)):
                entries.append(Listed(entry, document, (at,)))
    elif not _is_broken(document):
        document.faults.append(document.fault((), f"this is not a list of {nouns}", "start each with `- id: …`"))
    draft.faults.extend(document.faults)
    return entries


def _read_placement(file: str, text: str, draft: Draft) -> None:
    document = read_document(file, text)
    draft.placement_document = document
    if not _is_broken(document):
        draft.placement = read_as(PLACEMENT, document.data, document) or ()
    draft.faults.extend(document.faults)


def _read_cards(file: str, text: str, topic: str, draft: Draft) -> None:
    document = read_document(file, text)
    draft.card_files[topic] = document
    if isinstance(document.data, list):
        for at, data in enumerate(document.data):
            entry = read_as(CARD, data, document, (at,))
            if entry:
                draft.cards.append(CardDraft(topic, entry, document, (at,)))
    elif not _is_broken(document):
        document.faults.append(document.fault((), "this is not a list of cards", "start each card with `- id: …`"))
    draft.faults.extend(document.faults)
