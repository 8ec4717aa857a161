"""``pomodock content``: what authors need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from bot.curriculum.agreement import Agreement, agreement, rate
from bot.curriculum.faults import CourseFaults, Fault
from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.schema import counted
from bot.curriculum.source import read_folder
from bot.domain.course import LANGUAGES, CardKind, Course

app = typer.Typer(help="Courses: check what you wrote, and read it as a learner will.", no_args_is_help=True)

DEFAULT_COURSE = "docker"
PREVIEW_PORT = 8026
"""Beside the demo's, so that both can be open."""


@app.callback()
def _content() -> None:
    """Courses: check what you wrote, and read it as a learner will."""


@app.command()
def check(
    path: Annotated[
        Path | None, typer.Argument(help="The course's folder; the one that comes with Pomodock else.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of lines.")] = False,
    agree: Annotated[bool, typer.Option("--agreement", help="Hold the matcher against labelled recitations.")] = False,
    show: Annotated[bool, typer.Option("--disagreements", help="The same, and list where they differ.")] = False,
) -> None:
    """Find every fault of a course, and say what is in it."""
    try:
        files = read_folder(path or content_root() / DEFAULT_COURSE)
        course = load_course(files)
    except CourseFaults as error:
        _tell_faults(error.faults, as_json)
        raise typer.Exit(1) from None
    agreements = agreement(course, files) if agree or show else None
    if as_json:
        rates = {} if agreements is None else {"agreement": _rates(agreements)}
        typer.echo(json.dumps({"faults": [], **_counts(course), **rates}, ensure_ascii=False))
    else:
        _tell(course)
        _tell_agreement(agreements or ())
    if show:
        _tell_disagreements(agreements or ())


@app.command()
def preview(
    path: Annotated[
        Path | None, typer.Argument(help="The course's folder; the one that comes with Pomodock else.")
    ] = None,
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes any free one.")] = PREVIEW_PORT,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Read a course in a page of your browser, unit by unit, as a learner will see it."""
    folder = path or content_root() / DEFAULT_COURSE
    try:
        load_course(read_folder(folder))
    except CourseFaults as error:
        _tell_faults(error.faults, as_json=False)
        _tell_units(error.faults)
        raise typer.Exit(1) from None
    import_module("bot.cli.preview").serve(folder, port, browser=browser)


def _tell_units(faults: tuple[Fault, ...]) -> None:
    """Which units have faults, where it is units alone; nothing is served in any case."""
    files = [fault.file.split("/") for fault in faults]
    if all(parts[0] == "units" and len(parts) > 2 for parts in files):
        typer.echo(f"units with faults: {', '.join(dict.fromkeys(parts[1] for parts in files))}", err=True)
    typer.echo("Nothing is served until they are mended.", err=True)


def _tell_faults(faults: tuple[Fault, ...], as_json: bool) -> None:
    if as_json:
        listed = [{"file": each.file, "line": each.line, "what": each.what, "mend": each.mend} for each in faults]
        typer.echo(json.dumps({"faults": listed}, ensure_ascii=False))
        return
    for fault in faults:
        typer.echo(str(fault))
    typer.echo(f"{len(faults)} fault{'s' if len(faults) != 1 else ''}", err=True)


def _counts(course: Course) -> Mapping[str, object]:
    kinds = [card.kind for card in course.cards.values()]
    return {
        "units": len(course.units),
        "cards": len(kinds),
        "quiz_questions": kinds.count(CardKind.QUIZ),
        "labs": len(course.labs),
        "projects": len(course.projects),
        "assessments": len(course.assessments),
        "resources": sum(len(shelf.resources) for shelf in course.shelves),
        "items": len(course.syllabus),
        "covered": len(course.covered()),
        "languages": list(LANGUAGES),
    }


def _rates(agreements: tuple[Agreement, ...]) -> Mapping[str, float | None]:
    rates = {language: rate(agreements, language) for language in LANGUAGES}
    return {language: None if value is None else round(value, 4) for language, value in rates.items()}


def _tell(course: Course) -> None:
    counts = _counts(course)
    typer.echo(
        f"{course.id}: no faults; {counts['units']} units, {counts['cards']} cards, "
        f"{counts['quiz_questions']} of them quiz questions, "
        f"{counted(len(course.labs), 'labs')}, "
        f"{counted(len(course.projects), 'projects')}, {counted(len(course.assessments), 'self-assessments')}, "
        f"{counts['resources']} resources, "
        f"{counts['covered']} of {counts['items']} items covered, in {' and '.join(LANGUAGES)}"
    )


def _tell_agreement(agreements: tuple[Agreement, ...]) -> None:
    for each in agreements:
        typer.echo(
            f"recitations  {each.unit} {each.language}: {each.recitations} said, "
            f"{each.agreed} of {each.pairs} pairs agreed ({each.agreed / each.pairs:.0%})"
        )
    for language, value in _rates(agreements).items():
        if value is not None:
            typer.echo(f"recitations  {language}: {value:.1%}")


def _tell_disagreements(agreements: tuple[Agreement, ...]) -> None:
    for each in agreements:
        for one in each.disagreements:
            verb = "missed" if one.said else "found"
            typer.echo(f"{one.unit} {one.language}: {verb} {one.point} in: {one.text}", err=True)


if __name__ == "__main__":
    app()
