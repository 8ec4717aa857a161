"""The author of a lab slips, and is told the file, the line, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from tests.curriculum.authors import faults_of

TEA = Path(__file__).parent / "courses" / "tea"
LAB, SOLVE = "labs/kettle/lab.yaml", "labs/kettle/solve.sh"
COLD = "labs/kettle/wrong/cold.sh"

SLIPS = {
    "a unit that is nowhere": (LAB, "unit: boil-water", "unit: samovar", "there is no unit `samovar`"),
    "a card that is nowhere": (LAB, "cards: [water-which]", "cards: [milk]", "there is no card `milk`"),
    "a card twice": (LAB, "[water-which]", "[water-which, water-which]", "is here twice"),
    "a check twice": (LAB, "id: full", "id: hot", "the check `hot` is here twice"),
    "a task twice": (LAB, "id: pour", "id: boil", "the task `boil` is here twice"),
    "a check that needs a later one": (LAB, "needs: [hot]", "needs: [full]", "no check `full` before this one"),
    "too little time": (LAB, "timeout: 5", "timeout: 0", "it is 0"),
    "no hint": (LAB, ', hint: "Tilt the kettle."', "", "it is missing"),
    "a key that is not known": (LAB, "minutes: 10", "minutes: 10\nlevel: easy", "no such key"),
    "a check that no shell reads": (LAB, "test -s cup", "if test -s cup", "too many or too few"),
    "an init that no shell reads": (LAB, 'echo "$NONCE" > tap', "while true", "too many or too few"),
    "a solution that no shell reads": (SOLVE, "echo tea > cup", "echo 'tea > cup", "not finished"),
    "a wrong try that does not say what fails": (COLD, "# fails: hot", "# it fails", "does not say which check"),
    "a wrong try that names no check": (COLD, "# fails: hot", "# fails: warm", "there is no check `warm`"),
    "an item that is not in the syllabus": (LAB, "minutes: 10", "minutes: 10\ncovers: [milk]", "no item `milk`"),
    "a long brief": (LAB, "Boil some water, and pour it.", "x" * 601, "it has 601 characters"),
    "what differs in one language": (LAB, 'brief: "Boil', 'differs: "No gas."\n  brief: "Boil', "one language only"),
}


@pytest.mark.parametrize(("file", "old", "new", "what"), SLIPS.values(), ids=SLIPS)
def test_a_slip_in_a_lab_is_found_where_it_was_made(file: str, old: str, new: str, what: str) -> None:
    files = read_folder(TEA)
    text = files[file].decode()
    assert old in text
    changed = {**files, file: text.replace(old, new, 1).encode()}
    found = [fault for fault in faults_of(changed) if what in fault.what]
    assert found, faults_of(changed)
    assert {fault.file for fault in found} == {file}
    assert all(fault.mend for fault in found)


@pytest.mark.parametrize(
    ("gone", "what"),
    [(LAB, "there is no such file"), (SOLVE, "there is no such file"), (COLD, "the lab has 1 wrong try")],
)
def test_a_part_that_is_missing_is_named(gone: str, what: str) -> None:
    files = {name: data for name, data in read_folder(TEA).items() if name != gone}
    assert any(what in fault.what for fault in faults_of(files))


def test_a_file_that_belongs_nowhere_is_named_and_any_file_may_lie_below_files() -> None:
    files = read_folder(TEA)
    assert faults_of({**files, "labs/kettle/files/leaf.bin": b"\xff\x00"}) == ()
    assert [fault.file for fault in faults_of({**files, "labs/kettle/notes.txt": b"x"})] == ["labs/kettle/notes.txt"]


def test_a_lab_is_loaded_whole() -> None:
    course = load_course(read_folder(TEA))
    (lab,) = course.labs_of("boil-water")
    assert lab.files == {"label.txt": b"Handle with care.\n"}
    assert [check.id for check in lab.checks()] == ["hot", "full"]
    assert lab.check("full").needs == ("hot",)
    assert lab.wrong["empty-cup.sh"].fails == "full"
    assert "touch" in lab.solve
