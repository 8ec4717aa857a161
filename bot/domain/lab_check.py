"""Whether a lab's tasks are done: what each check saw, and what follows from it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.lab import Check, Lab
from bot.domain.lab_shell import ScriptResult
from bot.domain.review import Rating

_LONGEST_SEEN = 300


class Verdict(StrEnum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "failed"
    TOO_SLOW = "too_slow"
    """It did not end in its time."""
    WAITS = "waits"
    """A check that it needs has not passed, so it was not tried."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A check, its verdict, and what it saw where it failed."""

    check: str
    verdict: Verdict
    seen: str = ""


def judge(check: Check, result: ScriptResult) -> Judged:
    """The verdict on a check that was tried."""
    if result.exit_code == 0:
        return Judged(check.id, Verdict.PASSED)
    seen = " ".join(result.output.split())[:_LONGEST_SEEN]
    return Judged(check.id, Verdict.TOO_SLOW if result.exit_code is None else Verdict.FAILED, seen)


def runnable(check: Check, verdicts: Mapping[str, Verdict]) -> bool:
    """Whether all that ``check`` needs has passed."""
    return all(verdicts.get(needed) is Verdict.PASSED for needed in check.needs)


def first_failure(judged: Sequence[Judged]) -> Judged | None:
    """The first check that failed by itself; none where all passed."""
    return next((each for each in judged if each.verdict in (Verdict.FAILED, Verdict.TOO_SLOW)), None)


def passed(lab: Lab, judged: Sequence[Judged]) -> bool:
    """Whether every check of the lab has passed."""
    verdicts = {each.check: each.verdict for each in judged}
    return all(verdicts.get(check.id) is Verdict.PASSED for check in lab.checks())


def rating_of(*, done: bool, hinted: bool) -> Rating:
    """How the cards behind a lab are rated, once, at its end: a clean pass Good, with a hint Hard, else Again."""
    if not done:
        return Rating.AGAIN
    return Rating.HARD if hinted else Rating.GOOD
