"""A course as the learner meets it: units, cards and tracks, in every language it is taught in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.lab import Lab

Language = str
"""A language the bot speaks: ``en`` or ``zh``."""

LANGUAGES: tuple[Language, ...] = ("en", "zh")

Localized = Mapping[Language, str]
"""The same text in every language of ``LANGUAGES``."""


class CardKind(StrEnum):
    """How a card asks."""

    QUIZ = "quiz"
    """A native poll with right and wrong options."""
    ANSWER = "answer"
    """A question the learner answers in his head, then turns over."""
    RECITE = "recite"
    """A unit's key points, said in the learner's own words."""
    CLOZE = "cloze"
    """A sentence with gaps to fill, typed or in one's head."""
    OUTPUT = "output"
    """A command; what does it print?"""


@dataclass(frozen=True, slots=True)
class QuizText:
    """A quiz question in one language, within Telegram's limits for polls."""

    question: str
    options: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class AnswerText:
    """A question and its answer in one language; the answer is Markdown."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ClozeText:
    """A sentence with gaps in one language; the grammar of a gap is in ``domain/cloze.py``."""

    text: str


@dataclass(frozen=True, slots=True)
class OutputText:
    """Why a command prints what it prints, in one language; Markdown."""

    why: str


@dataclass(frozen=True, slots=True)
class Output:
    """A command and what it prints: the same in every language.

    ``files`` (name to text) lie in the working folder and ``setup`` has run there before.
    """

    command: str
    prints: str
    files: Mapping[str, str] = field(default_factory=dict)
    setup: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Something to be recalled. ``correct`` are indexes of options, for quizzes only; ``output`` for output cards."""

    id: str
    kind: CardKind
    unit: str
    topic: str
    texts: Mapping[Language, QuizText | AnswerText | ClozeText | OutputText]
    correct: tuple[int, ...] = ()
    covers: tuple[str, ...] = ()
    """Ids of syllabus items."""
    output: Output | None = None


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing a good recitation contains.

    ``accept`` are phrasings that say it; ``reject`` are phrasings that say its opposite. The grammar of a
    phrasing is in ``domain/recite.py``.
    """

    id: str
    text: str
    accept: tuple[str, ...]
    reject: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """The key question, asked before reading, with answers to commit to."""

    question: str
    options: tuple[str, ...]
    correct: int
    reveal: str
    """What to say once the learner has guessed: short, and a reason to read on."""


class NoteKind(StrEnum):
    """What a learner is told about a code block."""

    DIFFERS = "differs"
    """In a lab it answers differently."""
    CANNOT_RUN = "cannot_run"
    """It cannot be tried in a lab."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is told about one code block, below its page."""

    kind: NoteKind
    block: int
    """Which code block of the page, counted from 1; 0 where the page has no other."""
    text: str
    """How it differs, or why it cannot be tried."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of reading: a heading and Markdown that, with its notes, fits one message."""

    title: str
    markdown: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit in one language."""

    title: str
    survey: tuple[str, ...]
    """What is coming, one line each, read in 30 seconds."""
    guess: Guess
    pages: tuple[Page, ...]
    recite: str
    """What the learner is asked to say in his own words."""
    points: tuple[KeyPoint, ...]
    differs: Mapping[int, str] = field(default_factory=dict)
    """Code blocks, counted from 1 over all pages, that answer differently in a lab, and how."""
    cannot_run: Mapping[int, str] = field(default_factory=dict)
    """Code blocks, counted the same way, that cannot be tried in a lab, and why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One Pomodoro's worth."""

    id: str
    topics: tuple[str, ...]
    minutes: int
    texts: Mapping[Language, UnitText]
    covers: tuple[str, ...] = ()
    """Ids of syllabus items."""
    continues: str | None = None
    """The unit that this one goes on from: same working folder, later on every track."""

    @property
    def recite_card(self) -> str:
        """The id of the card that remembers how well this unit was recited."""
        return f"{self.id}.recite"


class Cell(StrEnum):
    """A column of the SQ3R table."""

    QUESTION = "question"
    CONCEPTS = "concepts"
    FOCUS = "focus"
    USE = "use"


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of the SQ3R table. ``cells`` are ids of syllabus items; a course may have a table without them."""

    id: str
    title: Localized
    question: Localized
    cells: Mapping[Cell, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SyllabusItem:
    """One thing that the course promises to teach. ``group`` is the part of the syllabus that it belongs to."""

    id: str
    group: str
    title: Localized


@dataclass(frozen=True, slots=True)
class ProjectText:
    """A project in one language. ``brief`` is Markdown."""

    title: str
    brief: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """What a week's units are used for: something to make, with steps to tick off."""

    id: str
    minutes: int
    link: bool
    """Whether an address, such as a repository's, is to be handed in."""
    units: tuple[str, ...]
    """The units it rests on."""
    texts: Mapping[Language, ProjectText]
    covers: tuple[str, ...] = ()

    @property
    def title(self) -> Localized:
        """Its title in every language."""
        return {language: text.title for language, text in self.texts.items()}

    @property
    def brief(self) -> Localized:
        """What to make, in every language."""
        return {language: text.brief for language, text in self.texts.items()}

    @property
    def steps(self) -> tuple[Localized, ...]:
        """Its steps, each in every language."""
        count = len(next(iter(self.texts.values())).steps)
        return tuple({language: text.steps[at] for language, text in self.texts.items()} for at in range(count))


@dataclass(frozen=True, slots=True)
class Statement:
    """One "I can …" of a self-assessment, and the unit that it speaks of."""

    unit: str
    text: Localized


@dataclass(frozen=True, slots=True)
class Assessment:
    """A self-assessment: statements, then one open question. No two statements speak of the same unit."""

    id: str
    title: Localized
    minutes: int
    statements: tuple[Statement, ...]
    question: Localized
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """Something outside this course that is worth a learner's time. ``languages`` are those it is in."""

    url: str
    title: Localized
    why: Localized
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Resources of one kind. ``note`` says what became of those that are gone; it may be empty."""

    id: str
    title: Localized
    note: Localized
    resources: tuple[Resource, ...]
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacementQuestion:
    """A question whose right answer speaks for knowing ``units`` already. ``correct`` is the index of an option."""

    id: str
    units: tuple[str, ...]
    correct: int
    texts: Mapping[Language, QuizText]


@dataclass(frozen=True, slots=True)
class Track:
    """Units, projects and self-assessments assigned to days. Days count from 1; one that holds nothing is a day off."""

    id: str
    title: Localized
    days: int
    plan: Mapping[int, tuple[str, ...]]
    projects: Mapping[int, str] = field(default_factory=dict)
    assessments: Mapping[int, str] = field(default_factory=dict)
    summary: Localized = field(default_factory=dict)
    """Whom it is for, in a line; empty where an older edition says nothing."""

    def units(self) -> tuple[str, ...]:
        """All unit ids in the order of their days."""
        return tuple(unit for day in sorted(self.plan) for unit in self.plan[day])

    def day_of(self, unit: str) -> int:
        """The day ``unit`` belongs to. Raises ``KeyError`` where the track does not have it."""
        for day, units in self.plan.items():
            if unit in units:
                return day
        raise KeyError(unit)


@dataclass(frozen=True, slots=True)
class Course:
    """One course, whole."""

    id: str
    title: Localized
    summary: Localized
    topics: tuple[Topic, ...]
    units: Mapping[str, Unit]
    cards: Mapping[str, Card]
    tracks: Mapping[str, Track]
    default_track: str
    syllabus: tuple[SyllabusItem, ...] = ()
    projects: Mapping[str, Project] = field(default_factory=dict)
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    shelves: tuple[Shelf, ...] = ()
    placement: tuple[PlacementQuestion, ...] = ()
    labs: Mapping[str, Lab] = field(default_factory=dict)
    _by_unit: dict[str, tuple[Card, ...]] = field(default_factory=dict, repr=False, compare=False)

    def cards_of(self, unit: str) -> tuple[Card, ...]:
        """The cards of one unit, in the order they were written; the recite card last."""
        if not self._by_unit:
            for card in self.cards.values():
                self._by_unit[card.unit] = (*self._by_unit.get(card.unit, ()), card)
        return self._by_unit.get(unit, ())

    def covered(self) -> frozenset[str]:
        """Ids of the syllabus items that anything in the course covers."""
        parts = (self.units, self.cards, self.projects, self.assessments, self.labs)
        covering = (each for part in parts for each in part.values())
        return frozenset(item for each in (*covering, *self.shelves) for item in each.covers)

    def units_for(self, item: str) -> tuple[str, ...]:
        """Ids of the units that teach a syllabus item, themselves, by a card or a lab, in the order of the course."""
        teaching = {card.unit for card in self.cards.values() if item in card.covers}
        teaching |= {lab.unit for lab in self.labs.values() if item in lab.covers}
        return tuple(unit.id for unit in self.units.values() if item in unit.covers or unit.id in teaching)

    def labs_of(self, unit: str) -> tuple[Lab, ...]:
        """The labs of one unit, by their ids."""
        return tuple(lab for lab in self.labs.values() if lab.unit == unit)

    def quiz_of(self, unit: str) -> tuple[Card, ...]:
        """The quiz cards of one unit, in the order they were written."""
        return tuple(card for card in self.cards_of(unit) if card.kind is CardKind.QUIZ)


@dataclass(frozen=True, slots=True)
class Edition:
    """One published, numbered, immutable state of a course."""

    number: int
    digest: str
    course: Course
