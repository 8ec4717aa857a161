"""``pomodock content check`` as an author sees it."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

from typer.testing import CliRunner

from bot.cli.content import app

TINY = Path(__file__).parent.parent / "curriculum" / "courses" / "tiny"


def check(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *arguments])
    return result.exit_code, result.stdout


def faulty(folder: Path) -> Path:
    course = folder / "eggs"
    copytree(TINY, course)
    cards = course / "cards" / "heat.yaml"
    cards.write_text(cards.read_text("utf-8").replace("correct: [1]", "correct: [7]"), "utf-8")
    return course


def test_a_clean_course_is_counted() -> None:
    code, output = check(str(TINY))

    assert code == 0
    assert output.splitlines() == [
        "eggs: no faults; 2 units, 6 cards, 3 of them quiz questions, 0 labs, 1 project, 1 self-assessment, "
        "2 resources, 3 of 3 items covered, in en and zh"
    ]


def test_whoever_tunes_phrasings_is_told_how_far_they_agree() -> None:
    code, output = check(str(TINY), "--agreement")

    assert code == 0
    assert "recitations  boil en: 3 said, 8 of 9 pairs agreed (89%)" in output


def test_a_program_gets_one_object() -> None:
    code, output = check(str(TINY), "--json")

    assert code == 0
    assert json.loads(output) == {
        "faults": [],
        "units": 2,
        "cards": 6,
        "quiz_questions": 3,
        "labs": 0,
        "projects": 1,
        "assessments": 1,
        "resources": 2,
        "items": 3,
        "covered": 3,
        "languages": ["en", "zh"],
    }


def test_a_program_that_asks_for_agreement_gets_it_too() -> None:
    code, output = check(str(TINY), "--json", "--agreement")

    assert code == 0
    assert json.loads(output)["agreement"] == {"en": 0.8889, "zh": 1.0}


def test_a_fault_has_file_and_line_and_fails(tmp_path: Path) -> None:
    code, output = check(str(faulty(tmp_path)))

    assert code == 1
    assert output.splitlines() == ["cards/heat.yaml:4: there is no option 7; count from 0: 0 to 1"]


def test_a_program_gets_faults_as_an_object(tmp_path: Path) -> None:
    code, output = check(str(faulty(tmp_path)), "--json")

    assert code == 1
    assert json.loads(output)["faults"] == [
        {"file": "cards/heat.yaml", "line": 4, "what": "there is no option 7", "mend": "count from 0: 0 to 1"}
    ]


def test_without_a_path_the_course_that_comes_along_is_checked() -> None:
    code, output = check()

    assert code == 0 and output.startswith("docker: no faults")
