"""``pomodock lab``: what sandboxes need on this machine."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.clock import Clock
from bot.domain.run import BuildProblem, BuildProgress, BuildReport, BuildStep
from bot.sandbox.plain import DockerSandbox

app = typer.Typer(no_args_is_help=True, help="Throwaway containers: build what they need.")

_STEPS = {
    BuildStep.LOOK: "Asking the Docker engine",
    BuildStep.PULL: "Fetching the Debian base from its registry",
    BuildStep.INSTALL: "Installing a shell, curl and Python",
    BuildStep.BOOTSTRAP: "No registry answers: building Debian from this machine's mirror",
    BuildStep.IMPORT: "Handing the image to the engine",
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
    BuildProblem.FAILED: "The image could not be built. See below what the tool said; when mended, try again.",
    BuildProblem.STOPPED: "Stopped. Nothing was left behind; the next build starts afresh.",
}


@app.callback()
def lab() -> None:
    """Throwaway containers: build what they need."""


@app.command()
def build(
    docker_host: Annotated[
        str | None,
        typer.Option("--docker-host", envvar="DOCKER_HOST", help="The engine, where it is not the usual one."),
    ] = None,
) -> None:
    """Build the image in which /run runs its commands. A second build takes a second."""
    report = asyncio.run(_build(docker_host))
    console = Console(stderr=report.problem is not None, soft_wrap=True)
    for line in sentences(report):
        console.print(line, markup=False, highlight=False)
    if report.problem is not None:
        raise typer.Exit(1)


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


async def _build(docker_host: str | None) -> BuildReport:
    sandbox = DockerSandbox(Clock(), instance="build", host=docker_host)
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    with bar:
        task = bar.add_task(_STEPS[BuildStep.LOOK], total=1.0)

        def show(progress: BuildProgress) -> None:
            bar.update(task, description=_STEPS[progress.step], completed=progress.share)

        try:
            return await sandbox.build(show)
        finally:
            await sandbox.aclose()
