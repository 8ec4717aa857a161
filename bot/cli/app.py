"""``pomodock``: every sub-command, imported when it is asked for, so that checking a course need not load the bot."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

_COMMANDS = ("demo", "run", "doctor", "content", "lab", "db", "bench")
"""Each is a module here, with a function of its name, or an ``app`` that has sub-commands."""


class _OnDemand(TyperGroup):
    """The commands above, by name."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """All names, in the order in which help shows them."""
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of that name; nothing where there is none, which is told to whoever typed it."""
        return _command(cmd_name) if cmd_name in _COMMANDS else None


def _command(name: str) -> Any:
    module = import_module(f"bot.cli.{name}")
    if hasattr(module, "app"):
        group = typer.main.get_group(module.app)
        group.name = name
        return group
    alone = typer.Typer()
    alone.command(name)(getattr(module, name))
    return typer.main.get_group(alone).commands[name]


app = typer.Typer(cls=_OnDemand, no_args_is_help=True, pretty_exceptions_show_locals=False)


@app.callback()
def _pomodock() -> None:
    """A Telegram study companion: Docker in four weeks, one Pomodoro at a time."""
