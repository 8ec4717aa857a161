"""What was printed is what is shown, apart from what is new in every run."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.truth.matching import ANY_LINES, lines_of, matches, normal

LINES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=30)
)
SOME = LINES.map(lambda lines: [line for line in lines if line.strip() != ANY_LINES])


@given(SOME)
def test_output_is_like_itself(lines: list[str]) -> None:
    assert matches(lines, lines)


@given(st.text(max_size=60))
def test_what_is_made_equal_once_stays_so(line: str) -> None:
    assert normal(normal(line)) == normal(line)


@given(SOME, SOME, SOME)
def test_an_ellipsis_stands_for_any_lines(before: list[str], left_out: list[str], after: list[str]) -> None:
    assert matches([*before, ANY_LINES, *after], [*before, *left_out, *after])


@given(SOME, SOME, st.text("abcdefgh ", min_size=1).filter(str.strip))
def test_a_line_too_many_or_too_few_is_seen(before: list[str], after: list[str], extra: str) -> None:
    assume(all(normal(extra.rstrip()) != normal(line.rstrip()) for line in (*before, *after)))

    assert not matches([*before, *after], [*before, extra, *after])
    assert not matches([*before, extra, ANY_LINES], [*before, *after])


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("3f2a91cd0b11", "aa12bb34cc56"),
        ("sha256:" + "1a" * 32, "sha256:" + "2b" * 32),
        ("Created 2 minutes ago", "Created Less than a second ago"),
        ("Up 3 seconds", "Up About a minute"),
        ("busybox   1.37   4.43MB", "busybox    1.37  4MB"),
        ("2026-11-24T06:02:50.123Z hi", "2025-01-01T00:00:00Z hi"),
        ("0123456789ab   nginx   brave_curie", "ba9876543210   nginx   eager_turing"),
        ("done in 0.4s", "done in 12.25s"),
    ],
)
def test_what_an_engine_makes_up_may_be_other(shown: str, printed: str) -> None:
    assert matches([shown], [printed])


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("hello", "hullo"),
        ("0B", "12MB"),
        ("Exited (0) 2 seconds ago", "Exited (1) 2 seconds ago"),
        ("blue_data", "green_data"),
        ("67108864", "67108865"),
        ("172.17.0.1", "172.18.0.1"),
        ("  indented", "indented"),
        ("", "error"),
    ],
)
def test_what_a_unit_teaches_may_not(shown: str, printed: str) -> None:
    assert not matches([shown], [printed])


def test_the_note_about_the_builder_is_not_in_the_way() -> None:
    note = (
        "DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n"
        "            Install the buildx component to build images with BuildKit:\n"
        "            https://docs.docker.com/go/buildx/\n\n"
    )

    assert lines_of(f"{note}sha256:abc  \n\nlast") == ["sha256:abc", "", "last"]
