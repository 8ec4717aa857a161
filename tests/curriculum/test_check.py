"""An author slips, and is told the file, the line, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.curriculum.faults import Fault
from tests.curriculum.authors import faults_of, slip, tiny

COURSE, HEAT, TIME = "course.yaml", "cards/heat.yaml", "cards/time.yaml"
BOIL_EN, BOIL_ZH, POACH_ZH = "units/boil/en.md", "units/boil/zh.md", "units/poach/zh.md"
SAID = "units/boil/recitations.yaml"


@dataclass(frozen=True)
class Slip:
    """``old`` became ``new`` in ``file``; the fault is ``below`` lines under that."""

    name: str
    file: str
    old: str
    new: str
    what: str
    below: int = 0


SLIPS = (
    # One value
    Slip("a key is missing", BOIL_EN, "title: Boil an egg\n", "", "`title`: it is missing"),
    Slip("a key is misspelt", COURSE, "summary:", "sumary:", "`sumary`: there is no such key"),
    Slip("text is empty", BOIL_EN, '"What sets first?"', '" "', "`guess.question`: it is empty"),
    Slip("a list is a text", HEAT, 'options: ["The yolk", "The white"]', "options: yolk", "it is text, not a list"),
    Slip("a number is quoted", BOIL_EN, "minutes: 25", 'minutes: "25"', "it is text, not a whole number"),
    Slip("a text is a number", BOIL_EN, "What heat does", "62", "`survey.0`: it is a number, not text"),
    Slip("a unit is too long to focus", BOIL_EN, "minutes: 25", "minutes: 90", "it is 90"),
    Slip("an id has a capital", COURSE, "id: eggs", "id: Eggs", "`Eggs` is not an id"),
    Slip("a kind is unknown", HEAT, "kind: quiz", "kind: poll", "its kind is not known", below=-2),
    Slip("a survey has two lines", BOIL_EN, "  - What heat does\n", "", "it has 2 survey lines", below=-1),
    # Telegram's limits
    Slip("a question is too long", TIME, "A soft egg takes", "egg " * 80, "it has 320 characters"),
    Slip("an option is too long", TIME, "12 minutes", "minutes " * 13, "`en.options.1`: it has 104 characters"),
    Slip("emoji count twice", TIME, "12 minutes", "🥚" * 51, "it has 102 characters"),
    Slip("an explanation is too long", TIME, "Twelve make it hard.", "hard " * 41, "it has 205 characters"),
    Slip("an explanation has many lines", TIME, "Twelve make it", "a\\nb\\nc\\nd", "more than two line feeds"),
    Slip("there is one option only", TIME, '"6 minutes", "12 minutes"', '"6 minutes"', "it has 1 option"),
    Slip("a page is too long", BOIL_EN, "Protein", "Protein " * 200, "this page has", below=-2),
    Slip("a page in Chinese is too long", BOIL_ZH, "蛋白质", "蛋白质" * 300, "this page has", below=-2),
    # YAML traps
    Slip("no", TIME, '"12 minutes"', "no", "`no` without quotes is true or false"),
    Slip("10:30", TIME, '"12 minutes"', "10:30", "`10:30` without quotes is a number of seconds"),
    Slip("012", TIME, "id: soft-minutes", "id: 012", "`012` without quotes is an octal number"),
    Slip("on as a key", BOIL_EN, "title:", "on:", "`on` without quotes is true or false"),
    Slip("a fraction", BOIL_EN, "minutes: 25", "minutes: 2.5", "`2.5` without quotes is a fraction"),
    Slip("a date", BOIL_EN, "Boil an egg", "2026-01-02", "`2026-01-02` without quotes is a date"),
    Slip("a key twice", BOIL_EN, "minutes: 25", "minutes: 25\nminutes: 25", "`minutes` is here twice", below=1),
    Slip("an alias", BOIL_EN, "title: Boil an egg", "title: &t Egg\nalso: *t", "*t is an alias", below=1),
    Slip("a tag", BOIL_EN, "minutes: 25", "minutes: !!int 25", "is a tag"),
    Slip("a quote left open", TIME, '"6 minutes"', '"6 minutes', "this is not YAML"),
    Slip("a second document", TIME, "- id: poach-minutes", "---\n- id: x", "a second document starts here"),
    # Ids
    Slip("a topic twice", COURSE, "  - id: time\n", "  - id: heat\n", "the topic `heat` is here twice"),
    Slip("a card twice", TIME, "soft-minutes", "yolk-later", "is in cards/heat.yaml:1 already"),
    Slip("a point twice", BOIL_EN, "- id: time-decides", "- id: white-first", "the point `white-first` is here twice"),
    Slip("a card's unit is nowhere", TIME, "unit: boil", "unit: fry", "there is no unit `fry`"),
    Slip("a unit's topic is nowhere", BOIL_EN, "[heat, time]", "[heat, salt]", "there is no topic `salt`"),
    Slip("a track's unit is nowhere", COURSE, "1: [boil]", "1: [boil, fry]", "there is no unit `fry`"),
    Slip("a unit is on a track twice", COURSE, "3: [poach]", "3: [poach, boil]", "is in `week` twice"),
    Slip("the default track is nowhere", COURSE, "default_track: week", "default_track: month", "no track `month`"),
    Slip("a day after the end", COURSE, "3: [poach]", "8: [poach]", "day 8 is not one of the 7 days"),
    Slip("a label is nowhere", SAID, "found: [cold-stops]", "found: [hot-starts]", "has no point `hot-starts`"),
    # Right and wrong
    Slip("no such option", HEAT, "correct: [1]", "correct: [2]", "there is no option 2"),
    Slip("a negative option", HEAT, "correct: [1]", "correct: [-1]", "there is no option -1"),
    Slip("an option is right twice", TIME, "correct: [0, 2]", "correct: [0, 0]", "option 0 is named twice"),
    Slip("all options are right", HEAT, "correct: [1]", "correct: [0, 1]", "every option is correct"),
    Slip("an option twice", TIME, '"12 minutes"', '"6 minutes"', "the option `6 minutes` is here twice"),
    Slip("a guess without its answer", BOIL_EN, "correct: 1", "correct: 5", "there is no option 5"),
    Slip("a phrasing of nothing", BOIL_EN, '"longer … harder"', '"the … is"', "has no word that can be looked for"),
    # Languages in step
    Slip("an option more", TIME, '"12 分钟"', '"12 分钟", "20 分钟"', "options are out of step: 2 in en, 3 in zh"),
    Slip("other minutes", BOIL_ZH, "minutes: 25", "minutes: 30", "`minutes` is out of step: 30 here, 25 in"),
    Slip("another answer", BOIL_ZH, "correct: 1", "correct: 0", "`guess.correct` is out of step: 0 here, 1 in"),
    Slip(
        "another point",
        BOIL_ZH,
        "id: cold-stops",
        "id: ice",
        "points.2` is out of step: white-first, time-",
    ),
    Slip("a page less", BOIL_ZH, "## 时间\n", "", "1 page here, 2 in units/boil/en.md", below=-8),
    Slip("a code block less", BOIL_ZH, "```bash\nkettle --on\n```\n", "", "code blocks of this page are []", below=-4),
    # Markdown
    Slip("code is never closed", BOIL_EN, "--on\n```", "--on", "this code block is never closed", below=-1),
    Slip("code in no language", BOIL_EN, "```bash", "```", "this code block has no language"),
    Slip("text before the first page", BOIL_ZH, "## 热", "热", "no page starts here"),
    Slip("a table", BOIL_EN, "Protein **sets**", "| a | b |\nProtein", "here is a table"),
    Slip("an image", BOIL_EN, "Protein **sets**", "![egg](egg.png)", "here is an image"),
    Slip("HTML", BOIL_EN, "Protein **sets**", "Protein <b>sets</b>", "here is raw HTML"),
    Slip("a link to nowhere", BOIL_EN, "Protein **sets**", "[Protein](protein.md)", "leads nowhere"),
    Slip("no front matter", BOIL_EN, "---\ntitle: Boil", "title: Boil", "there is no front matter"),
)


@pytest.mark.parametrize("mistake", SLIPS, ids=lambda mistake: mistake.name)
def test_a_slip_is_found_where_it_was_made(mistake: Slip) -> None:
    files, line = slip(mistake.file, mistake.old, mistake.new)
    expected = (mistake.file, line + mistake.below)

    faults = faults_of(files)

    assert any((fault.file, fault.line) == expected and mistake.what in fault.what for fault in faults), faults
    assert all(fault.mend for fault in faults)


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
        (BOIL_EN, 4),
        (BOIL_EN, 4),
        (BOIL_EN, 12),
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_language_that_is_missing_is_named_by_its_file(language: str) -> None:
    files = tiny()
    del files[f"units/poach/{language}.md"]

    assert [(fault.file, fault.line) for fault in faults_of(files)] == [(f"units/poach/{language}.md", 1)]


def test_a_unit_on_no_track_is_named() -> None:
    files = tiny()
    files[COURSE] = files[COURSE].replace(b"      3: [poach]\n", b"").replace(b"      1: [poach]\n", b"")

    assert [(fault.file, fault.what) for fault in faults_of(files)] == [
        ("units/poach/en.md", "the unit `poach` is on no track")
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
