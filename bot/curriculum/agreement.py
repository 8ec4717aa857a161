"""How far the matcher agrees with the recitations that an author labelled by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.curriculum.draft import read_draft
from bot.curriculum.schema import RecitationsFile
from bot.domain.course import LANGUAGES, Course, Language, UnitText
from bot.domain.recite import find_points


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One point of one recitation on which the author and the matcher differ."""

    unit: str
    language: Language
    text: str
    point: str
    said: bool
    """What the author says: that the point is in it, or that it is not."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement in one unit and language, counted by pairs of a recitation and a point."""

    unit: str
    language: Language
    recitations: int
    pairs: int
    disagreements: tuple[Disagreement, ...]

    @property
    def agreed(self) -> int:
        """Pairs on which both agree."""
        return self.pairs - len(self.disagreements)


def agreement(course: Course, files: Mapping[str, bytes]) -> tuple[Agreement, ...]:
    """Agreement for each unit that has ``recitations.yaml``, by unit and language, in the course's order."""
    recitations = read_draft(
        {name: data for name, data in files.items() if name.endswith("/recitations.yaml")}
    ).recitations
    return tuple(
        _of_unit(unit.id, language, unit.texts[language], recitations[unit.id][1])
        for unit in course.units.values()
        if unit.id in recitations
        for language in LANGUAGES
    )


def _of_unit(unit: str, language: Language, text: UnitText, recitations: RecitationsFile) -> Agreement:
    labelled = getattr(recitations, language)
    differing = [
        Disagreement(unit, language, recitation.text, point.id, point.id in recitation.found)
        for recitation in labelled
        for found in (find_points(recitation.text, text.points, language),)
        for point in text.points
        if (point.id in found) != (point.id in recitation.found)
    ]
    return Agreement(unit, language, len(labelled), len(labelled) * len(text.points), tuple(differing))


def rate(agreements: Sequence[Agreement], language: Language) -> float | None:
    """The share of pairs agreed on in one language, from 0 to 1; ``None`` where there are none."""
    own = [each for each in agreements if each.language == language]
    pairs = sum(each.pairs for each in own)
    return sum(each.agreed for each in own) / pairs if pairs else None
