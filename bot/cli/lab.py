"""``pomodock lab``: what sandboxes need on this machine."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.clock import Clock
from bot.config import Settings
from bot.curriculum.faults import CourseFaults
from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.domain.lab import Lab
from bot.domain.lab_shell import LabState
from bot.domain.run import BuildPart, BuildProblem, BuildProgress, BuildReport, BuildStep, CourseImage
from bot.sandbox.course_images import course_images
from bot.sandbox.engine import Engine
from bot.sandbox.lab_host import DockerLabs
from bot.sandbox.parts import PATIENCE, build_part
from bot.sandbox.threads import in_daemon
from bot.services.lab_check import prove

app = typer.Typer(no_args_is_help=True, help="Throwaway containers: build what they need.")

_STEPS = {
    BuildStep.LOOK: "Asking the Docker engine",
    BuildStep.PULL: "Fetching from the registry",
    BuildStep.INSTALL: "Installing packages",
    BuildStep.BOOTSTRAP: "No registry answers: building Debian from this machine's mirror",
    BuildStep.IMPORT: "Handing the image to the engine",
    BuildStep.PACKAGES: "Asking this machine's mirror for packages",
    BuildStep.STANDIN: "No registry answers: building a stand-in for",
    BuildStep.LAB: "Building the image of labs",
    BuildStep.STORE: "Filling the store that labs read images from:",
    BuildStep.DONE: "Done",
}

_PROBLEMS = {
    BuildProblem.NO_ENGINE: (
        "No Docker engine answers. Start it (on Debian: sudo apt-get install docker.io, then sudo systemctl start "
        "docker), or set DOCKER_HOST to where one is, and see that you may use it (docker ps)."
    ),
    BuildProblem.NO_DEBOOTSTRAP: (
        "No image registry answers, and debootstrap, which would build the image from your package mirror, is not "
        "installed. Type:"
    ),
    BuildProblem.NO_MIRROR: (
        "No image registry answers, and this machine has no Debian or Ubuntu package mirror to build from. Connect "
        "the engine to a registry (docker pull debian:trixie-slim should work), then try again."
    ),
    BuildProblem.NEEDS_ROOT: (
        "No image registry answers. Building the image from your package mirror needs root, once. Type:"
    ),
    BuildProblem.NO_IMAGES: (
        "Labs need the images of the course, and some are missing: those below. "
        "First type pomodock lab build --only images."
    ),
    BuildProblem.FAILED: "The image could not be built. See below what the tool said; when mended, try again.",
    BuildProblem.STOPPED: "Stopped. Nothing was left behind; the next build starts afresh.",
}


@app.callback()
def lab() -> None:
    """Throwaway containers: build what they need."""


_ENGINE = typer.Option("--docker-host", envvar="DOCKER_HOST", help="The engine, where it is not the usual one.")


@app.command()
def build(
    docker_host: Annotated[str | None, _ENGINE] = None,
    only: Annotated[
        BuildPart | None,
        typer.Option(help="run: the image of /run; images: those of the course; lab: the image of labs and its store."),
    ] = None,
) -> None:
    """Build what /run and labs need: the first time in minutes, a second time in seconds."""
    failed = False
    for part in [only] if only else list(BuildPart):
        report = asyncio.run(_build(docker_host, part))
        console = Console(stderr=report.problem is not None, soft_wrap=True)
        for line in sentences(report):
            console.print(line, markup=False, highlight=False)
        failed = failed or report.problem is not None
        if report.problem in {BuildProblem.NO_ENGINE, BuildProblem.STOPPED}:
            break
    if failed:
        raise typer.Exit(1)


@app.command()
def images(docker_host: Annotated[str | None, _ENGINE] = None) -> None:
    """List the images of the course: which are the real ones, and how the stand-ins differ."""
    engine = Engine(docker_host)
    console = Console(soft_wrap=True)
    if not engine.answers():
        Console(stderr=True, soft_wrap=True).print(_PROBLEMS[BuildProblem.NO_ENGINE], markup=False, highlight=False)
        raise typer.Exit(1)
    for line in inventory(course_images(engine)):
        console.print(line, markup=False, highlight=False)
    engine.close()


@app.command()
def check(
    ids: Annotated[list[str] | None, typer.Argument(help="Labs to try; all of the course by default.")] = None,
    docker_host: Annotated[str | None, _ENGINE] = None,
    content: Annotated[Path | None, typer.Option(help="The folder of a course.")] = None,
) -> None:
    """Prove each lab: its solution passes every check, and each wrong try fails the check that it should."""
    console = Console(soft_wrap=True)
    labs = _chosen(content or content_root() / Settings().course, ids or [])
    failed = asyncio.run(_prove(labs, docker_host, lambda line: console.print(line, markup=False, highlight=False)))
    console.print(f"{len(labs)} labs, {failed} faults", markup=False, highlight=False)
    if failed:
        raise typer.Exit(1)


def _chosen(folder: Path, ids: list[str]) -> list[Lab]:
    try:
        labs = load_course(read_folder(folder)).labs
    except CourseFaults as faults:
        raise typer.BadParameter(f"the course has faults; see pomodock content check {folder}") from faults
    if unknown := [each for each in ids if each not in labs]:
        raise typer.BadParameter(f"no such lab: {', '.join(unknown)}. There are {', '.join(sorted(labs))}.")
    return [labs[each] for each in ids or sorted(labs)]


async def _prove(labs: list[Lab], docker_host: str | None, say: Callable[[str], None]) -> int:
    """Prove ``labs`` on the real engine; how many tries went another way than they should."""
    host = DockerLabs(Clock(), instance=f"check-{secrets.token_hex(4)}", host=docker_host)
    problems = {
        LabState.NO_ENGINE: _PROBLEMS[BuildProblem.NO_ENGINE],
        LabState.NO_IMAGE: "The image of labs or its store is missing. Type: pomodock lab build",
    }
    try:
        if problem := problems.get(await host.state()):
            say(problem)
            return 1
        failed = 0
        for lab in labs:
            async for script, wrong in prove(host, lab):
                failed += bool(wrong)
                say(f"{lab.id} {script}: {wrong or 'as it should'}")
        return failed
    finally:
        await host.aclose()


def inventory(held: list[CourseImage]) -> list[str]:
    """The images of the course for a terminal: a line for each kind of state, stand-ins by how they differ."""
    lines = []
    for differs, group in groupby((image for image in held if image.differs), key=lambda image: image.differs):
        lines.append(f"{', '.join(image.name for image in group)}: a stand-in. {differs}")
    lines += [f"{image.name}: {image.digest or 'your own'}" for image in held if image.there and not image.differs]
    if missing := [image.name for image in held if not image.there]:
        lines.append(f"Missing: {', '.join(missing)}. Type: pomodock lab build --only images")
    if any(image.differs for image in held):
        lines.append("Where a registry answers: docker image rm the stand-ins, and build again for the real ones.")
    return lines


def sentences(report: BuildReport) -> list[str]:
    """``report`` for a terminal: what is, what to type, and what a tool said."""
    if report.problem is None:
        return [f"Ready: {report.image}"]
    lines = [_PROBLEMS[report.problem]]
    if report.command:
        lines.append(f"  {report.command}")
    if report.detail:
        lines.append(report.detail)
    return lines


async def _build(docker_host: str | None, part: BuildPart) -> BuildReport:
    engine = Engine(docker_host, seconds=PATIENCE)
    stop = threading.Event()
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    with bar:
        task = bar.add_task(_STEPS[BuildStep.LOOK], total=1.0)

        def show(progress: BuildProgress) -> None:
            what = " ".join(filter(None, (_STEPS[progress.step], progress.image)))
            bar.update(task, description=what, completed=progress.share)

        work = asyncio.wrap_future(in_daemon(lambda: build_part(engine, part, tell=show, stop=stop), name="build"))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait({work}, timeout=60.0)
            raise
        finally:
            engine.close()
