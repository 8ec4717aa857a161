"""A lab as the course has it: tasks in a throwaway container, and the checks that decide whether they are done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.course import Language  # a course has labs

NONCE = "{nonce}"
"""Stands in texts for the value that is fresh in each lab."""


@dataclass(frozen=True, slots=True)
class LabText:
    """A lab in one language. ``differs`` says what a real Docker engine does otherwise."""

    title: str
    brief: str
    differs: str = ""


@dataclass(frozen=True, slots=True)
class CheckText:
    """What a check expects, and one hint for whoever does not have it, in one language."""

    expect: str
    hint: str


@dataclass(frozen=True, slots=True)
class Check:
    """Decides whether something is done: ``run`` (bash) ends with 0 within ``timeout`` seconds."""

    id: str
    run: str
    timeout: int
    texts: Mapping[Language, CheckText]
    needs: tuple[str, ...] = ()
    """Checks that have to pass before this one is tried."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done, in every language, and the checks for it."""

    id: str
    texts: Mapping[Language, str]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class WrongTry:
    """A plausible attempt that is wrong, and the check that has to fail first after it."""

    script: str
    fails: str


@dataclass(frozen=True, slots=True)
class Lab:
    """One lab. ``cards`` are rated once, at its end; ``files`` lie in the work folder when the learner comes."""

    id: str
    unit: str
    minutes: int
    texts: Mapping[Language, LabText]
    tasks: tuple[Task, ...]
    init: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    cards: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    solve: str = ""
    wrong: Mapping[str, WrongTry] = field(default_factory=dict)

    def checks(self) -> Iterator[Check]:
        """All checks, in the order in which they are tried."""
        return (check for task in self.tasks for check in task.checks)

    def check(self, check_id: str) -> Check:
        """The check with this id. Raises ``KeyError``."""
        for check in self.checks():
            if check.id == check_id:
                return check
        raise KeyError(check_id)
