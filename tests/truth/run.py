"""What came of a unit's script: each command beside what the unit shows for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.truth.matching import lines_of, matches
from tests.truth.script import Command, File, Step
from tests.truth.shell import Result, Shell

_END = 20
"""How many lines at the beginning and the end of a long output are told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A command and what it did."""

    command: Command
    result: Result

    @property
    def departs(self) -> str:
        """What is not as the unit shows it; empty where everything is."""
        if self.result.code is None:
            return "it did not end"
        if self.command.printed is None:
            return f"it ended with {self.result.code}" if self.result.code else ""
        return "" if matches(self.command.printed, lines_of(self.result.output)) else "it printed something else"

    def __str__(self) -> str:
        shown = [] if self.command.printed is None else ["--- shown", *self.command.printed]
        printed = ["--- printed", *_ends(lines_of(self.result.output)), f"--- exit code {self.result.code}"]
        return "\n".join([f"block {self.command.block}: $ {self.command.typed}", *shown, *printed])


def _ends(lines: list[str]) -> list[str]:
    return lines if len(lines) <= 2 * _END else [*lines[:_END], f"({len(lines) - 2 * _END} lines)", *lines[-_END:]]


def play(steps: Iterable[Step], shell: Shell) -> Iterator[Outcome]:
    """Do ``steps`` in order. Nothing is done after a command that did not end."""
    for step in steps:
        if isinstance(step, File):
            shell.write(step.name, step.text)
            continue
        outcome = Outcome(step, shell.run(step.typed))
        yield outcome
        if outcome.result.code is None:
            return
