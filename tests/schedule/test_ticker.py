"""The tick: armed for the earliest wakeup, armed anew for an earlier one and after a jump, and never the last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.clock import Clock
from bot.schedule import ticker as module
from bot.schedule.ticker import Ticker

SOON = timedelta(milliseconds=30)


class Board:
    """What is due, and when the ticker came to look."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.due: list[datetime] = []
        self.done: list[datetime] = []
        self.failures = 0
        self.blind = 0
        self._ticked = asyncio.Event()

    async def run_due(self) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        now = self.clock.now()
        self.done.extend(one for one in self.due if one <= now)
        self.due = [one for one in self.due if one > now]
        self._ticked.set()

    async def earliest(self) -> datetime | None:
        if self.blind:
            self.blind -= 1
            raise ConnectionError("the database is away")
        return min(self.due, default=None)

    async def has_done(self, count: int) -> None:
        while len(self.done) < count:
            self._ticked.clear()
            await asyncio.wait_for(self._ticked.wait(), 20)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 8, 30, tzinfo=UTC) - Clock().now())


@pytest.fixture
def board(clock: Clock) -> Board:
    return Board(clock)


@pytest.fixture
async def ticker(clock: Clock, board: Board) -> AsyncIterator[Ticker]:
    made = Ticker(clock, board.run_due, board.earliest)
    yield made
    made.stop()


async def test_it_ticks_when_the_earliest_is_due_and_goes_on_to_the_next(
    clock: Clock, board: Board, ticker: Ticker
) -> None:
    board.due = [clock.now() + SOON, clock.now() + 2 * SOON, clock.now() + timedelta(days=1)]
    await ticker.start()
    await board.has_done(2)
    assert len(board.due) == 1


async def test_what_fell_due_while_the_bot_was_off_is_done_at_once(clock: Clock, board: Board, ticker: Ticker) -> None:
    board.due = [clock.now() - timedelta(days=30), clock.now() - timedelta(seconds=1)]
    await ticker.start()
    await board.has_done(2)


async def test_an_earlier_one_that_is_set_later_comes_first(clock: Clock, board: Board, ticker: Ticker) -> None:
    board.due = [clock.now() + timedelta(days=1)]
    await ticker.start()
    sooner = clock.now() + SOON
    board.due.append(sooner)
    ticker.arm(sooner)
    ticker.arm(clock.now() + timedelta(hours=1))  # a later one changes nothing
    await board.has_done(1)
    assert board.done == [sooner]


async def test_a_jump_of_the_clock_brings_what_it_passed(clock: Clock, board: Board, ticker: Ticker) -> None:
    board.due = [clock.now() + timedelta(days=1), clock.now() + timedelta(days=9)]
    await ticker.start()
    clock.advance_to(clock.now() + timedelta(days=2))
    await board.has_done(1)
    assert len(board.due) == 1
    clock.advance_to(clock.now() + timedelta(days=8))
    await board.has_done(2)


async def test_a_tick_that_fails_is_not_the_last(
    clock: Clock, board: Board, ticker: Ticker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AGAIN", SOON)
    board.due = [clock.now()]
    board.failures = 2
    with capture_logs() as logs:
        await ticker.start()
        await board.has_done(1)
    assert [entry["event"] for entry in logs] == ["a tick failed; trying again"] * 2


async def test_a_question_that_fails_is_asked_again(
    clock: Clock, board: Board, ticker: Ticker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AGAIN", SOON)
    board.due = [clock.now() + SOON]
    board.blind = 1
    with capture_logs() as logs:
        await ticker.start()
        await board.has_done(1)
    assert len(logs) == 1


async def test_housekeeping_comes_again_and_again(ticker: Ticker) -> None:
    swept = asyncio.Semaphore(0)

    async def sweep() -> None:
        swept.release()

    ticker.every(SOON, sweep, "sweep")
    await ticker.start()
    for _ in range(3):
        await asyncio.wait_for(swept.acquire(), 20)


async def test_it_can_be_stopped_before_it_began_and_twice(ticker: Ticker) -> None:
    ticker.stop()
    await ticker.start()
    ticker.stop()
    ticker.stop()
