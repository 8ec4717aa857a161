"""Telegram's limits, kept before Telegram has to; time is virtual."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.chat import limiter as module
from bot.chat.limiter import Bucket, Limiter

ALEX, MEI, GROUP = 1001, 1002, -100


class Street:
    """Requests that leave, and when; sleeping moves the clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.left: list[tuple[float, str]] = []
        self.limiter = Limiter(lambda: self.now)
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        monkeypatch.setattr(module.asyncio, "sleep", self._sleep)

    async def _sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + seconds, future))
        await future

    async def go(
        self,
        endpoint: str = "sendMessage",
        chat: int = ALEX,
        *,
        interactive: bool = False,
        error: Exception | None = None,
    ) -> float:
        """One request; answers when it left."""

        async def callback() -> None:
            self.left.append((self.now, endpoint))
            if error is not None:
                raise error

        limits = {"interactive": interactive}
        await self.limiter.process_request(callback, (), {}, endpoint, {"chat_id": chat}, limits)
        return self.left[-1][0] - 1000

    async def all(self, *requests: Coroutine[Any, Any, float]) -> list[float]:
        """Many requests at once; time passes until all have left."""
        tasks = [asyncio.ensure_future(one) for one in requests]
        while not all(task.done() for task in tasks):
            for _ in range(50):
                spin: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                asyncio.get_running_loop().call_soon(spin.set_result, None)
                await spin
            if self._sleepers and not all(task.done() for task in tasks):
                self._sleepers.sort(key=lambda pair: pair[0])
                at, future = self._sleepers.pop(0)
                self.now = max(self.now, at)
                future.set_result(None)
        return [task.result() for task in tasks]


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    return Street(monkeypatch)


async def test_a_private_chat_gets_three_at_once_then_one_a_second(street: Street) -> None:
    times = await street.all(*(street.go() for _ in range(6)))
    assert times == pytest.approx([0, 0, 0, 1, 2, 3])


async def test_answers_to_who_looks_at_the_chat_do_not_wait_but_count(street: Street) -> None:
    times = await street.all(*(street.go(interactive=True) for _ in range(6)))
    assert times == [0] * 6
    assert await street.all(street.go()) == pytest.approx([1])


async def test_edits_in_private_and_answers_to_taps_are_free(street: Street) -> None:
    requests = [street.go("editMessageText") for _ in range(20)] + [street.go("answerCallbackQuery") for _ in range(50)]
    assert set(await street.all(*requests)) == {0}
    assert await street.all(street.go()) == [0]


async def test_a_group_gets_twenty_a_minute_edits_included(street: Street) -> None:
    times = await street.all(
        *(street.go("editMessageText" if number % 2 else "sendMessage", GROUP) for number in range(25))
    )
    assert sum(moment < 60 for moment in times) <= 20 + 19
    for start in times:
        assert sum(start <= moment < start + 59.9 for moment in times) <= 38
    assert times[18] == 0
    assert times[19] > 3


async def test_the_bot_sends_thirty_a_second_at_most(street: Street) -> None:
    times = await street.all(*(street.go(chat=number + 1) for number in range(90)))
    assert sum(moment < 1 for moment in times) <= 56
    assert times[-1] == pytest.approx((90 - 28) / 28, abs=0.1)


async def test_retry_after_is_obeyed_by_all(street: Street) -> None:
    with pytest.raises(RetryAfter):
        await street.all(street.go(error=RetryAfter(7)))
    assert await street.all(street.go(chat=MEI, interactive=True)) == pytest.approx([7])


async def test_a_halt_that_begins_while_others_wait_holds_them_too(street: Street) -> None:
    waiting = [street.go() for _ in range(5)]  # two of them have to wait a second or two
    times = await street.all(*waiting, _swallow(street.go(chat=MEI, error=RetryAfter(30))))
    assert sorted(times)[:3] == [0, 0, 0] or min(times) == 0
    assert max(times) >= 30


async def _swallow(request: Coroutine[Any, Any, float]) -> float:
    with pytest.raises(RetryAfter):
        await request
    return 0.0


async def test_what_costs_nothing_passes_a_halt(street: Street) -> None:
    with pytest.raises(RetryAfter):
        await street.all(street.go(error=RetryAfter(7)))
    assert await street.all(street.go("answerCallbackQuery")) == [0]


@given(
    rate=st.floats(0.1, 50),
    burst=st.integers(1, 30),
    gaps=st.lists(st.floats(0, 5), min_size=1, max_size=60),
)
def test_in_any_span_a_bucket_lets_out_its_burst_and_its_rate(rate: float, burst: int, gaps: list[float]) -> None:
    bucket = Bucket(rate, burst, burst, 0.0)
    now, out = 0.0, []
    for gap in gaps:
        now += gap
        out.append(now + bucket.take(now))
    for first in range(len(out)):
        for last in range(first, len(out)):
            span = out[last] - out[first]
            assert last - first + 1 <= burst + rate * span + 1e-6


@given(burst=st.integers(1, 5), uses=st.integers(0, 20))
def test_what_does_not_wait_never_makes_a_debt(burst: int, uses: int) -> None:
    bucket = Bucket(1.0, burst, burst, 0.0)
    for _ in range(uses):
        bucket.use(0.0)
    assert bucket.take(0.0) <= 1.0
