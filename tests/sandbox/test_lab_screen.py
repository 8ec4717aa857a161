"""A shell's terminal: output, the mark of the end, a full screen; however the bytes are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.lab_screen import Screen

MARK = b"\x1b]7;pomodock;3;/home/learner/work\x07"


@given(st.binary(max_size=300).filter(lambda raw: b"pomodock" not in raw), st.integers(1, 40))
def test_the_mark_is_found_wherever_the_bytes_are_cut(output: bytes, size: int) -> None:
    screen, whole = Screen(10_000), Screen(10_000)
    wire = output + MARK
    found = [screen.feed(wire[at : at + size]) for at in range(0, len(wire), size)]
    assert whole.feed(wire)
    assert found.count(True) == 1
    assert (screen.code, screen.folder) == (3, "/home/learner/work")
    assert screen.text() == whole.text()


def test_what_follows_a_mark_belongs_to_the_next_command() -> None:
    screen = Screen(100)
    assert screen.feed(b"one\r\n" + MARK + b"two\r\n")
    assert screen.text() == "one\n"
    screen.clear()
    assert screen.feed(MARK)
    assert screen.text() == "two\n"


def test_more_than_the_cap_is_cut_and_said_to_be() -> None:
    screen = Screen(10)
    screen.feed(b"x" * 50)
    assert screen.overflowed
    assert screen.text() == "x" * 10


@given(st.integers(0, 7))
def test_a_full_screen_is_noticed_across_chunks(cut: int) -> None:
    switch = b"\x1b[?1049h"
    screen = Screen(1000)
    screen.feed(b"vi" + switch[:cut])
    screen.feed(switch[cut:] + b"~")
    assert screen.full_screen


def test_colours_are_no_full_screen() -> None:
    screen = Screen(1000)
    screen.feed(b"\x1b[31mred\x1b[0m\x1b[?25h")
    assert not screen.full_screen
    assert screen.text() == "red"


def test_something_like_a_mark_is_output_in_the_end() -> None:
    screen = Screen(20_000)
    screen.feed(b"\x1b]7;pomodock;" + b"9" * 6000)
    assert screen.feed(MARK)
    assert screen.code == 3
