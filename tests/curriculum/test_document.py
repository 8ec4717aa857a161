"""YAML that was written to hurt, and YAML that was written by hand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curriculum.document import read_document

BILLION_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_a_small_file_cannot_become_a_large_one() -> None:
    document = read_document("f.yaml", BILLION_LAUGHS)

    assert document.data is None
    assert [(fault.line, fault.what) for fault in document.faults][-1] == (2, "*a is an alias")


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 5000 + "x", "[" * 5000 + "]" * 5000])
def test_nesting_without_end_is_refused(text: str) -> None:
    document = read_document("f.yaml", text)

    assert document.data is None and len(document.faults) == 1


def test_more_values_than_any_course_has_are_refused() -> None:
    document = read_document("f.yaml", "[" + "1," * 60_000 + "]")

    assert [fault.what for fault in document.faults] == ["this file has too much in it"]


def test_words_stay_words() -> None:
    document = read_document("f.yaml", 'a: "no"\nb: "10:30"\nc: "012"\nd: 12\ne: true\nf: 无\ng:\nh: latest')

    assert document.faults == []
    assert document.data == {
        "a": "no",
        "b": "10:30",
        "c": "012",
        "d": 12,
        "e": True,
        "f": "无",
        "g": None,
        "h": "latest",
    }


def test_everything_has_its_line() -> None:
    document = read_document("f.md", "a:\n  - x\n  - b: 1\n    c: 2\nd: 3\n", first_line=2)

    assert document.line(("a", 0)) == 3
    assert document.line(("a", 1, "c")) == 5
    assert document.line(("a", 1, "missing")) == 4
    assert document.line(("missing",)) == 2


@given(st.text(max_size=400))
def test_any_text_is_read_or_has_a_fault_in_one_of_its_lines(text: str) -> None:
    document = read_document("f.yaml", text)

    assert all(1 <= fault.line <= text.count("\n") + text.count("\r") + 2 for fault in document.faults)


printable = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cc", "Cs"])
scalars = st.text(printable, max_size=5) | st.integers(-999, 999) | st.booleans()


@given(st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=20))
def test_what_is_quoted_comes_back_as_it_was(data: object) -> None:
    document = read_document("f.yaml", json.dumps(data))

    assert document.data == data and document.faults == []
