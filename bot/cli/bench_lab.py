"""``pomodock bench lab``: how long a learner waits for a lab and in it, and what an idle one costs; on the real engine.

Each figure is the median of several tries, one after another, on labs and containers of its own. ``run`` is /run as
the bot does it, beside ``docker run --rm`` of the same image by Docker's own client in the same minute.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import statistics
import subprocess
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any

import typer

from bot.cli.report import Figure, report
from bot.clock import Clock
from bot.config import read_settings
from bot.domain.lab_shell import LabLimits, LabState
from bot.domain.run import RunLimits, RunOutcome, SandboxState
from bot.sandbox.engine import Engine
from bot.sandbox.lab_host import DockerLabs
from bot.sandbox.plain import DockerSandbox

_MIB = 1024 * 1024
_LIMITS = LabLimits(seconds=300)
"""Short, for a measurement that is broken off."""
_SETTLE = 3.0
"""Seconds after which a lab that nobody uses counts as idle."""


class CannotMeasure(Exception):
    """Something is not there that would be measured; the text says what."""


def lab(
    tries: Annotated[int, typer.Option(min=1, max=100, help="How often each thing is done.")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Claim, cold start, a command, an inner container, memory of an idle lab; /run beside docker run --rm."""
    try:
        measured = asyncio.run(_measure(tries))
    except CannotMeasure as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    figures: dict[str, Figure] = {name: round(value, 2) for name, value in measured.items()}
    words = "\n".join(f"{name}: {value}" for name, value in figures.items())
    report(figures, words, packages=("docker",), as_json=as_json)


async def _measure(tries: int) -> dict[str, float]:
    """The figures by name; times in milliseconds. Raises ``CannotMeasure``."""
    clock = Clock()
    settings = read_settings()
    labs = DockerLabs(
        clock, instance=f"bench-{secrets.token_hex(4)}", host=settings.docker_host, limits=_LIMITS, warm=1
    )
    sandbox = DockerSandbox(clock, instance="bench", host=settings.docker_host, runtime=settings.runtime, warm=1)
    engine = Engine(settings.docker_host)
    try:
        if await labs.state() is not LabState.READY or await sandbox.state() is not SandboxState.READY:
            raise CannotMeasure("no engine, or its images are not built: pomodock lab build")
        return {**await _runs(clock, sandbox, tries), **await _labs(clock, labs, engine, tries)}
    finally:
        await labs.aclose()
        await sandbox.aclose()
        engine.close()


async def _runs(clock: Clock, sandbox: DockerSandbox, tries: int) -> dict[str, float]:
    docker = shutil.which("docker")
    if docker is None:
        raise CannotMeasure("Docker's own client is not installed, and /run is measured beside it")

    async def ours() -> None:
        result = await sandbox.run("true", owner="bench", limits=RunLimits())
        if result.outcome is not RunOutcome.OK:
            raise CannotMeasure(f"/run ended with {result.outcome}")

    async def theirs() -> None:
        argv = [docker, "run", "--rm", "--network", "none", sandbox.image.tag, "true"]
        await asyncio.to_thread(subprocess.run, argv, check=True, capture_output=True)

    warm = []
    for _ in range(tries):
        await sandbox.fill()
        warm.append(await _timed(clock, ours))
    run, cold = statistics.median(warm), await _median(clock, theirs, tries)
    return {"run_warm_ms": run, "run_cold_ms": cold, "ratio": run / cold}


async def _labs(clock: Clock, labs: DockerLabs, engine: Engine, tries: int) -> dict[str, float]:
    claims, colds, execs, inners, idle = [], [], [], [], []
    for _ in range(tries):
        await labs.fill()
        name, took = await _claimed(clock, labs)
        claims.append(took)
        other, took = await _claimed(clock, labs)  # the pool is empty now
        colds.append(took)
        await asyncio.sleep(_SETTLE)
        idle.append(_memory(engine, other) / _MIB)
        await labs.end(other)
        await labs.run(name, "true")
        execs.append(await _timed(clock, partial(labs.run, name, "true")))
        inners.append(await _timed(clock, partial(labs.run, name, "docker run --rm busybox true")))
        await labs.end(name)
    found = {"claim_ms": claims, "cold_start_ms": colds, "exec_ms": execs, "inner_run_ms": inners, "idle_mib": idle}
    return {name: statistics.median(values) for name, values in found.items()}


async def _claimed(clock: Clock, labs: DockerLabs) -> tuple[str, float]:
    start = clock.monotonic()
    name = await labs.claim("bench")
    took = 1000 * (clock.monotonic() - start)
    if name is None:
        raise CannotMeasure("no lab could be started")
    return name, took


async def _median(clock: Clock, work: Callable[[], Awaitable[object]], tries: int) -> float:
    return statistics.median([await _timed(clock, work) for _ in range(tries)])


async def _timed(clock: Clock, work: Callable[[], Awaitable[object]]) -> float:
    start = clock.monotonic()
    await work()
    return 1000 * (clock.monotonic() - start)


def _memory(engine: Engine, name: str) -> float:
    """Bytes that a container uses, as ``docker stats`` counts them: without the page cache that can be given back."""
    api: Any = engine.api()
    stats = api.stats(name, stream=False)["memory_stats"]
    details = stats.get("stats", {})
    return float(stats["usage"] - details.get("total_inactive_file", details.get("inactive_file", 0)))
