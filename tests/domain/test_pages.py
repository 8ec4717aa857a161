"""A page of a unit that is too long for one message."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pages import SMALLEST_LIMIT, Fence, paginate

FENCE_LINE = re.compile(r"[ \t]*(```|~~~)[^`]*")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def what_is_read(markdown: str) -> str:
    """Everything but white space and fences: what a learner would miss if it were lost."""
    lines = [line for line in markdown.split("\n") if not FENCE_LINE.fullmatch(line)]
    return re.sub(r"\s+", "", "".join(lines))


def is_balanced(markdown: str) -> bool:
    fence = Fence()
    for line in markdown.split("\n"):
        fence = fence.after(line)
    return not fence.is_open


words = st.text(alphabet="abcdeé 容器，。.!*-😀", max_size=300).map(lambda text: text.replace("`", ""))
prose = st.lists(words, min_size=1, max_size=4).map("\n".join)
code = st.builds(
    lambda mark, language, lines: "\n".join([mark + language, *lines, mark]),
    st.sampled_from(["```", "~~~", "````"]),
    st.sampled_from(["", "text", "bash"]),
    st.lists(st.text(alphabet="ab $#\t容😀", max_size=200), max_size=12),
)
documents = st.lists(st.one_of(prose, code), max_size=8).map("\n\n".join)
limits = st.integers(SMALLEST_LIMIT, 700)


def test_a_page_that_fits_stays_as_it_is() -> None:
    page = "A **container** is a process.\n\n```bash\ndocker run nginx\n```\n\nThat is all."

    assert paginate(page, 400) == (page,)


def test_nothing_to_read_is_no_page() -> None:
    assert paginate(" \n\n \n", 400) == ()


def test_a_long_page_ends_between_paragraphs() -> None:
    first, second = "One. " * 20, "Two. " * 20

    assert paginate(f"{first}\n\n{second}", 150) == (first, second)


def test_code_goes_whole_to_the_next_page() -> None:
    text = "Words " * 15
    block = "```text\n" + "a line of code\n\n" * 4 + "```"

    assert paginate(f"{text}\n\n{block}", 140) == (text, block)


def test_code_longer_than_a_page_is_cut_between_lines_and_stays_code() -> None:
    lines = [f"line {number}: docker ps --all" for number in range(30)]

    pages = paginate("```bash\n" + "\n".join(lines) + "\n```", 200)

    assert len(pages) > 1
    assert all(page.startswith("```bash\nline") and page.endswith("\n```") for page in pages)
    assert [line for page in pages for line in page.split("\n")[1:-1]] == lines


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    sentence = "A layer is read-only, and shared by all that need it. "

    for page in paginate(sentence * 20, 200):
        assert page.rstrip().endswith("it.")


def test_a_fence_of_one_kind_does_not_close_the_other() -> None:
    page = "~~~text\n```\nthis is code still\n```\n~~~"

    assert paginate(page, 128) == (page,)


def test_code_in_a_list_is_code() -> None:
    block = "   ```bash\n" + "   docker run --rm nginx\n" * 20 + "   ```"

    pages = paginate(f"1. Try it:\n\n{block}", 150)

    assert all(is_balanced(page) for page in pages)
    assert pages[1].startswith("   ```bash\n   docker")


def test_a_block_that_was_never_closed_is_closed() -> None:
    assert paginate("```text\nhello", 128) == ("```text\nhello\n```",)


def test_a_limit_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        paginate("hello", 10)


@given(documents, limits)
def test_every_page_fits_a_message(markdown: str, limit: int) -> None:
    assert all(0 < units(page) <= limit for page in paginate(markdown, limit))


@given(documents, limits)
def test_nothing_is_lost(markdown: str, limit: int) -> None:
    assert what_is_read("\n".join(paginate(markdown, limit))) == what_is_read(markdown)


@given(documents, limits)
def test_fences_are_balanced_on_every_page(markdown: str, limit: int) -> None:
    assert all(is_balanced(page) for page in paginate(markdown, limit))


@given(st.text(max_size=2000), limits)
def test_any_text_at_all_is_paged(text: str, limit: int) -> None:
    assert all(len(page) <= limit for page in paginate(text, limit))
