"""/run: a command, its place in the queue, its output."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.run import RunOutcome, SandboxState


@dataclass(frozen=True, slots=True)
class RunQueued:
    """Waiting; ``place`` 1 is next."""

    command: str
    place: int


@dataclass(frozen=True, slots=True)
class RunRunning:
    """The container is up."""

    command: str
    limit: int


@dataclass(frozen=True, slots=True)
class RunWithdrawn:
    """Stopped, or taken from the queue, by /cancel."""

    command: str


@dataclass(frozen=True, slots=True)
class RunFinished:
    """What came out. ``head`` is all of it unless ``left_out`` lines are missing before ``tail``."""

    command: str
    outcome: RunOutcome
    exit_code: int | None
    seconds: float
    head: str
    tail: str
    left_out: int


@dataclass(frozen=True, slots=True)
class RunOutputFile:
    """The output as a file; ``whole`` unless it went over the cap."""

    output: str
    whole: bool


@dataclass(frozen=True, slots=True)
class RunUnavailable:
    """No command can run now, and what to do about it."""

    state: SandboxState
