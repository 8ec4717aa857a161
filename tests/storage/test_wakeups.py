"""The wakeups' table: one a kind and subject, taken once, in the order of time."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import wakeups
from bot.storage.database import Database
from tests.storage.conftest import NOW

HOUR = timedelta(hours=1)


async def test_one_a_kind_and_subject(database: Database) -> None:
    async with database.begin() as tx:
        await wakeups.put(tx, "a", 1, NOW)
        await wakeups.put(tx, "a", 1, NOW + HOUR)
        await wakeups.put(tx, "a", 2, NOW + 2 * HOUR)
        assert await wakeups.earliest(tx) == NOW + HOUR
        assert [one.subject for one in await wakeups.due(tx, NOW + 3 * HOUR)] == [1, 2]
        assert await wakeups.get(tx, "a", 3) is None


async def test_what_is_due_comes_in_order_and_what_is_not_does_not(database: Database) -> None:
    async with database.begin() as tx:
        for number in (3, 1, 2):
            await wakeups.put(tx, "a", number, NOW + number * HOUR)
        assert [one.subject for one in await wakeups.due(tx, NOW + 2 * HOUR)] == [1, 2]
        assert [one.subject for one in await wakeups.due(tx, NOW + 9 * HOUR, limit=1)] == [1]


async def test_it_is_taken_once_and_not_after_it_was_moved(database: Database) -> None:
    async with database.begin() as tx:
        await wakeups.put(tx, "a", 1, NOW)
        await wakeups.put(tx, "a", 2, NOW)
        first, second = await wakeups.due(tx, NOW)
        assert await wakeups.take(tx, first)
        assert not await wakeups.take(tx, first)
        await wakeups.put(tx, "a", 2, NOW + HOUR)
        assert not await wakeups.take(tx, second)


async def test_postponed_it_counts_its_attempts(database: Database) -> None:
    async with database.begin() as tx:
        await wakeups.put(tx, "a", 1, NOW)
        (one,) = await wakeups.due(tx, NOW)
        await wakeups.postpone(tx, one, NOW + HOUR)
        (again,) = await wakeups.due(tx, NOW + HOUR)
        assert (again.attempts, again.due_at) == (1, NOW + HOUR)
        await wakeups.put(tx, "a", 1, NOW)
        assert (await wakeups.due(tx, NOW))[0].attempts == 0


async def test_upcoming_is_of_the_kinds_that_were_asked(database: Database) -> None:
    async with database.begin() as tx:
        await wakeups.put(tx, "bar", 1, NOW)
        await wakeups.put(tx, "day", 1, NOW + HOUR)
        found = await wakeups.upcoming(tx, ["day"])
        assert found is not None
        assert found.kind == "day"
        await wakeups.remove(tx, "day", 1)
        assert await wakeups.upcoming(tx, ["day"]) is None
