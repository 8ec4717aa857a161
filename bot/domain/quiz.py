"""Cards asked one after another: a unit's quiz, or the reviews that are due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from bot.domain.course import Card
from bot.domain.errors import StaleTap

MOST_REVIEWS = 20
"""Cards in one sitting; the rest waits for the next."""


@dataclass(frozen=True, slots=True)
class QuizSession:
    """Where somebody is in a row of cards. ``shown`` says that the answer of the current card is on the table."""

    id: int
    chat: int
    session: int | None
    """The unit session whose quiz this is; none for a review."""
    course: str
    edition: int
    cards: tuple[str, ...]
    started_at: datetime
    position: int = 0
    right: int = 0
    shown: bool = False
    seq: int = 0
    finished_at: datetime | None = None

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
    return replace(quiz, shown=True, right=quiz.right + right, seq=quiz.seq + 1)


def turned(quiz: QuizSession) -> QuizSession:
    """Turn an answer card over. Raises ``StaleTap`` the second time."""
    if quiz.shown or quiz.card is None:
        raise StaleTap
    return replace(quiz, shown=True, seq=quiz.seq + 1)


def onward(quiz: QuizSession, now: datetime, *, right: bool = False) -> QuizSession:
    """Go on to the next card, or to the end. Raises ``StaleTap`` unless the answer was shown."""
    if not quiz.shown or quiz.finished_at is not None:
        raise StaleTap
    position = quiz.position + 1
    finished = now if position >= len(quiz.cards) else None
    return replace(
        quiz, position=position, shown=False, right=quiz.right + right, seq=quiz.seq + 1, finished_at=finished
    )
