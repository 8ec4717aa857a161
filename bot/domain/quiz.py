"""Cards asked one after another: a unit's quiz, the reviews that are due, or a quiz that somebody asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from random import Random

from bot.domain.course import Card, CardKind
from bot.domain.errors import StaleTap
from bot.domain.review import Memory

MOST_REVIEWS = 20
"""Cards in one sitting; the rest waits for the next."""
MOST_QUESTIONS = 20
"""Of a quiz that somebody asks for."""
QUESTIONS = 5
"""Of a quiz for which no number was given."""


class QuizKind(StrEnum):
    """Why the cards are asked."""

    UNIT = "unit"
    """A unit's Review."""
    REVIEW = "review"
    """They are due."""
    QUIZ = "quiz"
    """The learner asked for a quiz."""


@dataclass(frozen=True, slots=True)
class QuizSession:
    """Where somebody is in a row of cards. ``shown`` says that the answer of the current card is on the table."""

    id: int
    chat: int
    session: int | None
    """The unit session whose quiz this is; none otherwise."""
    course: str
    edition: int
    cards: tuple[str, ...]
    started_at: datetime
    position: int = 0
    right: int = 0
    shown: bool = False
    seq: int = 0
    finished_at: datetime | None = None
    kind: QuizKind = QuizKind.UNIT
    topic: str | None = None
    """The topic of a quiz that was asked for; none for a mix."""
    missed: tuple[str, ...] = ()
    """Ids of the cards that were not known."""

    @property
    def card(self) -> str | None:
        """The id of the current card; none when all are done."""
        return self.cards[self.position] if self.position < len(self.cards) else None


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll that was sent. ``options[i]`` is the card's option shown at place ``i``."""

    poll_id: str
    chat: int
    message_id: int
    addressee: int | None
    quiz: int
    position: int
    course: str
    edition: int
    card: str
    options: tuple[int, ...]


def shuffled(count: int, random: Random) -> tuple[int, ...]:
    """An order for ``count`` options, so that the place of the right one teaches nothing."""
    order = list(range(count))
    random.shuffle(order)
    return tuple(order)


def is_right(card: Card, poll: Poll, chosen: tuple[int, ...]) -> bool:
    """Whether exactly the right options were ``chosen`` (places in the poll); a place out of range is wrong."""
    places = {poll.options[place] for place in chosen if 0 <= place < len(poll.options)}
    return len(places) == len(chosen) and places == set(card.correct)


def answered(quiz: QuizSession, *, right: bool) -> QuizSession:
    """The current card is answered; its answer is on the table now. Raises ``StaleTap`` the second time."""
    if quiz.shown or quiz.card is None:
        raise StaleTap
    return replace(_counted(quiz, right=right), shown=True, seq=quiz.seq + 1)


def turned(quiz: QuizSession) -> QuizSession:
    """Turn an answer card over. Raises ``StaleTap`` the second time."""
    if quiz.shown or quiz.card is None:
        raise StaleTap
    return replace(quiz, shown=True, seq=quiz.seq + 1)


def onward(quiz: QuizSession, now: datetime, *, right: bool | None = None) -> QuizSession:
    """Go on to the next card, or to the end, counting how the card was recalled unless that is counted already.

    Raises ``StaleTap`` unless the answer was shown.
    """
    if not quiz.shown or quiz.finished_at is not None:
        raise StaleTap
    if right is not None:
        quiz = _counted(quiz, right=right)
    position = quiz.position + 1
    finished = now if position >= len(quiz.cards) else None
    return replace(quiz, position=position, shown=False, seq=quiz.seq + 1, finished_at=finished)


def ended(quiz: QuizSession, now: datetime) -> QuizSession:
    """Leave the rest of the cards; what was answered counts."""
    return replace(quiz, finished_at=now, seq=quiz.seq + 1)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What somebody knows when a quiz is chosen for him. ``recall`` says how likely each card is recalled, up to 1."""

    memories: Mapping[str, Memory]
    recall: Mapping[str, float]
    finished: AbstractSet[str]
    """Ids of units."""
    today: AbstractSet[str]
    """Ids of the cards that he answered on this learner-day."""
    now: datetime


def choose(cards: Iterable[Card], known: Knowledge, count: int, random: Random) -> tuple[str, ...]:
    """The ids of ``count`` of ``cards``, or of as many as can be asked, those first that are worth most.

    Due cards come first, then the weakest memory, then what was not met yet of finished units, then of others, and
    at last what was answered today already.
    """
    asked = [card for card in cards if card.kind is not CardKind.RECITE]
    random.shuffle(asked)
    return tuple(card.id for card in sorted(asked, key=lambda card: _worth(card, known))[:count])


def _worth(card: Card, known: Knowledge) -> tuple[int, float]:
    """Where a card stands in line, the smallest first."""
    memory = known.memories.get(card.id)
    if memory is not None and memory.due <= known.now:
        return 0, 0.0
    if card.id in known.today:
        return 4, 0.0
    if memory is not None and memory.last_review is not None:
        return 1, known.recall.get(card.id, 0.0)
    return (2 if card.unit in known.finished else 3), 0.0


def weakest(missed: Iterable[str], cards: Mapping[str, Card]) -> str | None:
    """The topic of most of the ``missed`` cards, the first of them where several have as many; none if none is."""
    topics = Counter(cards[card].topic for card in missed if card in cards)
    return topics.most_common(1)[0][0] if topics else None


def _counted(quiz: QuizSession, *, right: bool) -> QuizSession:
    if right or quiz.card is None:
        return replace(quiz, right=quiz.right + right)
    return replace(quiz, missed=(*quiz.missed, quiz.card))
