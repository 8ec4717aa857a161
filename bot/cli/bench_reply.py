"""``pomodock bench reply``: how long the bot takes to answer, beside a bare bot that only echoes.

Both are processes of their own: the real bot is ``pomodock run`` with an SQLite file in an empty folder, the bare one
is ``bot.localchat.echo``. One process, this one, is the Bot API server to both, with a chat for each (a token has one
reader), over HTTP on loopback and with the rate limits off. They take turns, a few updates each, and the other one
waits in its long poll meanwhile.

What is sent is what an enrolled learner in the middle of a unit does: every second update is the command /help, which
is answered by a new message, every other one turns a page, which is answered by changing the page's message. Measured
is from the moment the update can be fetched until the server has the message. The pause between two updates is a
person's, shortened: what a bot still has to do after its answer is not in the next one's way.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.bench_bots import BotDied, bare_bot, real_bot
from bot.cli.bench_person import NoReply, Person
from bot.cli.report import Figure, report
from bot.clock import Clock
from bot.localchat import LocalChat

ROUND = 10
"""Updates in a row to one bot, before it is the other one's turn; even, for as many commands as taps."""
WARM_UP = 40
"""Updates to each bot before those that count."""
_PACKAGES = ("python-telegram-bot", "httpx", "sqlalchemy", "aiosqlite", "uvicorn")


@dataclass(slots=True)
class Times:
    """How long one bot took for each update, in seconds, by what it was."""

    commands: list[float] = field(default_factory=list)
    taps: list[float] = field(default_factory=list)

    @property
    def all(self) -> list[float]:
        """Both kinds."""
        return self.commands + self.taps


def reply(
    updates: Annotated[int, typer.Option(min=ROUND, max=100_000, help="How many updates each bot answers.")] = 600,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Time from an update to its answer: this bot (SQLite, commit included) beside a bare echo bot, in one run."""
    try:
        with tempfile.TemporaryDirectory(prefix="pomodock-bench-") as folder:
            real, bare = asyncio.run(_measure(Path(folder), updates))
    except (BotDied, NoReply) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    report(_figures(real, bare), _words(real, bare), packages=_PACKAGES, as_json=as_json)


async def _measure(folder: Path, updates: int) -> tuple[Times, Times]:
    """Both bots' times. Raises ``BotDied`` or ``NoReply``."""
    clock = Clock()
    chats = [LocalChat(folder / name, clock, limits=False) for name in ("real", "bare")]
    servers = [await chat.serve() for chat in chats]
    try:
        async with (
            real_bot(servers[0].api_url, chats[0].bot_token, folder / "data") as real,
            bare_bot(servers[1].api_url, chats[1].bot_token, folder / "data") as bare,
        ):
            persons = [Person(chats[0], clock, real), Person(chats[1], clock, bare)]
            await persons[0].enrol_and_read()
            await persons[1].be_shown_a_button()
            return await _take_turns(persons, updates)
    finally:
        for server, chat in zip(servers, chats, strict=True):
            await server.stop()
            chat.close()


async def _take_turns(persons: Sequence[Person], updates: int) -> tuple[Times, Times]:
    for person in persons:
        await _round(person, WARM_UP, Times())
    times = Times(), Times()
    for done in range(0, updates, ROUND):
        for person, its in zip(persons, times, strict=True):
            await _round(person, min(ROUND, updates - done), its)
    return times


async def _round(person: Person, updates: int, times: Times) -> None:
    for number in range(updates):
        if number % 2:
            times.taps.append(await person.tap())
        else:
            times.commands.append(await person.command())


def _figures(real: Times, bare: Times) -> dict[str, Figure]:
    """In milliseconds, and as ratios of the real bot's figure to the bare one's."""
    (p50, p99), (echo_p50, echo_p99) = _percentiles(real.all), _percentiles(bare.all)
    return {
        "p50_ms": round(p50, 3),
        "p99_ms": round(p99, 3),
        "echo_p50_ms": round(echo_p50, 3),
        "echo_p99_ms": round(echo_p99, 3),
        "ratio_p50": round(p50 / echo_p50, 3),
        "ratio_p99": round(p99 / echo_p99, 3),
        "updates": len(real.all),
    }


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 99th, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return cuts[49] * 1000, cuts[98] * 1000


def _words(real: Times, bare: Times) -> str:
    lines = [f"{len(real.all)} updates to each bot, from the update to its answer:", "             p50        p99"]
    for name, seconds in (("this bot", real.all), ("bare echo", bare.all)):
        p50, p99 = _percentiles(seconds)
        lines.append(f"  {name:9} {p50:6.2f} ms  {p99:6.2f} ms")
    for name, ours, theirs in (
        ("ratio", real.all, bare.all),
        ("commands", real.commands, bare.commands),
        ("taps", real.taps, bare.taps),
    ):
        (p50, p99), (echo_p50, echo_p99) = _percentiles(ours), _percentiles(theirs)
        lines.append(f"  {name:9} {p50 / echo_p50:6.2f}     {p99 / echo_p99:6.2f}")
    return "\n".join(lines)
