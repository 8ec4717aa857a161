"""Sentences with gaps: what was typed fits, whatever its case, width and small slips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cloze import Gap, filled, fits, gaps, pieces

COMMAND = "Start it: `docker run [[-d::in the background]] nginx`."
TWO = "See: [[namespaces]]; use: [[cgroups]]."


def test_gaps_and_hints_are_read() -> None:
    assert gaps(COMMAND) == (Gap("-d", "in the background"),)
    assert filled(COMMAND) == "Start it: `docker run -d nginx`."
    assert gaps("nothing here") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (COMMAND, "-d"),
        (COMMAND, "－Ｄ"),
        (COMMAND, "start it docker run -d nginx"),
        (TWO, "namespaces, cgroups"),
        (TWO, "Namespaces CGROUPS"),
        (TWO, "namespace cgroup"),
        (TWO, "namesapces cgroups"),
        ("[[宿主机]]的[[内核]]", "宿主机 内核"),
        ("[[宿主机]]的[[内核]]", "宿主机，内核"),
        ("[[宿主机]]的[[内核]]", "宿主机的内核"),
        ("[[read-only]]", "read only"),
        ("${PORT[[:-]]8080} and [[.env]]", ":- .env"),
        ("a [[&&]] b", "&&"),
    ],
)
def test_it_fits(text: str, said: str) -> None:
    assert fits(said, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (COMMAND, "-p"),
        (COMMAND, ""),
        (TWO, "cgroups namespaces"),
        (TWO, "namespaces"),
        ("[[exec]]", "exed"),
        ("a [[&&]] b", "||"),
        ("[[宿主机]]的[[内核]]", "内核"),
    ],
)
def test_it_does_not_fit(text: str, said: str) -> None:
    assert not fits(said, text)


words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=4))
def test_the_words_themselves_always_fit(pairs: list[tuple[str, str]]) -> None:
    text = " ".join(f"{before} [[{word}]]" for before, word in pairs)
    assert fits(" ".join(word for _, word in pairs), text)
    assert fits(filled(text), text)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_fine(said: str, text: str) -> None:
    fits(said, text)
    assert len(pieces(text)) == 2 * len(gaps(text)) + 1
