"""Placement: what a right answer speaks for, and what a wrong one, or none, keeps on the plan."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curriculum.find import content_root
from bot.curriculum.load import load_course
from bot.curriculum.source import read_folder
from bot.domain.errors import StaleTap
from bot.domain.placement import Placement, PlacementPoll, answered, is_right, order_of, skippable, stopped

NOW = datetime(2026, 3, 2, tzinfo=UTC)
EGGS = load_course(read_folder(Path(__file__).parent.parent / "curriculum" / "courses" / "tiny"))
DOCKER = load_course(read_folder(content_root() / "docker"))
FRESH = Placement(1, 1, 1, "eggs", 1, NOW)


@pytest.mark.parametrize(
    ("answers", "units"),
    [
        ((), set()),
        ((True,), set()),
        ((True, True), {"boil"}),
        ((True, True, False), {"boil"}),
        ((False, True, True), {"poach"}),
        ((True, False, True), set()),
        ((True, True, True), {"boil", "poach"}),
    ],
)
def test_a_unit_is_spared_where_all_that_speaks_for_it_is_right(answers: tuple[bool, ...], units: set[str]) -> None:
    assert skippable(EGGS, answers) == units


@given(st.lists(st.booleans(), max_size=len(DOCKER.placement)), st.integers(0, 19))
def test_one_more_right_answer_never_costs_a_unit(answers: list[bool], place: int) -> None:
    better = [right or at == place for at, right in enumerate(answers)]
    assert skippable(DOCKER, tuple(answers)) <= skippable(DOCKER, tuple(better))


def test_i_dont_know_is_last_and_wrong() -> None:
    question = EGGS.placement[0]
    order = order_of(question, Random(7))
    assert sorted(order) == [0, 1, 2, 3]
    assert order[-1] == 3
    poll = PlacementPoll("p", 1, 0, order)
    chosen = {place: is_right(question, poll, (place,)) for place in range(-1, 6)}
    assert [place for place, right in chosen.items() if right] == [order.index(question.correct)]
    assert not is_right(question, poll, (order.index(question.correct), 3))


def test_it_ends_with_the_last_question_or_when_stopped_and_then_takes_no_answer() -> None:
    once = answered(FRESH, right=True, count=2, now=NOW)
    assert (once.position, once.finished_at) == (1, None)
    twice = answered(once, right=False, count=2, now=NOW)
    assert twice.finished_at == NOW
    for over in (twice, stopped(once, NOW)):
        with pytest.raises(StaleTap):
            answered(over, right=True, count=2, now=NOW)
        with pytest.raises(StaleTap):
            stopped(over, NOW)


def test_the_docker_course_asks_twenty_about_all_topics_and_all_units_but_the_project() -> None:
    asked = {unit for question in DOCKER.placement for unit in question.units}
    topics = {topic for unit in asked for topic in DOCKER.units[unit].topics}
    assert len(DOCKER.placement) == 20
    assert topics == {topic.id for topic in DOCKER.topics}
    assert set(DOCKER.tracks[DOCKER.default_track].units()) - asked == {"whole-project", "whole-project-ships"}


def test_the_right_option_is_everywhere_and_no_question_is_a_card() -> None:
    places = [question.correct for question in DOCKER.placement]
    assert max(places.count(place) for place in set(places)) <= 6
    cards = {getattr(text, "question", "") for card in DOCKER.cards.values() for text in card.texts.values()}
    assert not cards & {text.question for question in DOCKER.placement for text in question.texts.values()}
