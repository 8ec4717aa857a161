"""Quiz polls and cards, and what is said after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.course import Localized
from bot.domain.messages.common import NamedFile, TopicChoice, When


@dataclass(frozen=True, slots=True)
class QuizPoll:
    """A native quiz poll. ``order[i]`` is the card's option at place ``i``; ``correct`` are places."""

    quiz: int
    position: int
    course: str
    edition: int
    card: str
    question: Localized
    options: tuple[Localized, ...]
    order: tuple[int, ...]
    correct: tuple[int, ...]
    explanation: Localized


@dataclass(frozen=True, slots=True)
class QuizFeedback:
    """After an answer: right or not, why, and when the card comes back (seconds)."""

    quiz: int
    seq: int
    number: int
    count: int
    right: bool
    answers: tuple[Localized, ...]
    explanation: Localized
    interval: int


@dataclass(frozen=True, slots=True)
class QuizClosed:
    """The feedback again, without its button, once the learner has gone on."""

    number: int
    count: int
    right: bool
    answers: tuple[Localized, ...]
    explanation: Localized
    interval: int


@dataclass(frozen=True, slots=True)
class CardFront:
    """A card to answer in one's head."""

    quiz: int
    seq: int
    number: int
    count: int
    question: Localized


@dataclass(frozen=True, slots=True)
class CardBack:
    """The same card turned over, to be rated. ``intervals`` as in ``Recital``."""

    quiz: int
    seq: int
    number: int
    count: int
    question: Localized
    answer: Localized
    intervals: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class CardRated:
    """The card with its rating and its interval."""

    number: int
    count: int
    question: Localized
    answer: Localized
    rating: int
    interval: int


@dataclass(frozen=True, slots=True)
class ClozeFront:
    """A sentence with gaps. ``text`` has them as ``domain/cloze.py`` says; the next words are an attempt."""

    quiz: int
    seq: int
    number: int
    count: int
    text: Localized
    gaps: int


@dataclass(frozen=True, slots=True)
class ClozeBack:
    """The same sentence, whole, to be rated. ``said`` was typed into the gaps; empty where nothing was."""

    quiz: int
    seq: int
    number: int
    count: int
    text: Localized
    said: str
    right: bool
    intervals: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class ClozeRated:
    """The sentence with its rating and its interval."""

    number: int
    count: int
    text: Localized
    rating: int
    interval: int


@dataclass(frozen=True, slots=True)
class OutputFront:
    """A command: what does it print? ``files`` are in its folder, ``setup`` ran before it."""

    quiz: int
    seq: int
    number: int
    count: int
    files: tuple[NamedFile, ...]
    setup: str
    command: str


@dataclass(frozen=True, slots=True)
class OutputBack:
    """What it prints and why, to be rated."""

    quiz: int
    seq: int
    number: int
    count: int
    command: str
    prints: str
    why: Localized
    intervals: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class OutputRated:
    """The command and its output, with the rating and the interval."""

    number: int
    count: int
    command: str
    prints: str
    why: Localized
    rating: int
    interval: int


@dataclass(frozen=True, slots=True)
class QuizBegins:
    """A quiz that was asked for: its topic, or a mix, and whether it takes the place of an unfinished one."""

    topic: Localized | None
    count: int
    wanted: int
    """How many questions were asked for; there may be fewer."""
    closed: bool


@dataclass(frozen=True, slots=True)
class QuizGoesOn:
    """An unfinished quiz goes on, unless the learner wants another."""

    number: int
    count: int
    topic: Localized | None
    topic_id: str
    """Empty for a mix."""


@dataclass(frozen=True, slots=True)
class QuizDone:
    """The quiz is over: what was right, which topic would gain most, what is due."""

    right: int
    count: int
    weakest: Localized | None
    topic_id: str
    """Of the quiz; empty for a mix."""
    due: int


@dataclass(frozen=True, slots=True)
class QuizTopics:
    """Topics to choose from: nothing is learnt yet, or what was asked for fits several topics, or none."""

    reason: Literal["nothing_learnt", "several", "none"]
    query: str
    questions: int
    topics: tuple[TopicChoice, ...]


@dataclass(frozen=True, slots=True)
class ReviewDone:
    """The sitting is over."""

    count: int
    right: int
    left: int
    next: When | None


@dataclass(frozen=True, slots=True)
class NothingDue:
    """No card is due."""

    next: When | None


@dataclass(frozen=True, slots=True)
class PollUnknown:
    """An answer to a poll that is not known any more; the question is asked again where it can be."""

    again: bool
