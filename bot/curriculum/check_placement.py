"""Whether the placement questions fit together, and speak for units that exist."""

from __future__ import annotations

from collections.abc import Iterator

from bot.curriculum.document import Where
from bot.curriculum.draft import Draft
from bot.curriculum.faults import Fault
from bot.curriculum.schema import PlacementEntry
from bot.domain.course import LANGUAGES


def questions_are_unique(draft: Draft) -> Iterator[Fault]:
    """No two questions share an id."""
    seen: set[str] = set()
    for at, entry in enumerate(draft.placement):
        if entry.id in seen:
            mend = "give one of them another id, or remove it"
            yield draft.placement_document.fault((at, "id"), f"the question `{entry.id}` is here twice", mend)
        seen.add(entry.id)


def questions_name_units(draft: Draft) -> Iterator[Fault]:
    """The units that a question speaks for exist, and each is named once."""
    for at, entry in enumerate(draft.placement):
        for place, unit in enumerate(entry.units):
            where = (at, "units", place)
            if unit not in draft.units:
                yield draft.placement_document.fault(where, f"there is no unit `{unit}`", "name a unit of this course")
            elif unit in entry.units[:place]:
                yield draft.placement_document.fault(where, f"the unit `{unit}` is here twice", "name it once")


def questions_have_an_answer(draft: Draft) -> Iterator[Fault]:
    """Options are in step, none is there twice, and the correct one exists."""
    for at, entry in enumerate(draft.placement):
        yield from _option_faults(draft, entry, (at,))


def _option_faults(draft: Draft, entry: PlacementEntry, where: Where) -> Iterator[Fault]:
    document = draft.placement_document
    options = {language: getattr(entry, language).options for language in LANGUAGES}
    counts = [len(listed) for listed in options.values()]
    if len(set(counts)) > 1:
        said = ", ".join(f"{count} in {language}" for count, language in zip(counts, LANGUAGES, strict=True))
        what = f"options are out of step: {said}"
        yield document.fault((*where, LANGUAGES[-1], "options"), what, "make both the same")
    if not 0 <= entry.correct < min(counts):
        what = f"there is no option {entry.correct}"
        yield document.fault((*where, "correct"), what, f"count from 0: 0 to {min(counts) - 1}")
    for language, listed in options.items():
        for place, option in enumerate(listed):
            if option in listed[:place]:
                what = f"the option `{option}` is here twice"
                yield document.fault((*where, language, "options", place), what, "write another one")
