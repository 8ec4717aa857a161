"""Labs: the shelf, the waiting, the tasks and their checks, commands, files, the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.course import Localized
from bot.domain.lab_session import Ending
from bot.domain.lab_shell import FileProblem, LabState, ShellOutcome
from bot.domain.messages.common import LabLine, LabTask


@dataclass(frozen=True, slots=True)
class LabShelf:
    """The labs of the course."""

    labs: tuple[LabLine, ...]


@dataclass(frozen=True, slots=True)
class LabWaiting:
    """Being started (``place`` 0), or waiting for a free one; ``place`` 1 is next."""

    title: Localized
    place: int


@dataclass(frozen=True, slots=True)
class LabUnavailable:
    """No lab can be had now; ``READY`` means that this one could not be made ready."""

    state: LabState


@dataclass(frozen=True, slots=True)
class LabScreen:
    """An open lab: its tasks, and what their checks said. ``nonce`` is what ``{nonce}`` stands for."""

    session: int
    seq: int
    title: Localized
    brief: Localized
    differs: Localized
    tasks: tuple[LabTask, ...]
    nonce: str
    minutes: int
    """Until it ends, unless something is done."""
    hint: Localized
    """The hint that was asked for; empty otherwise."""
    can_hint: bool


@dataclass(frozen=True, slots=True)
class LabRunning:
    """A command that runs. ``output`` is the end of what it printed so far."""

    session: int
    command: str
    output: str


@dataclass(frozen=True, slots=True)
class LabRan:
    """What came of a command. ``head`` is all of it unless ``left_out`` lines are missing before ``tail``."""

    command: str
    outcome: ShellOutcome
    exit_code: int | None
    head: str
    tail: str
    left_out: int
    folder: str


@dataclass(frozen=True, slots=True)
class LabInterrupted:
    """A command of which nobody knows how it ended: the bot was restarted meanwhile."""

    command: str


@dataclass(frozen=True, slots=True)
class LabPut:
    """A file that was sent is in the lab now; ``size`` in bytes."""

    name: str
    size: int
    there: bool


@dataclass(frozen=True, slots=True)
class LabFile:
    """A file of the lab. ``content`` is in Base64."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class LabNoFile:
    """A file that cannot be had."""

    path: str
    problem: FileProblem
    limit: int


@dataclass(frozen=True, slots=True)
class LabWarning:
    """The lab ends soon, unless the learner still needs it."""

    session: int
    title: Localized
    minutes: int
    can_extend: bool


@dataclass(frozen=True, slots=True)
class LabExtended:
    """The lab lives on."""

    title: Localized
    minutes: int


@dataclass(frozen=True, slots=True)
class LabReplayed:
    """A resumed lab repeated what was done before: ``done`` of ``total`` steps; ``stopped_at`` is the next one."""

    done: int
    total: int
    stopped_at: str
    why: Literal["", "failed", "time"]


@dataclass(frozen=True, slots=True)
class LabOver:
    """The end. ``cards`` is how many cards were rated, ``next`` the seconds until the first comes back."""

    id: str
    session: int
    title: Localized
    ending: Ending
    hinted: bool
    passed: int
    tasks: int
    cards: int
    resumable: bool
