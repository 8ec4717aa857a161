"""Focus blocks as values: every change is allowed in its phases only, and time adds up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import focus
from bot.domain.errors import StaleTap
from bot.domain.focus import FOCUS, SHORT_BREAK, Block, Phase

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG = timedelta(minutes=20)


def block(number: int = 1) -> Block:
    return Block(1, 1, None, number, Phase.RUNNING, NOW, FOCUS)


def test_a_block_of_25_minutes() -> None:
    assert focus.remaining(block(), NOW) == FOCUS
    assert focus.remaining(block(), NOW + timedelta(minutes=10)) == timedelta(minutes=15)
    assert focus.remaining(block(), NOW + timedelta(hours=10)) == timedelta()
    assert focus.progress(block(), NOW + timedelta(minutes=5)) == pytest.approx(0.2)


@given(before=st.integers(0, 24), paused=st.integers(0, 600))
def test_a_pause_moves_the_end_by_its_length(before: int, paused: int) -> None:
    at = NOW + timedelta(minutes=before)
    held = focus.pause(block(), at)
    assert focus.remaining(held, at + timedelta(minutes=paused)) == FOCUS - timedelta(minutes=before)
    going = focus.resume(held, at + timedelta(minutes=paused))
    assert going.ends_at == NOW + FOCUS + timedelta(minutes=paused)


@pytest.mark.parametrize(
    ("number", "rest"), [(1, SHORT_BREAK), (3, SHORT_BREAK), (4, LONG), (5, SHORT_BREAK), (8, LONG)]
)
def test_every_fourth_break_is_long(number: int, rest: timedelta) -> None:
    done = focus.complete(block(number), NOW + FOCUS, LONG)
    assert done.break_ends_at == NOW + FOCUS + rest
    assert done.completed_at == NOW + FOCUS


def test_five_more_from_the_break_run_from_now() -> None:
    done = focus.complete(block(), NOW + FOCUS, LONG)
    at = NOW + FOCUS + timedelta(minutes=2)
    more = focus.extend(done, at)
    assert focus.remaining(more, at) == focus.EXTENSION
    assert more.completed_at == NOW + FOCUS
    assert more.break_at is None


def test_a_block_that_is_done_early_is_done() -> None:
    done = focus.complete(block(), NOW + timedelta(minutes=3), LONG)
    assert focus.progress(done, NOW + timedelta(minutes=4)) == 1
    assert focus.progress(focus.end_break(done), NOW + timedelta(minutes=30)) == 1


def test_the_bar_fills_segment_by_segment() -> None:
    now, filled = NOW, 0
    while now < block().ends_at:
        then = focus.next_segment(block(), now)
        assert then > now
        now = then
        filled += 1
    assert filled == focus.BAR_SEGMENTS


CHANGES = {
    "pause": (focus.pause, {Phase.RUNNING}),
    "resume": (focus.resume, {Phase.PAUSED}),
    "extend": (focus.extend, {Phase.RUNNING, Phase.BREAK}),
    "complete": (lambda one, now: focus.complete(one, now, LONG), {Phase.RUNNING, Phase.PAUSED}),
    "stop": (lambda one, now: focus.stop(one), {Phase.RUNNING, Phase.PAUSED}),
    "end_break": (lambda one, now: focus.end_break(one), {Phase.BREAK}),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 40)), max_size=15))
def test_any_row_of_changes(changes: list[tuple[str, int]]) -> None:
    one, now = block(), NOW
    for name, wait in changes:
        now += timedelta(minutes=wait)
        change, phases = CHANGES[name]
        if one.phase not in phases:
            with pytest.raises(StaleTap):
                change(one, now)
            continue
        after = change(one, now)
        assert after.seq == one.seq + 1
        assert after.holds_back == (after.phase in {Phase.RUNNING, Phase.PAUSED})
        assert focus.remaining(after, now) >= timedelta()
        assert 0 <= focus.progress(after, now) <= 1
        one = after


def test_no_break_before_there_is_one() -> None:
    with pytest.raises(ValueError, match="no break"):
        _ = block().break_ends_at
