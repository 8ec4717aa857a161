"""Wakeups: each in a turn of its own, late ones as their kind says, failing ones again and then no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.clock import Clock
from bot.domain.messages.general import Sorry
from bot.services.courses import Courses
from bot.services.turn import Desk, Turn
from bot.services.wakeups import Kind, Late, Wakeups
from bot.storage import migrate, people, wakeups
from bot.storage.database import Database
from bot.storage.schema import DeliveryRow
from bot.texts.places import CityGazetteer

START = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Calls:
    """What was called; ``failures`` calls break first."""

    def __init__(self) -> None:
        self.made: list[tuple[str, int]] = []
        self.failures = 0

    def kind(self, name: str, late: Late, grace: timedelta = timedelta(minutes=1)) -> Kind:
        async def call(turn: Turn, subject: int) -> None:
            met = await people.meet(turn.tx, 1001, "Alex", turn.now)
            await turn.say(met.person, met.chat, Sorry())
            if self.failures:
                self.failures -= 1
                raise ZeroDivisionError
            self.made.append((name, subject))

        return Kind(name, call, late, grace)


class Morning:
    """Wakeups on a database, with a clock to move."""

    def __init__(self, database: Database) -> None:
        self.clock = Clock(START - Clock().now())
        self.calls = Calls()
        self.desk = Desk(database, self.clock, Courses("none"), CityGazetteer())
        self.armed: list[datetime] = []
        self.desk.listeners.append(lambda turn: self.armed.append(turn.earliest) if turn.earliest else None)
        kinds = [self.calls.kind(late.value, late) for late in Late]
        self.wakeups = Wakeups(self.desk, {kind.name: kind for kind in kinds})

    async def put(self, kind: str, subject: int, at: datetime) -> None:
        async with self.desk.database.begin() as tx:
            await wakeups.put(tx, kind, subject, at)

    async def owed(self) -> int:
        async with self.desk.database.begin() as tx:
            return await tx.scalar(select(func.count()).select_from(DeliveryRow)) or 0


@pytest.fixture
async def morning(tmp_path: Path) -> AsyncIterator[Morning]:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    await migrate.upgrade(database)
    yield Morning(database)
    await database.close()


async def test_what_is_due_is_called_in_order_and_once(morning: Morning) -> None:
    for subject in (3, 1, 2):
        await morning.put("run", subject, START - subject * HOUR)
    await morning.put("run", 9, START + HOUR)
    await morning.wakeups.run_due()
    await morning.wakeups.run_due()
    assert morning.calls.made == [("run", 3), ("run", 2), ("run", 1)]
    assert await morning.wakeups.earliest() == START + HOUR


async def test_late_ones_run_are_skipped_or_merged_as_their_kind_says(morning: Morning) -> None:
    for late in Late:
        await morning.put(late.value, 1, START - HOUR)
    await morning.wakeups.run_due()
    assert sorted(morning.calls.made) == [("merge", 1), ("run", 1)]
    assert await morning.wakeups.earliest() is None


async def test_a_little_late_is_in_time(morning: Morning) -> None:
    await morning.put("skip", 1, START - timedelta(seconds=30))
    await morning.wakeups.run_due()
    assert morning.calls.made == [("skip", 1)]


async def test_one_that_fails_is_undone_and_tried_again(morning: Morning) -> None:
    morning.calls.failures = 1
    await morning.put("run", 1, START)
    with capture_logs() as logs:
        await morning.wakeups.run_due()
    assert len(logs) == 1
    assert await morning.owed() == 0
    (again,) = morning.armed
    assert again > morning.clock.now()
    morning.clock.advance_to(again)
    await morning.wakeups.run_due()
    assert morning.calls.made == [("run", 1)]
    assert await morning.owed() == 1


async def test_one_that_always_fails_is_given_up_and_holds_nobody_up(morning: Morning) -> None:
    morning.calls.failures = 5
    await morning.put("run", 1, START)
    with capture_logs() as logs:
        while (due := await morning.wakeups.earliest()) is not None:
            morning.clock.advance_to(due)
            await morning.wakeups.run_due()
    assert len(logs) == 5
    assert morning.calls.made == []
    await morning.put("run", 2, START)
    await morning.wakeups.run_due()
    assert morning.calls.made == [("run", 2)]


async def test_a_kind_that_nobody_knows_any_more_goes(morning: Morning) -> None:
    await morning.put("of another release", 1, START)
    await morning.wakeups.run_due()
    assert await morning.wakeups.earliest() is None


async def test_one_that_sets_itself_anew_is_not_called_for_ever(morning: Morning) -> None:
    await morning.put("run", 1, START)
    await morning.wakeups.run_due()
    async with morning.desk.turn("x") as turn:
        await turn.wake("run", 1, START + HOUR)
        await turn.wake("run", 2, START + 2 * HOUR)
    assert morning.armed == [START + HOUR]
    async with morning.desk.turn("y") as turn:
        await turn.let_sleep("run", 1)
    assert await morning.wakeups.earliest() == START + 2 * HOUR
