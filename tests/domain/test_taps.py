"""What a button carries comes back as it went, in 64 bytes, and nothing else is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BrokenTap
from bot.domain.taps import LIMIT, Action, Tap

taps = st.builds(
    Tap,
    action=st.sampled_from(Action),
    subject=st.integers(0, 2**63 - 1),
    seq=st.integers(0, 36**8 - 1),
    value=st.text("abcXYZ019_.+/-", max_size=20),
)


@given(taps)
def test_there_and_back(tap: Tap) -> None:
    data = tap.encode()
    assert len(data.encode()) <= LIMIT
    assert Tap.decode(data) == tap


@given(st.text(max_size=70))
def test_whatever_a_stranger_sends_is_read_as_written_or_refused(data: str) -> None:
    try:
        tap = Tap.decode(data)
    except BrokenTap:
        return
    assert tap.encode() == data


@given(taps, st.integers(0, 63), st.characters())
def test_one_letter_changed(tap: Tap, at: int, letter: str) -> None:
    data = tap.encode()
    forged = data[: at % len(data)] + letter + data[at % len(data) + 1 :]
    try:
        assert Tap.decode(forged).encode() == forged
    except BrokenTap:
        assert forged != data


@pytest.mark.parametrize(
    "tap",
    [
        Tap(Action.ZONE, value="x" * 41),
        Tap(Action.ZONE, value="a:b"),
        Tap(Action.ZONE, value="上海"),
        Tap(Action.PAUSE, subject=-1),
        Tap(Action.PAUSE, seq=-1),
        Tap(Action.PAUSE, seq=36**8),
        Tap(Action.RATE_CARD, 2**63 - 1, 36**8 - 1, "x" * 40),
    ],
)
def test_what_would_not_come_back_is_not_sent(tap: Tap) -> None:
    with pytest.raises(ValueError, match=r"callback|negative"):
        tap.encode()


@pytest.mark.parametrize("value", ["", "-1", "1.5", "x", "٣", "1 "])
def test_a_number_is_a_number(value: str) -> None:
    with pytest.raises(BrokenTap):
        Tap(Action.PAGE, value=value).number()
    assert Tap(Action.PAGE, value="12").number() == 12
