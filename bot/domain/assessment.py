"""A self-assessment: statements one at a time, one open question, and what follows from the answers.

This is the "evaluate and adjust" of GROW (Whitmore, *Coaching for Performance*, 1992): once a week the learner looks
at what he can do, and changes his plan if he wants to. Every change raises ``seq``; a tap with an older one is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum
from typing import Literal

from bot.domain.course import Assessment, Statement
from bot.domain.errors import StaleTap

Advice = Literal["go_on", "look_again", "slow_down"]


class Level(IntEnum):
    """What a learner says of a statement."""

    NOT_YET = 0
    WITH_HELP = 1
    ON_MY_OWN = 2


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One person's answers to one self-assessment. ``answers`` are by unit."""

    id: int
    person: int
    chat: int
    course: str
    edition: int
    assessment: str
    started_at: datetime
    answers: Mapping[str, Level] = field(default_factory=dict)
    words: str | None = None
    """What he wrote to the open question."""
    seq: int = 0
    going_on: bool = True
    """Whether it is being answered right now; /cancel ends that, and keeps the answers."""
    finished_at: datetime | None = None
    aside_at: datetime | None = None
    slowed_from: date | None = None
    """Day 1 of the track before one more week was taken; empty where none was."""
    slowed_to: date | None = None

    @property
    def settled(self) -> bool:
        """Whether the track may go on."""
        return self.finished_at is not None or self.aside_at is not None


def current(check: SelfCheck, assessment: Assessment) -> int | None:
    """The place of the statement to answer now; none once all are answered."""
    places = (at for at, statement in enumerate(assessment.statements) if statement.unit not in check.answers)
    return next(places, None)


def answer(check: SelfCheck, assessment: Assessment, level: Level) -> SelfCheck:
    """Answer the current statement. Raises ``StaleTap`` where there is none."""
    at = current(check, assessment)
    if at is None or check.finished_at is not None:
        raise StaleTap
    answers = {**check.answers, assessment.statements[at].unit: level}
    return replace(check, answers=answers, seq=check.seq + 1)


def back(check: SelfCheck, assessment: Assessment) -> SelfCheck:
    """Take the last answer back. Raises ``StaleTap`` where there is none, or where all is over."""
    at = current(check, assessment)
    before = len(assessment.statements) if at is None else at
    if not before or check.finished_at is not None:
        raise StaleTap
    unit = assessment.statements[before - 1].unit
    answers = {other: level for other, level in check.answers.items() if other != unit}
    return replace(check, answers=answers, seq=check.seq + 1)


def finish(check: SelfCheck, assessment: Assessment, words: str | None, now: datetime) -> SelfCheck:
    """The open question is answered, or skipped. Raises ``StaleTap`` before all statements are answered."""
    if current(check, assessment) is not None or check.finished_at is not None:
        raise StaleTap
    return replace(check, words=words, finished_at=now, going_on=False, seq=check.seq + 1)


def take_up(check: SelfCheck) -> SelfCheck:
    """Go on where it was left, or look at it again."""
    return replace(check, going_on=check.finished_at is None, seq=check.seq + 1)


def leave(check: SelfCheck) -> SelfCheck:
    """/cancel: not now; the answers are kept."""
    return replace(check, going_on=False, seq=check.seq + 1)


def put_aside(check: SelfCheck, now: datetime) -> SelfCheck:
    """Not this week. Raises ``StaleTap`` for one that is settled."""
    if check.settled:
        raise StaleTap
    return replace(check, aside_at=now, going_on=False, seq=check.seq + 1)


def weak(check: SelfCheck, assessment: Assessment) -> tuple[Statement, ...]:
    """The statements to look at again: those that are not true yet before those that are with help."""
    below = [one for one in assessment.statements if check.answers.get(one.unit, Level.ON_MY_OWN) < Level.ON_MY_OWN]
    return tuple(sorted(below, key=lambda one: check.answers[one.unit]))


def advice(check: SelfCheck, assessment: Assessment) -> Advice:
    """One suggestion: slow down where half or more is not true yet, look again where anything is open, else go on."""
    levels = [check.answers.get(one.unit, Level.NOT_YET) for one in assessment.statements]
    if 2 * levels.count(Level.NOT_YET) >= len(levels):
        return "slow_down"
    return "go_on" if all(level is Level.ON_MY_OWN for level in levels) else "look_again"


def slow(check: SelfCheck, started_on: date, moved_to: date) -> SelfCheck:
    """One more week was taken. Raises ``StaleTap`` where it was taken before, or the assessment is not over."""
    if check.finished_at is None or check.slowed_from is not None:
        raise StaleTap
    return replace(check, slowed_from=started_on, slowed_to=moved_to, seq=check.seq + 1)


def unslow(check: SelfCheck, started_on: date) -> tuple[SelfCheck, date]:
    """Without that week after all: day 1 as it was. Raises ``StaleTap`` where the track was moved since."""
    if check.slowed_from is None or check.slowed_to != started_on:
        raise StaleTap
    return replace(check, slowed_from=None, slowed_to=None, seq=check.seq + 1), check.slowed_from
