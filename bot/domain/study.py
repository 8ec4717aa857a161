"""A learner's way through one unit: Survey, Question, Read, Recite, Review (Robinson's SQ3R, *Effective Study*, 1946).

Every change raises ``seq``; a tap that carries an older one is stale.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.course import UnitText
from bot.domain.errors import StaleTap


class Step(StrEnum):
    """Where the learner is."""

    SURVEY = "survey"
    QUESTION = "question"
    READ = "read"
    RECITE = "recite"
    RATE = "rate"
    REVIEW = "review"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class UnitSession:
    """One learner, one unit, one edition."""

    id: int
    person: int
    chat: int
    enrolment: int
    course: str
    edition: int
    unit: str
    step: Step
    started_at: datetime
    page: int = 0
    guess: int | None = None
    recitation: str | None = None
    found: frozenset[str] = frozenset()
    claimed: frozenset[str] = frozenset()
    rating: int | None = None
    seq: int = 0
    finished_at: datetime | None = None

    @property
    def said(self) -> frozenset[str]:
        """The key points that were said, found by the matcher or claimed by the learner."""
        return self.found | self.claimed


def to_question(session: UnitSession) -> UnitSession:
    """The survey is read; ask the key question."""
    _expect(session, Step.SURVEY)
    return _changed(session, step=Step.QUESTION)


def commit_guess(session: UnitSession, option: int, text: UnitText) -> UnitSession:
    """Take the learner's guess. It is taken once; an option that does not exist is stale."""
    _expect(session, Step.QUESTION)
    if session.guess is not None or not 0 <= option < len(text.guess.options):
        raise StaleTap
    return _changed(session, guess=option)


def to_page(session: UnitSession, page: int, text: UnitText) -> UnitSession:
    """Start reading after the guess, or turn to ``page``."""
    if session.step is Step.QUESTION and session.guess is not None:
        return _changed(session, step=Step.READ, page=0)
    _expect(session, Step.READ)
    if not 0 <= page < len(text.pages):
        raise StaleTap
    return _changed(session, page=page)


def to_recite(session: UnitSession, text: UnitText) -> UnitSession:
    """The last page is read; ask for the learner's own words."""
    _expect(session, Step.READ)
    if session.page != len(text.pages) - 1:
        raise StaleTap
    return _changed(session, step=Step.RECITE)


def read_again(session: UnitSession) -> UnitSession:
    """Back from the recitation to the first page."""
    _expect(session, Step.RECITE)
    return _changed(session, step=Step.READ, page=0)


def recite(session: UnitSession, words: str, found: frozenset[str]) -> UnitSession:
    """Take a recitation; a better one may replace it until it is rated."""
    _expect(session, Step.RECITE, Step.RATE)
    return _changed(session, step=Step.RATE, recitation=words, found=found, claimed=frozenset())


def claim(session: UnitSession, point: int, text: UnitText) -> UnitSession:
    """ "I said that": the learner counts a point that was not found."""
    _expect(session, Step.RATE)
    if not 0 <= point < len(text.points):
        raise StaleTap
    return _changed(session, claimed=session.claimed | {text.points[point].id})


def rate(session: UnitSession, rating: int) -> UnitSession:
    """The learner says how well he knew it; the quiz comes next."""
    _expect(session, Step.RATE)
    return _changed(session, step=Step.REVIEW, rating=rating)


def finish(session: UnitSession, now: datetime) -> UnitSession:
    """The quiz is over, and with it the unit."""
    _expect(session, Step.REVIEW)
    return _changed(session, step=Step.DONE, finished_at=now)


def put_away(session: UnitSession, now: datetime) -> UnitSession:
    """Leave a unit that was being read again, wherever the learner is."""
    return _changed(session, step=Step.DONE, finished_at=now)


def _expect(session: UnitSession, *steps: Step) -> None:
    if session.step not in steps:
        raise StaleTap


def _changed(session: UnitSession, **values: object) -> UnitSession:
    return replace(session, seq=session.seq + 1, **values)  # type: ignore[arg-type]
