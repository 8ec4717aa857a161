"""Instants are stored in UTC, and never without their zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from bot.storage import people, wakeups
from bot.storage.database import Database
from bot.storage.types import UtcDateTime

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2200, 1, 1), timezones=ZONES))  # noqa: DTZ001
def test_what_comes_back_is_the_same_instant_in_utc(instant: datetime) -> None:
    column = UtcDateTime()
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        stored = column.process_bind_param(instant, dialect)
        loaded = column.process_result_value(stored, dialect)
        assert loaded == instant
        assert loaded is not None
        assert loaded.tzinfo is UTC


async def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"):
        async with database.begin() as tx:
            await wakeups.put(tx, "x", 1, datetime(2026, 3, 2, 9))  # noqa: DTZ001


async def test_from_any_zone_to_utc(database: Database) -> None:
    shanghai = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))
    async with database.begin() as tx:
        await wakeups.put(tx, "x", 1, shanghai)
    async with database.begin() as tx:
        assert (await wakeups.get(tx, "x", 1)) == datetime(2026, 3, 2, 1, tzinfo=UTC)


async def test_ids_of_telegram_have_64_bits(database: Database) -> None:
    async with database.begin() as tx:
        met = await people.meet(tx, 2**52 + 7, "Big", datetime(2026, 3, 2, tzinfo=UTC))
    async with database.begin() as tx:
        assert (await people.chat(tx, met.chat.id)).telegram_id == 2**52 + 7
