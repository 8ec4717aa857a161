"""An author's files become a course that can be taught."""

from __future__ import annotations

from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.domain.course import LANGUAGES, AnswerText, CardKind, Note, NoteKind, QuizText
from tests.curriculum.authors import tiny


def test_a_course_about_eggs_is_a_course() -> None:
    course = load_course(tiny())

    assert course.title == {"en": "Eggs in a week", "zh": "一周学会煮蛋"}
    assert [topic.id for topic in course.topics] == ["heat", "time"]
    assert list(course.units) == ["boil", "poach"]
    assert course.tracks[course.default_track].plan == {1: ("boil",), 3: ("poach",)}
    assert course.tracks["backwards"].units() == ("poach", "boil")
    assert course.tracks["week"].day_of("poach") == 3


def test_a_unit_is_there_in_both_languages() -> None:
    boil = load_course(tiny()).units["boil"]

    assert boil.topics == ("heat", "time") and boil.minutes == 25
    assert boil.covers == ("heat-sets", "time-hardens")
    assert boil.texts["zh"].title == "水煮蛋"
    assert boil.texts["en"].guess.options[boil.texts["en"].guess.correct] == "The white"
    assert boil.texts["en"].survey == ("What heat does", "What time does", "What cold water is for")
    assert [point.id for point in boil.texts["zh"].points] == ["white-first", "time-decides", "cold-stops"]
    assert boil.texts["en"].points[1].reject == ("time … matter",)


def test_a_course_knows_what_it_promises_and_what_of_it_is_taught() -> None:
    course = load_course(tiny())

    assert [(item.id, item.group) for item in course.syllabus] == [
        ("heat-sets", "eggs"),
        ("time-hardens", "eggs"),
        ("calm-water", "water"),
    ]
    assert course.syllabus[2].title == {"en": "Water that only trembles", "zh": "水只微微颤动"}
    assert course.covered() == {"heat-sets", "time-hardens", "calm-water"}


def test_what_a_lab_does_otherwise_is_said_in_the_readers_language() -> None:
    files = tiny()
    for language, how in (("en", "louder"), ("zh", "更响")):
        name = f"units/boil/{language}.md"
        listed = f'differs: [{{block: 1, how: "{how}"}}]\nminutes: 25'
        files[name] = files[name].replace(b"minutes: 25", listed.encode())

    boil = load_course(files).units["boil"]

    assert boil.texts["zh"].differs == {1: "更响"} and boil.texts["en"].differs == {1: "louder"}
    assert boil.texts["en"].cannot_run == {}


def test_a_note_stands_on_the_page_that_holds_its_code_block() -> None:
    files = tiny()
    for language in ("en", "zh"):
        name = f"units/boil/{language}.md"
        listed = (
            'differs: [{block: 3, how: "c"}, {block: 1, how: "a"}]\ncannot_run: [{block: 2, why: "b"}]\nminutes: 25'
        )
        more = b"\n\n```bash\nkettle --off\n```" * 10
        files[name] = files[name].replace(b"minutes: 25", listed.encode()) + more

    first, second = load_course(files).units["boil"].texts["zh"].pages

    assert first.notes == (Note(NoteKind.DIFFERS, 0, "a"),)
    assert second.notes == (Note(NoteKind.CANNOT_RUN, 1, "b"), Note(NoteKind.DIFFERS, 2, "c"))


def test_pages_have_their_heading_and_their_markdown_without_it() -> None:
    heat, time = load_course(tiny()).units["boil"].texts["en"].pages

    assert heat.title == "Heat"
    assert heat.markdown == "Protein **sets** when it is warm enough.\n\n```bash\nkettle --on\n```"
    assert time.markdown.startswith("- six minutes") and time.markdown.endswith("Cold water stops it.")


def test_cards_come_as_they_were_written_and_the_recite_card_last() -> None:
    course = load_course(tiny())

    assert [card.id for card in course.cards_of("boil")] == ["yolk-later", "soft-minutes", "boil.recite"]
    assert [card.id for card in course.quiz_of("poach")] == ["poach-minutes"]
    assert course.cards["poach-minutes"].correct == (0, 2)
    assert course.cards["poach-minutes"].covers == ("calm-water",)
    assert course.cards["yolk-later"].topic == "heat"
    assert course.cards["yolk-later"].texts["zh"] == QuizText(
        "哪一部分先凝固？", ("蛋黄", "蛋白"), "蛋白约 62 °C 凝固，蛋黄约 68 °C。"
    )


def test_a_unit_implies_a_card_that_asks_for_its_points() -> None:
    course = load_course(tiny())
    card = course.cards[course.units["boil"].recite_card]

    assert (card.kind, card.unit, card.topic, card.correct) == (CardKind.RECITE, "boil", "heat", ())
    assert card.texts["zh"] == AnswerText(
        "用自己的话说：鸡蛋是怎么变硬的？", "- 蛋白先于蛋黄凝固\n- 时间决定软硬\n- 冷水让它停下来"
    )


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    windows = {name: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") for name, data in tiny().items()}

    assert load_course(windows) == load_course(tiny())


def test_the_docker_course_loads_clean() -> None:
    course = load_course(read_folder(content_root() / "docker"))
    quizzes = [card for card in course.cards.values() if card.kind is CardKind.QUIZ]

    assert course.id == "docker"
    assert set(course.tracks[course.default_track].units()) == set(course.units)
    assert course.covered() >= {item.id for item in course.syllabus}
    assert len(quizzes) >= 16 and len(course.cards) - len(course.units) >= 20
    for unit in course.units.values():
        assert set(unit.texts) == set(LANGUAGES)
        assert course.quiz_of(unit.id) and course.cards_of(unit.id)[-1].id == unit.recite_card


def test_the_tracks_of_the_docker_course_lead_where_they_say() -> None:
    course = load_course(read_folder(content_root() / "docker"))
    taught = {
        track: {item for unit in course.tracks[track].units() for item in course.units[unit].covers}
        for track in course.tracks
    }
    of_group = {group: {item.id for item in course.syllabus if item.group == group} for group in ("core", "pomodoro")}

    assert set(course.tracks) == {"grow-4-week", "pareto", "phases-6-week", "pomodoro-16"}
    assert taught["pareto"] >= of_group["core"] and len(course.tracks["pareto"].units()) == 10
    assert len(course.tracks["pomodoro-16"].units()) == 16
    assert {len(units) for units in course.tracks["pomodoro-16"].plan.values()} == {4}
    assert set(course.tracks["phases-6-week"].units()) == set(course.units)
    for day, units in course.tracks["grow-4-week"].plan.items():
        assert (day - 1) % 7 < 5 and len(units) <= 2, "five study days a week; two are left for project and review"
