"""``pomodock bench``: measures what the bot promises; one file a measurement, each a command here."""

from __future__ import annotations

import typer

from bot.cli.bench_lab import lab
from bot.cli.bench_recall import recall
from bot.cli.bench_reply import reply

app = typer.Typer(no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Measure what the bot promises. Every measurement takes --json."""


app.command("lab")(lab)
app.command("recall")(recall)
app.command("reply")(reply)
