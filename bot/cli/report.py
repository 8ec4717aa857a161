"""What every ``pomodock bench`` prints: its figures, and on which machine and with which versions they were got."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

Figure = int | float | str | None


def machine() -> dict[str, str | int]:
    """What the figures depend on and nothing that names the machine: system, architecture, processor, cores."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
    }


def versions(packages: Iterable[str]) -> dict[str, str]:
    """The versions of Python, Pomodock and ``packages``; ``"not installed"`` where there is none."""
    return {"python": platform.python_version(), **{name: _version(name) for name in ("pomodock", *packages)}}


def report(figures: Mapping[str, Figure], words: str, *, packages: Iterable[str], as_json: bool) -> None:
    """Print one JSON object (the figures, ``machine``, ``versions``), or ``words`` for a person to read."""
    about: dict[str, Mapping[str, str | int]] = {"machine": machine(), "versions": versions(packages)}
    if as_json:
        typer.echo(json.dumps({**figures, **about}, ensure_ascii=False, allow_nan=False))
        return
    typer.echo(words)
    for heading, facts in about.items():
        typer.echo(f"{heading}: " + ", ".join(f"{name} {value}" for name, value in facts.items()))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """The processor's model as the kernel names it, else what Python knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or "unknown")
