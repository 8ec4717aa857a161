"""What happens next, in words: for the demo's clock and for whoever runs the bot."""

from __future__ import annotations

from datetime import datetime

from bot.domain.messages.general import EventKind, NextEvent
from bot.services import day, focus
from bot.storage import enrolment, people, wakeups
from bot.storage import focus as blocks
from bot.storage.database import Database, Transaction

_KINDS: dict[str, EventKind] = {
    day.DELIVER: "day",
    day.AGAIN: "again",
    focus.END: "focus",
    focus.BREAK_END: "break",
    focus.LET_GO: "pause",
}


async def upcoming(database: Database) -> tuple[datetime, NextEvent] | None:
    """The next thing that somebody will notice, and when; none if nothing is planned."""
    async with database.begin() as tx:
        wakeup = await wakeups.upcoming(tx, list(_KINDS))
        if wakeup is None:
            return None
        name = await _whose(tx, wakeup.kind, wakeup.subject)
        return wakeup.due_at, NextEvent(_KINDS[wakeup.kind], name)


async def _whose(tx: Transaction, kind: str, subject: int) -> str:
    person: int | None = None
    if kind in (day.DELIVER, day.AGAIN):
        found = await enrolment.get(tx, subject)
        person = found.person if found else None
    else:
        block = await blocks.get(tx, subject)
        person = (await people.chat(tx, block.chat)).person if block else None
    return (await people.person(tx, person)).name if person else ""
