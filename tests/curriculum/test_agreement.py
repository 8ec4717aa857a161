"""How far the bot finds what a fair teacher would find."""

from __future__ import annotations

import pytest

from bot.curriculum.agreement import agreement, rate
from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.domain.course import LANGUAGES
from tests.curriculum.authors import tiny


def test_each_point_of_each_recitation_is_a_pair() -> None:
    english, chinese = agreement(load_course(tiny()), tiny())

    assert (english.unit, english.language, english.recitations, english.pairs) == ("boil", "en", 3, 9)
    assert (chinese.language, chinese.pairs, chinese.agreed) == ("zh", 6, 6)


def test_a_disagreement_says_who_said_what() -> None:
    english, _ = agreement(load_course(tiny()), tiny())

    (one,) = english.disagreements
    assert one.point == "white-first" and one.said and one.text.startswith("First the white sets")
    assert rate([english], "en") == pytest.approx(8 / 9)
    assert rate([english], "zh") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matcher_agrees_with_the_labels_of_the_docker_course(language: str) -> None:
    files = read_folder(content_root() / "docker")
    course = load_course(files)

    agreements = [each for each in agreement(course, files) if each.language == language]

    for each in agreements:
        print(f"{each.unit} {language}: {each.agreed} of {each.pairs} agreed")
    assert {each.unit for each in agreements} == set(course.units)
    assert all(each.recitations >= 10 for each in agreements)
    assert all(each.agreed >= 0.85 * each.pairs for each in agreements)
