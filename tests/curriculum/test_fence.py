"""Where code begins and ends on a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.curriculum.fence import Fence

MARKS = st.sampled_from(["```", "````", "~~~", "~~~~"])


def inside(*lines: str) -> Fence:
    fence = Fence()
    for line in lines:
        fence = fence.after(line)
    return fence


def test_a_fence_of_one_kind_does_not_close_the_other() -> None:
    assert inside("```sh", "~~~").is_open
    assert not inside("```sh", "~~~", "```").is_open


def test_a_shorter_fence_or_one_with_a_language_closes_nothing() -> None:
    assert inside("````text", "```").is_open
    assert inside("```text", "```sh").is_open


def test_code_in_a_list_is_code_and_its_language_is_known() -> None:
    assert inside("1. first", "   ```console").language == "console"
    assert not inside("1. first", "   ```console", "   ```").is_open


@given(MARKS, st.text(st.characters(exclude_characters="`~\n\r", exclude_categories=("Cs",)), max_size=40))
def test_whatever_stands_in_a_block_the_same_mark_ends_it(mark: str, line: str) -> None:
    assert inside(mark, line).is_open
    assert inside(mark, line, mark) == Fence()
