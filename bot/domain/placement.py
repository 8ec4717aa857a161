"""Questions that place a learner: what he knows already he may skip."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from bot.domain.course import Course, PlacementQuestion
from bot.domain.errors import StaleTap
from bot.domain.quiz import shuffled


@dataclass(frozen=True, slots=True)
class Placement:
    """One learner's way through the placement questions of one edition. ``answers`` say what was right, in order."""

    id: int
    person: int
    chat: int
    course: str
    edition: int
    started_at: datetime
    answers: tuple[bool, ...] = ()
    seq: int = 0
    finished_at: datetime | None = None

    @property
    def position(self) -> int:
        """The question that is open, from 0."""
        return len(self.answers)


@dataclass(frozen=True, slots=True)
class PlacementPoll:
    """A placement question that was sent. ``options[i]`` is the question's option at place ``i``.

    One place more than the question has options is "I don't know".
    """

    poll_id: str
    placement: int
    position: int
    options: tuple[int, ...]


def order_of(question: PlacementQuestion, random: Random) -> tuple[int, ...]:
    """An order for the options of a question; "I don't know" is always last."""
    count = len(next(iter(question.texts.values())).options)
    return (*shuffled(count, random), count)


def is_right(question: PlacementQuestion, poll: PlacementPoll, chosen: tuple[int, ...]) -> bool:
    """Whether the one right option was ``chosen`` (places in the poll); a place out of range is wrong."""
    return [poll.options[place] for place in chosen if 0 <= place < len(poll.options)] == [question.correct] and (
        len(chosen) == 1
    )


def answered(placement: Placement, *, right: bool, count: int, now: datetime) -> Placement:
    """The open question is answered; after the last of ``count`` it is over. Raises ``StaleTap`` when it was over."""
    if placement.finished_at is not None:
        raise StaleTap
    answers = (*placement.answers, right)
    return replace(
        placement, answers=answers, seq=placement.seq + 1, finished_at=now if len(answers) >= count else None
    )


def stopped(placement: Placement, now: datetime) -> Placement:
    """The learner has had enough; what was answered counts. Raises ``StaleTap`` when it was over."""
    if placement.finished_at is not None:
        raise StaleTap
    return replace(placement, seq=placement.seq + 1, finished_at=now)


def skippable(course: Course, answers: tuple[bool, ...]) -> frozenset[str]:
    """The units that need not be learnt: those for which every question that speaks for them was answered rightly."""
    spoken_for = {unit for question in course.placement for unit in question.units}
    right = dict(zip((question.id for question in course.placement), answers, strict=False))
    doubted = {unit for each in course.placement if not right.get(each.id, False) for unit in each.units}
    return frozenset(spoken_for - doubted)
