"""Bytes of a container become text that can be shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.output import Capped, to_text

CAP = 64 * 1024


def _frames(payloads: list[bytes]) -> bytes:
    return b"".join(bytes([1, 0, 0, 0]) + len(p).to_bytes(4, "big") + p for p in payloads)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain\ttext\n", "plain\ttext\n"),
        ("世界 🐳".encode(), "世界 🐳"),
        (b"dos\r\nlines\r\n", "dos\nlines\n"),
        (b"10%\r50%\r100%\n", "100%\n"),
        (b"abcdef\rXY\n", "XYcdef\n"),
        (b"N\bNA\bAM\bME\bE\n", "NAME\n"),
        (b"\b\b\bx\r\r\ry", "y"),
        (b"\x1b[1;31mred\x1b[0m \x1b[2K\x1b[1Aup", "red up"),
        (b"\x1b]0;a title\x07shown", "shown"),
        (b"\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        (b"\x1b]unfinished\nnext", "\nnext"),
        (b"\x1b(Bx\x1b=y\x1b", "xy"),
        (b"nul\x00bell\x07del\x7f", "nulbelldel"),
        (b"page\x0cbreak\x0b.", "page\nbreak\n."),
        (b"bad \xff\xfe utf-8", "bad \ufffd\ufffd utf-8"),
        (b"\xc2\x9b31mC1", "31mC1"),
        (b"", ""),
    ],
)
def test_as_it_would_look_on_a_screen(raw: bytes, text: str) -> None:
    assert to_text(raw, cap=CAP) == text


def test_half_a_character_at_the_cap_is_dropped() -> None:
    whole = "世界".encode()
    assert to_text(whole[:5], cap=5, cut=True) == "世"
    assert to_text(whole[:5], cap=CAP, cut=False) == "世\ufffd"


@given(st.binary(max_size=400), st.integers(0, 400), st.booleans())
def test_never_over_the_cap_and_never_a_control_character(raw: bytes, cap: int, cut: bool) -> None:
    text = to_text(raw, cap=cap, cut=cut)
    assert len(text.encode()) <= cap
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


@given(st.lists(st.binary(max_size=50), max_size=8), st.integers(0, 200), st.data())
def test_frames_may_be_split_anywhere(payloads: list[bytes], cap: int, data: st.DataObject) -> None:
    stream = _frames(payloads)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    output = Capped(cap)
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        output.feed(stream[start:end])
    whole = b"".join(payloads)
    assert output.overflowed == (len(whole) > cap)
    assert output.text() == to_text(whole[:cap], cap=cap, cut=output.overflowed)
