"""Quiz polls and cards, and what is said after them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.course import Localized
from bot.domain.messages.common import When


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
