"""An author's files become a course that can be taught."""

from __future__ import annotations

from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.domain.course import LANGUAGES, AnswerText, CardKind, QuizText
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
    assert boil.texts["zh"].title == "水煮蛋"
    assert boil.texts["en"].guess.options[boil.texts["en"].guess.correct] == "The white"
    assert boil.texts["en"].survey == ("What heat does", "What time does", "What cold water is for")
    assert [point.id for point in boil.texts["zh"].points] == ["white-first", "time-decides", "cold-stops"]
    assert boil.texts["en"].points[1].reject == ("time … matter",)


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

    assert course.id == "docker" and len(course.units) >= 4
    assert len(quizzes) >= 16 and len(course.cards) - len(course.units) >= 20
    for unit in course.units.values():
        assert set(unit.texts) == set(LANGUAGES)
        assert course.quiz_of(unit.id) and course.cards_of(unit.id)[-1].id == unit.recite_card
