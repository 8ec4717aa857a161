"""``pomodock``: every sub-command, registered."""

from __future__ import annotations

import typer

from bot.cli import bench, content, db, lab
from bot.cli.demo import demo
from bot.cli.doctor import doctor
from bot.cli.run import run

app = typer.Typer(
    no_args_is_help=True,
    help="A Telegram study companion: Docker in four weeks, one Pomodoro at a time.",
    pretty_exceptions_show_locals=False,
)
app.command()(demo)
app.command()(run)
app.command()(doctor)
app.add_typer(content.app, name="content")
app.add_typer(lab.app, name="lab")
app.add_typer(db.app, name="db")
app.add_typer(bench.app, name="bench")
