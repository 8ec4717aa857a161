"""An author slips, and is told the file, the line, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.curriculum.document import read_document
from bot.curriculum.faults import Fault
from tests.curriculum.authors import faults_of, slip, tiny

FAULTS = sorted((Path(__file__).parent / "faults").glob("*.yaml"))
COURSE, HEAT, TIME = "course.yaml", "cards/heat.yaml", "cards/time.yaml"
BOIL_EN = "units/boil/en.md"


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_slip_is_found_where_it_was_made(path: Path) -> None:
    """``old`` became ``new`` in ``file``; ``what`` is found in ``line``, there or in ``fault_in``."""
    made = read_document(path.name, path.read_text("utf-8")).data
    assert isinstance(made, dict)
    files, _ = slip(made["file"], made["old"], made["new"])
    expected = (made.get("fault_in", made["file"]), made["line"])

    faults = faults_of(files)

    assert any((fault.file, fault.line) == expected and made["what"] in fault.what for fault in faults), faults
    assert all(fault.mend for fault in faults)


def test_there_are_enough_slips_to_learn_from() -> None:
    assert len(FAULTS) >= 30


def test_the_small_course_has_no_fault() -> None:
    assert faults_of(tiny()) == ()


def test_a_fault_reads_as_a_place_in_a_file_and_a_piece_of_advice() -> None:
    files, _ = slip(HEAT, "correct: [1]", "correct: [2]")

    assert [str(fault) for fault in faults_of(files)] == [
        "cards/heat.yaml:4: there is no option 2; count from 0: 0 to 1"
    ]


def test_all_slips_are_told_at_once() -> None:
    files = tiny()
    files[COURSE] = files[COURSE].replace(b"default_track: week", b"default_track: month")
    files[HEAT] = files[HEAT].replace(b"correct: [1]", b"correct: [2]").replace(b"unit: poach", b"unit: fry")
    files[BOIL_EN] = files[BOIL_EN].replace(b"minutes: 25", b"minutes: no").replace(b"correct: 1", b"correct: x")

    assert [(fault.file, fault.line) for fault in faults_of(files)] == [
        (HEAT, 4),
        (HEAT, 14),
        (COURSE, 11),
        (BOIL_EN, 5),
        (BOIL_EN, 5),
        (BOIL_EN, 13),
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_language_that_is_missing_is_named_by_its_file(language: str) -> None:
    files = tiny()
    del files[f"units/poach/{language}.md"]

    assert [(fault.file, fault.line) for fault in faults_of(files)] == [(f"units/poach/{language}.md", 1)]


def test_a_unit_on_no_track_is_named() -> None:
    files = tiny()
    files[COURSE] = files[COURSE].replace(b"      3: [poach]\n", b"").replace(b"      1: [poach]\n", b"")

    assert ("units/poach/en.md", "the unit `poach` is on no track") in [
        (fault.file, fault.what) for fault in faults_of(files)
    ]


def test_a_unit_needs_a_quiz() -> None:
    files, _ = slip(TIME, "unit: poach", "unit: boil")

    assert [fault.what for fault in faults_of(files)] == ["the unit `poach` has no quiz card"]


def test_a_file_that_belongs_nowhere_is_named() -> None:
    files = {**tiny(), "units/boil/EN.md": b"", "README.md": b"about eggs"}

    assert [fault.file for fault in faults_of(files)] == ["units/boil/EN.md"]


def test_cards_of_an_unknown_topic_are_named() -> None:
    files = tiny()
    files["cards/salt.yaml"] = files[HEAT].replace(b"yolk-later", b"a").replace(b"vinegar-why", b"b")

    assert [(fault.file, fault.line) for fault in faults_of(files)] == [("cards/salt.yaml", 1)]


def test_a_folder_that_is_no_course_says_so() -> None:
    assert faults_of({}) == (Fault(COURSE, 1, "there is no such file", "write it, or name the folder that has it"),)


def test_bytes_that_are_no_text_are_found_in_their_line() -> None:
    files, line = slip(HEAT, "先凝固", "SLIP")
    files[HEAT] = files[HEAT].replace(b"SLIP", b"\xff\xfe")

    assert (HEAT, line, "this is not UTF-8") in [(f.file, f.line, f.what) for f in faults_of(files)]
