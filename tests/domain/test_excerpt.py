"""Long output, cut for a phone: nothing invented, nothing lost unsaid."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.excerpt import FITS, excerpt


def test_what_fits_is_whole() -> None:
    assert excerpt("hello\n").head == "hello"
    assert excerpt("").whole
    assert excerpt("x" * FITS).whole


def test_long_output_is_head_tail_and_a_count() -> None:
    cut = excerpt("\n".join(str(number) for number in range(1000)))
    assert cut.head.startswith("0\n1\n")
    assert cut.tail.endswith("\n999")
    assert cut.left_out == 1000 - len(cut.head.split("\n")) - len(cut.tail.split("\n"))


def test_one_endless_line_is_cut_in_the_middle() -> None:
    cut = excerpt("a" * 30000 + "b" * 30000)
    assert set(cut.head) == {"a"}
    assert set(cut.tail) == {"b"}
    assert cut.left_out == 1


@given(st.lists(st.text("ab\u5b57 ", max_size=400), max_size=120).map("\n".join))
def test_head_and_tail_are_the_ends_of_the_output(output: str) -> None:
    cut = excerpt(output)
    plain = output.rstrip("\n")
    assert plain.startswith(cut.head)
    if cut.whole:
        assert (cut.head, cut.left_out) == (plain, 0)
    else:
        assert plain.endswith(cut.tail)
        assert cut.left_out > 0
        assert len(cut.head) + len(cut.tail) <= FITS
