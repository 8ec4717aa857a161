"""``pomodock doctor``: looks at everything a bot needs, and says how to mend what is wrong."""

from __future__ import annotations

import asyncio
import secrets
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import typer
from rich.console import Console

from bot.chat.reach import NotReached, TokenRefused, username_of
from bot.cli import logs
from bot.cli.run import ASK_BOTFATHER
from bot.clock import Clock
from bot.config import BadSettings, Settings, read_settings
from bot.curriculum import source
from bot.curriculum.faults import CourseFaults
from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.domain.lab_shell import LabState
from bot.domain.run import RunLimits, RunOutcome, SandboxState
from bot.sandbox.lab_host import DockerLabs
from bot.sandbox.plain import DockerSandbox
from bot.storage.database import Database, DatabaseInUse, DatabaseUnusable

_MOST_DRIFT = 60.0
_console = Console(highlight=False, soft_wrap=True)

_ENGINE = {
    SandboxState.NO_ENGINE: (
        "no Docker engine answers; all but /run works. Install one (Debian: sudo apt-get install docker.io), start it, "
        "and see that docker ps works for this user, or set DOCKER_HOST"
    ),
    SandboxState.NO_IMAGE: "the image of /run is not built yet: pomodock lab build",
    SandboxState.BUILDING: "the image of /run is being built",
    SandboxState.BUILD_FAILED: "the image of /run could not be built: pomodock lab build says why",
}

_LABS = {
    LabState.NO_ENGINE: "no Docker engine answers; all but /run and /lab works",
    LabState.NO_IMAGE: "the image of labs or its store is not built yet: pomodock lab build",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``needed`` says that the bot does not work without it."""

    name: str
    fine: bool
    words: str
    needed: bool = True


def doctor() -> None:
    """Check token, database, engine, image, content and clock, and say how to mend each."""
    logs.configure()
    try:
        settings = read_settings()
    except BadSettings as error:
        _show([Finding("settings", fine=False, words=str(error))])
        raise typer.Exit(1) from error
    findings = asyncio.run(_examine(settings))
    _show(findings)
    if not all(finding.fine for finding in findings if finding.needed):
        raise typer.Exit(1)


async def _examine(settings: Settings) -> list[Finding]:
    checks: tuple[Callable[[Settings], Awaitable[Finding]], ...] = (_token, _clock, _database, _content, _engine, _labs)
    return [await check(settings) for check in checks]


async def _token(settings: Settings) -> Finding:
    if settings.bot_token is None:
        return Finding("token", fine=False, words=ASK_BOTFATHER)
    try:
        username = await username_of(settings.bot_token.get_secret_value(), settings.api_url)
    except TokenRefused:
        return Finding("token", fine=False, words="refused; copy it again from @BotFather into POMODOCK_BOT_TOKEN")
    except NotReached as error:
        return Finding("token", fine=False, words=f"{settings.api_url} cannot be reached ({error}); check the network")
    return Finding("token", fine=True, words=f"@{username} at {settings.api_url}")


async def _clock(settings: Settings) -> Finding:
    try:
        there = await asyncio.to_thread(_time_at, settings.api_url.removesuffix("bot"))
    except (OSError, TypeError, ValueError):
        return Finding("clock", fine=False, words="no server to compare it with", needed=False)
    drift = abs((Clock().now() - there.astimezone(UTC)).total_seconds())
    if drift > _MOST_DRIFT:
        words = (
            f"{drift:.0f} seconds off: units would come at the wrong time. Let NTP set it (timedatectl set-ntp true)"
        )
        return Finding("clock", fine=False, words=words)
    return Finding("clock", fine=True, words="right")


def _time_at(url: str) -> datetime:
    """What time a web server says it is; raises ``OSError``, ``TypeError`` or ``ValueError`` where it says none."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - config.py allows http and https only
            said = answer.headers["Date"]
    except urllib.error.HTTPError as error:
        said = error.headers["Date"]
    return parsedate_to_datetime(said)


async def _database(settings: Settings) -> Finding:
    try:
        database = Database(settings.database)
        database.claim()
        await database.check()
        await database.close()
    except DatabaseInUse:
        return Finding("database", fine=True, words="in use by a running bot")
    except (DatabaseUnusable, OSError) as error:
        return Finding("database", fine=False, words=f"{error}; check POMODOCK_DATABASE_URL")
    return Finding("database", fine=True, words=database.place)


async def _content(settings: Settings) -> Finding:
    folder = (settings.content or content_root()) / settings.course
    try:
        course = load_course(source.read_folder(folder))
    except CourseFaults as error:
        words = f"{len(error.faults)} faults in {folder}: pomodock content check {folder}"
        return Finding("content", fine=False, words=words)
    return Finding("content", fine=True, words=f"{len(course.units)} units, {len(course.cards)} cards in {folder}")


async def _engine(settings: Settings) -> Finding:
    sandbox = DockerSandbox(Clock(), instance="doctor", host=settings.docker_host, runtime=settings.runtime)
    try:
        state = await sandbox.state()
        if state is not SandboxState.READY:
            return Finding("engine", fine=False, words=_ENGINE[state], needed=False)
        result = await sandbox.run("echo fine", owner="doctor", limits=RunLimits())
    finally:
        await sandbox.aclose()
    if result.outcome is not RunOutcome.OK:
        words = f"a container could not run (outcome {result.outcome}): {result.output.strip()}"
        return Finding("engine", fine=False, words=words, needed=False)
    return Finding("engine", fine=True, words=f"a container ran in {result.seconds:.1f} s", needed=False)


async def _labs(settings: Settings) -> Finding:
    labs = DockerLabs(Clock(), instance=f"doctor-{secrets.token_hex(4)}", host=settings.docker_host)
    try:
        state = await labs.state()
        if state is not LabState.READY:
            return Finding("labs", fine=False, words=_LABS[state], needed=False)
        name = await labs.claim("doctor")
        if name is None:
            words = "a lab did not start: the engine refuses what labs need, such as user namespaces or /dev/net/tun"
            return Finding("labs", fine=False, words=words, needed=False)
        ran = await labs.script(name, "docker run --rm hello-world && docker run --rm busybox true", seconds=60)
        await labs.end(name)
    finally:
        await labs.aclose()
    if ran is None or ran.exit_code != 0:
        said = "" if ran is None else ran.output.strip()
        hint = ". On the engine's machine: sudo chmod 666 /dev/net/tun" if "/dev/net/tun" in said else ""
        return Finding("labs", fine=False, words=f"docker does not work in a lab: {said[-300:]}{hint}", needed=False)
    return Finding("labs", fine=True, words="a lab started, and docker ran a container in it", needed=False)


def _show(findings: list[Finding]) -> None:
    for finding in findings:
        mark = (
            "[green]ok[/green]  " if finding.fine else "[red]mend[/red]" if finding.needed else "[yellow]note[/yellow]"
        )
        _console.print(f"{mark} [bold]{finding.name}[/bold]: ", end="")
        _console.print(finding.words, markup=False)
