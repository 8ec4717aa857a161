"""The units of the course that this checkout has, in the runs that prove them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from bot.curriculum.draft import UnitDraft, read_draft
from bot.curriculum.source import read_folder
from bot.domain.course import LANGUAGES, Language
from tests.truth.script import Step, alike, script

FOLDER = Path(__file__).parents[2] / "content" / "docker"

Chain = tuple[str, ...]
"""Units of which each goes on in the working folder of the one before it."""


@functools.cache
def units() -> Mapping[str, Mapping[Language, UnitDraft]]:
    """Every unit in every language, as it is written."""
    return read_draft(read_folder(FOLDER)).units


def chain(unit: str) -> Chain:
    """``unit``, after the units that it goes on from."""
    before = _before(unit)
    return (*chain(before), unit) if before else (unit,)


def _before(unit: str) -> str | None:
    matter = units()[unit][LANGUAGES[0]].matter
    return matter.continues if matter else None


def chains() -> list[Chain]:
    """All units; one that is gone on from is in the longer chain alone."""
    continued = {_before(unit) for unit in units()}
    return [chain(unit) for unit in sorted(units()) if unit not in continued]


def steps(of: Chain, language: Language) -> list[tuple[str, tuple[Step, ...]]]:
    """What the units of a chain have their learner do."""
    return [(unit, script(units()[unit][language])) for unit in of]


def runs() -> list[tuple[Chain, Language]]:
    """What has to be run to prove every language: one that types, writes and shows the same needs no run of its own."""
    return [(each, language) for each in chains() for language in LANGUAGES if _needs_a_run(each, language)]


def _needs_a_run(of: Chain, language: Language) -> bool:
    model = LANGUAGES[0]
    return language == model or not all(
        alike(ours, theirs) for (_, ours), (_, theirs) in zip(steps(of, model), steps(of, language), strict=True)
    )
