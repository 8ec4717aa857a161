"""An author reads his course: every message of every unit, on whatever shelf he found it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.domain import preview
from bot.domain.course import LANGUAGES, CardKind
from bot.domain.messages.preview import PreviewGone, PreviewOnward, PreviewUnit
from bot.domain.messages.study import GuessTaken, Recital
from bot.texts.renderer import TextRenderer
from tests.curriculum.authors import tiny
from tests.texts.telegram import check

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EGGS = load_course(tiny())
RENDERER = TextRenderer()


def kinds(unit: str, shelf: int = 0) -> list[str]:
    return [type(message).__name__ for message in preview.unit(EGGS, unit, shelf, NOW)]


def test_a_unit_is_read_in_the_order_in_which_it_is_learnt() -> None:
    assert list(dict.fromkeys(kinds("boil"))) == [
        *("PreviewUnit", "Survey", "AskGuess", "GuessTaken", "ReadPage", "AskRecite", "Recital"),
        *("QuizPoll", "CardBack", "PreviewOnward"),
    ]


def test_the_guess_is_right_and_all_points_are_shown() -> None:
    shown = {type(message): message for message in preview.unit(EGGS, "boil", 0, NOW)}
    assert shown[GuessTaken].right
    assert shown[Recital].blank and len(shown[Recital].points) == 3


def test_shelves_are_the_course_its_topics_and_its_tracks() -> None:
    labels = preview.contents(EGGS).shelves
    assert [label.kind for label in labels] == ["course", "topic", "topic", "track", "track"]


def test_on_a_track_the_next_unit_is_the_tracks_next() -> None:
    onward = preview.unit(EGGS, "poach", 4, NOW)[-1]
    assert isinstance(onward, PreviewOnward)
    assert onward.previous is None and onward.next is not None and onward.next.id == "boil"
    assert (onward.place, onward.count) == (1, 2)


def test_a_shelf_that_is_gone_gives_way_to_the_whole_course_and_a_unit_that_is_gone_says_so() -> None:
    assert preview.shelf(EGGS, 99).number == 0
    heading = preview.unit(EGGS, "boil", 99, NOW)[0]
    assert isinstance(heading, PreviewUnit) and heading.shelf == EGGS.title
    assert preview.unit(EGGS, "fry", 0, NOW) == (PreviewGone(0),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_whole_course_fits_and_every_card_is_there(language: str) -> None:
    course = load_course(read_folder(content_root() / "docker"))
    seen: Counter[str] = Counter()
    for shelf in range(len(preview.shelves(course))):
        check(RENDERER.render(preview.shelf(course, shelf), language))
    for unit in course.units:
        for message in preview.unit(course, unit, 0, NOW):
            check(RENDERER.render(message, language))
            seen[type(message).__name__] += 1
    polls = sum(card.kind is CardKind.QUIZ for card in course.cards.values())
    turned = seen["CardBack"] + seen["ClozeBack"] + seen["OutputBack"]
    assert (seen["QuizPoll"], turned) == (polls, len(course.cards) - polls)
    assert seen["OutputFront"] == seen["OutputBack"] > 0
