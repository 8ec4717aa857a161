"""What comes at the end of a week has to fit: projects, self-assessments, and the resources beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.curriculum.document import Document, Where
from bot.curriculum.draft import Draft, Listed
from bot.curriculum.faults import Fault
from bot.curriculum.schema import AssessmentEntry, ProjectEntry, ShelfEntry, TrackEntry
from bot.curriculum.unit_file import refused_markdown
from bot.domain.course import LANGUAGES

Weekly = Listed[ProjectEntry] | Listed[AssessmentEntry]

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def weeklies_are_unique(draft: Draft) -> Iterator[Fault]:
    """No two projects, self-assessments or kinds of resources share an id."""
    kinds: tuple[tuple[str, Sequence[Weekly | Listed[ShelfEntry]]], ...] = (
        ("project", draft.projects),
        ("self-assessment", draft.assessments),
        ("kind", draft.shelves),
    )
    for noun, entries in kinds:
        seen: set[str] = set()
        for each in entries:
            if each.entry.id in seen:
                what = f"the {noun} `{each.entry.id}` is here twice"
                yield each.fault(("id",), what, "give one of them another id, or remove it")
            seen.add(each.entry.id)


def weeklies_know_their_units(draft: Draft) -> Iterator[Fault]:
    """The units that projects rest on and statements speak of exist, and none is named twice."""
    for project in draft.projects:
        places: list[Where] = [("units", at) for at in range(len(project.entry.units))]
        yield from _unit_faults(draft, project, project.entry.units, places)
    for assessment in draft.assessments:
        units = [statement.unit for statement in assessment.entry.statements]
        places = [("statements", at, "unit") for at in range(len(units))]
        yield from _unit_faults(draft, assessment, units, places)


def _unit_faults(draft: Draft, each: Weekly, units: Sequence[str], places: Sequence[Where]) -> Iterator[Fault]:
    seen: set[str] = set()
    for where, unit in zip(places, units, strict=True):
        if unit not in draft.units:
            yield each.fault(where, f"there is no unit `{unit}`", "name a unit of this course")
        elif unit in seen:
            yield each.fault(where, f"the unit `{unit}` is here twice", "name each unit once")
        seen.add(unit)


def projects_are_in_step(draft: Draft) -> Iterator[Fault]:
    """A project has as many steps in every language, and its brief can be shown in a chat."""
    for each in draft.projects:
        counts = {language: len(getattr(each.entry, language).steps) for language in LANGUAGES}
        if len(set(counts.values())) > 1:
            said = ", ".join(f"{count} in {language}" for language, count in counts.items())
            yield each.fault((LANGUAGES[-1], "steps"), f"steps are out of step: {said}", "make both the same")
        for language in LANGUAGES:
            for what, mend in refused_markdown(getattr(each.entry, language).brief):
                yield each.fault((language, "brief"), f"here is {what}", mend)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Projects, or self-assessments, as tracks name them: the key, the noun, and the units each speaks of."""

    key: str
    noun: str
    units: Mapping[str, Sequence[str]]


def weeklies_have_a_day(draft: Draft) -> Iterator[Fault]:
    """On tracks, projects and self-assessments are on days of their own, after the units that they speak of."""
    statements = {each.entry.id: [one.unit for one in each.entry.statements] for each in draft.assessments}
    projects = _Kind("projects", "project", {each.entry.id: each.entry.units for each in draft.projects})
    assessments = _Kind("assessments", "self-assessment", statements)
    for at, track in enumerate(draft.course.tracks if draft.course else ()):
        taken = dict.fromkeys(track.plan, "units")
        for kind, days in ((projects, track.projects), (assessments, track.assessments)):
            yield from _day_faults(draft.course_document, ("tracks", at, kind.key), track, kind, taken)
            yield from _placing_faults(draft.course_document, ("tracks", at, kind.key), track, kind)
            taken |= dict.fromkeys(days, f"a {kind.noun}")


def _days(track: TrackEntry, kind: _Kind) -> dict[int, str]:
    return track.projects if kind.key == "projects" else track.assessments


def _day_faults(
    document: Document, where: Where, track: TrackEntry, kind: _Kind, taken: Mapping[int, str]
) -> Iterator[Fault]:
    for day in _days(track, kind):
        if not 1 <= day <= track.days:
            what = f"day {day} is not one of the {track.days} days of `{track.id}`"
            yield document.fault((*where, day), what, f"move the {kind.noun}, or change `days`")
        elif day in taken:
            what = f"day {day} of `{track.id}` holds {taken[day]} already"
            yield document.fault((*where, day), what, f"give the {kind.noun} a day of its own")


def _placing_faults(document: Document, where: Where, track: TrackEntry, kind: _Kind) -> Iterator[Fault]:
    day_of = {unit: day for day, units in track.plan.items() for unit in units}
    seen: set[str] = set()
    for day, each in _days(track, kind).items():
        if each not in kind.units:
            what = f"there is no {kind.noun} `{each}`"
            yield document.fault((*where, day), what, f"write it in {kind.key}.yaml, or correct the id")
        elif each in seen:
            what = f"the {kind.noun} `{each}` is in `{track.id}` twice"
            yield document.fault((*where, day), what, "leave it on one day")
        seen.add(each)
        for unit in kind.units.get(each, ()):
            if day_of.get(unit, day) >= day:
                what = f"`{each}` speaks of the unit `{unit}`, which `{track.id}` does not have before day {day}"
                yield document.fault((*where, day), what, "move it behind its units, or choose another")


def weeklies_are_on_a_track(draft: Draft) -> Iterator[Fault]:
    """Each project and self-assessment is on some track: nobody would meet it otherwise."""
    tracks = draft.course.tracks if draft.course else ()
    planned = {each for track in tracks for days in (track.projects, track.assessments) for each in days.values()}
    weeklies: tuple[Weekly, ...] = (*draft.projects, *draft.assessments)
    for each in weeklies if draft.course else ():
        if each.entry.id not in planned:
            what = f"`{each.entry.id}` is on no track"
            yield each.fault(("id",), what, "put it on a day in course.yaml, or remove it")


def resources_can_be_opened(draft: Draft) -> Iterator[Fault]:
    """Addresses are whole and secure, and each is there once."""
    seen: set[str] = set()
    for shelf in draft.shelves:
        for at, resource in enumerate(shelf.entry.resources):
            where = ("resources", at, "url")
            if not _is_address(resource.url):
                what = f"`{resource.url}` is not an address that a browser opens securely"
                yield shelf.fault(where, what, "write it whole: https://host/path")
            if resource.url in seen:
                yield shelf.fault(where, f"the address `{resource.url}` is here twice", "leave it in one place")
            seen.add(resource.url)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not set(url) & set(' <>"\\')
    return plain and parts.scheme == "https" and bool(_HOST.fullmatch(parts.netloc))


def covering(draft: Draft) -> Iterable[tuple[Document, Where, Sequence[str]]]:
    """Each list of items that a project, a self-assessment or a kind of resources covers, with its place."""
    entries: tuple[Weekly | Listed[ShelfEntry], ...] = (*draft.projects, *draft.assessments, *draft.shelves)
    for each in entries:
        yield each.document, (*each.where, "covers"), each.entry.covers
