"""The steps of a unit: Survey, Question, Read, Recite."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Localized
from bot.domain.messages.common import LabLine, PageNote, Point, UnitOffer, When


@dataclass(frozen=True, slots=True)
class Survey:
    """What is coming, read in 30 seconds."""

    session: int
    seq: int
    title: Localized
    lines: tuple[Localized, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class AskGuess:
    """The key question; the learner commits to a guess before he reads."""

    session: int
    seq: int
    question: Localized
    options: tuple[Localized, ...]


@dataclass(frozen=True, slots=True)
class GuessTaken:
    """His guess, what is right, and why to read on."""

    session: int
    seq: int
    question: Localized
    guess: Localized
    right: bool
    reveal: Localized


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page. ``number`` counts from 1."""

    session: int
    seq: int
    number: int
    count: int
    title: Localized
    markdown: Localized
    notes: tuple[PageNote, ...] = ()


@dataclass(frozen=True, slots=True)
class AskRecite:
    """Say it in your own words."""

    session: int
    seq: int
    ask: Localized


@dataclass(frozen=True, slots=True)
class Recital:
    """What was found in his words, what was not, and the question how well he knew it.

    ``intervals`` are the seconds until the card comes back, for Again, Hard, Good and Easy.
    """

    session: int
    seq: int
    points: tuple[Point, ...]
    intervals: tuple[int, int, int, int]
    blank: bool
    """He could not recall; nothing was said."""


@dataclass(frozen=True, slots=True)
class RecitalRated:
    """The recitation with its rating; the quiz follows."""

    points: tuple[Point, ...]
    rating: int
    interval: int
    questions: int


@dataclass(frozen=True, slots=True)
class UnitDone:
    """The unit is finished: what was right, when it comes back, what is next."""

    title: Localized
    right: int
    questions: int
    said: int
    points: int
    first_review: When | None
    block: int
    block_seq: int
    minutes_left: int
    """Of the running focus block; 0 when none runs."""
    enrolment: int
    next: UnitOffer | None
    when: When | None
    """When the next unit comes by itself, unless it is today's."""
    lab: LabLine | None = None
    """Where what was learnt can be practised."""
