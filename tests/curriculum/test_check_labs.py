"""The author of a lab slips, and is told the file, the line, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.curriculum import limits
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from tests.curriculum.authors import faults_of, tiny

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
    "a check that needs itself": (LAB, "needs: [hot]", "needs: [full]", "no check `full` before this one"),
    "a task without checks": (
        LAB,
        "    checks:\n      - id: full",
        "    checks: []\n    x:\n      - id: full",
        "0 checks",
    ),
    "a link to nowhere": (LAB, "Boil some water", "Boil [some](water)", "a link that leads nowhere"),
    "code that is not closed": (LAB, "Pour it into", "Pour it `into", "its code is not closed"),
    "another name in Chinese": (LAB, "用 `kettle-{nonce}`", "用 `pot-{nonce}`", "out of step: `pot-{nonce}` here"),
    "no name in Chinese": (LAB, "用 `kettle-{nonce}`", "用水壶", "out of step: nothing here, `kettle-{nonce}` in en"),
    "a placeholder that is none": (LAB, "in `kettle-{nonce}`", "in `kettle-{name}`", "`{name}` is no placeholder"),
    "a placeholder in two braces": (LAB, "in `kettle-{nonce}`", "in `kettle-{{nonce}}`", "`{{nonce}}` is no"),
    "a variable where its value is shown": (LAB, "a full cup", "`$NONCE`", "`$NONCE` is no placeholder"),
    "an empty check": (LAB, "run: |\n          test -s cup", 'run: " "', "it is empty"),
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


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('  echo "$NONCE" > tap', '  true\n  echo "$NONCE > tap', 12),
        ('          test -e "kettle-$NONCE"', '          if true; then\n            echo "$NONCE\n          fi', 20),
        ('run: |\n          test -e "kettle-$NONCE"', "run: test -e 'kettle", 18),
    ],
)
def test_what_no_shell_reads_is_found_in_its_line(old: str, new: str, line: int) -> None:
    files = read_folder(TEA)
    text = files[LAB].decode()
    assert old in text
    (fault,) = faults_of({**files, LAB: text.replace(old, new, 1).encode()})
    assert (fault.file, fault.line) == (LAB, line) and "a quote is left open" in fault.what


@pytest.mark.parametrize("code", ["`docker ps --format '{{json .}}'`", "`{a,b}`", "`${VERSION}`", "`awk '{ print }'`"])
def test_braces_that_are_no_placeholder_are_left_alone(code: str) -> None:
    files = read_folder(TEA)
    assert faults_of({**files, LAB: files[LAB].replace(b"Tilt the kettle.", code.encode())}) == ()


def test_what_a_learner_is_given_is_small() -> None:
    files, given = read_folder(TEA), "labs/kettle/files"
    large = {f"{given}/leaf": b"x" * (limits.LAB_FILE_BYTES + 1)}
    many = {f"{given}/{number}": b"x" * limits.LAB_FILE_BYTES for number in range(4)}
    assert [fault.file for fault in faults_of({**files, **large})] == [f"{given}/leaf"]
    assert [fault.file for fault in faults_of({**files, **many})] == [LAB]


def test_a_lab_is_named_by_an_id() -> None:
    files = {name.replace("labs/kettle/", "labs/kettle-/"): data for name, data in read_folder(TEA).items()}
    assert [fault.what for fault in faults_of(files)] == ["`kettle-` is not an id"]


def test_only_what_a_learner_is_given_need_not_be_text() -> None:
    faults = faults_of({**read_folder(TEA), SOLVE: b"true\n\xff"})
    assert (SOLVE, 2, "this is not UTF-8") in [(fault.file, fault.line, fault.what) for fault in faults]


def test_a_lab_teaches_what_it_covers() -> None:
    files = tiny()
    for name, data in read_folder(TEA).items():
        if name.startswith("labs/"):
            files[name] = data.replace(b"unit: boil-water", b"unit: boil\ncovers: [calm-water]")
            files[name] = files[name].replace(b"[water-which]", b"[yolk-later]")
    files["cards/time.yaml"] = files["cards/time.yaml"].replace(b"  covers: [calm-water]\n", b"")
    course = load_course(files)
    assert "calm-water" in course.covered() and course.units_for("calm-water") == ("boil",)


def test_a_lab_is_loaded_whole() -> None:
    course = load_course(read_folder(TEA))
    (lab,) = course.labs_of("boil-water")
    assert lab.files == {"label.txt": b"Handle with care.\n"}
    assert [check.id for check in lab.checks()] == ["hot", "full"]
    assert lab.check("full").needs == ("hot",)
    assert lab.wrong["empty-cup.sh"].fails == "full"
    assert "touch" in lab.solve
