"""A learner's time in a lab: asked for, opened, worked in, ended. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.lab_check import Judged

IDLE = timedelta(minutes=30)
"""A lab in which nothing happens for so long ends."""
WARNING = timedelta(minutes=5)
"""So long before its end the learner is asked whether he needs it any more."""
LONGEST = timedelta(hours=3)
"""No lab lives longer than this."""
REPLAY = timedelta(seconds=60)
"""How long a resumed lab may repeat what was done in the one before."""


class LabStage(StrEnum):
    """Where a lab is in its life."""

    QUEUED = "queued"
    OPEN = "open"
    OVER = "over"


class Ending(StrEnum):
    """How a lab ended."""

    PASSED = "passed"
    GIVEN_UP = "given_up"
    EXPIRED = "expired"
    STARTED_OVER = "started_over"
    LOST = "lost"
    """Its container is gone, or none could be had: nobody's fault, and nothing is rated."""


@dataclass(frozen=True, slots=True)
class LabSession:
    """One lab of one person. ``seq`` counts what its screen shows, so that old buttons are known."""

    id: int
    person: int
    chat: int
    course: str
    edition: int
    lab: str
    nonce: str
    asked_at: datetime
    stage: LabStage = LabStage.QUEUED
    container: str | None = None
    place: int = 0
    """The place in the queue that the learner was told; 0 before he was told any."""
    seq: int = 0
    hinted: bool = False
    verdicts: tuple[Judged, ...] = ()
    hint_for: str | None = None
    """The check whose hint is shown."""
    opened_at: datetime | None = None
    ends_at: datetime | None = None
    ending: Ending | None = None
    replays: int | None = None
    """The session whose steps are repeated at the start."""


def opened(session: LabSession, container: str, now: datetime) -> LabSession:
    """The container is there."""
    return replace(
        session, stage=LabStage.OPEN, container=container, opened_at=now, ends_at=now + IDLE, seq=session.seq + 1
    )


def touched(session: LabSession, now: datetime) -> LabSession:
    """Something was done in it: it lives on, though never beyond its longest time."""
    if session.opened_at is None or session.ends_at is None:
        return session
    return replace(session, ends_at=max(session.ends_at, min(now + IDLE, session.opened_at + LONGEST)))


def can_live_longer(session: LabSession, now: datetime) -> bool:
    """Whether its end can be put off."""
    after = touched(session, now)
    return after.ends_at is not None and session.ends_at is not None and after.ends_at > session.ends_at


def looked_at(session: LabSession, verdicts: tuple[Judged, ...]) -> LabSession:
    """Its checks were tried."""
    return replace(session, verdicts=verdicts, hint_for=None, seq=session.seq + 1)


def hinted(session: LabSession, check: str) -> LabSession:
    """The learner asked for the hint of a check."""
    return replace(session, hinted=True, hint_for=check, seq=session.seq + 1)


def over(session: LabSession, ending: Ending) -> LabSession:
    """It is over."""
    return replace(session, stage=LabStage.OVER, ending=ending, seq=session.seq + 1)


class StepKind(StrEnum):
    """What a learner does in a lab."""

    COMMAND = "command"
    FILE = "file"
    FETCH = "fetch"
    CHECK = "check"
    INPUT = "input"
    """A line for the program that runs."""
    STOP = "stop"


ASIDE = frozenset({StepKind.INPUT, StepKind.STOP})
"""What does not wait for its turn: it is about what runs now."""


class StepState(StrEnum):
    """What became of a step."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    """It went well; a resumed lab repeats it."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LabStep:
    """One thing that was done. ``text`` is the command, the line or the file's name.

    ``file`` is Telegram's id of a file that was sent, ``content`` its bytes once they were fetched.
    """

    id: int
    session: int
    kind: StepKind
    text: str
    state: StepState
    file: str | None = None
    content: bytes | None = None
