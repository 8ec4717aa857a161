"""The steps of a unit, in their order and no other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import study
from bot.domain.course import Guess, KeyPoint, Page, UnitText
from bot.domain.errors import StaleTap
from bot.domain.study import Step, UnitSession

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXT = UnitText(
    title="t",
    survey=("a",),
    guess=Guess("q", ("x", "y"), 1, "r"),
    pages=(Page("1", "a"), Page("2", "b"), Page("3", "c")),
    recite="say",
    points=(KeyPoint("p", "one", ("one",)), KeyPoint("q", "two", ("two",))),
)


def session() -> UnitSession:
    return UnitSession(1, 1, 1, 1, "c", 1, "u", Step.SURVEY, NOW)


def walk() -> list[UnitSession]:
    """Every state of a plain way through."""
    states = [session()]

    def then(state: UnitSession) -> None:
        states.append(state)

    then(study.to_question(states[-1]))
    then(study.commit_guess(states[-1], 0, TEXT))
    then(study.to_page(states[-1], 0, TEXT))
    then(study.to_page(states[-1], 1, TEXT))
    then(study.to_page(states[-1], 2, TEXT))
    then(study.to_recite(states[-1], TEXT))
    then(study.recite(states[-1], "one", frozenset({"p"})))
    then(study.claim(states[-1], 1, TEXT))
    then(study.rate(states[-1], 3))
    then(study.finish(states[-1], NOW))
    return states


def test_the_way_through() -> None:
    states = walk()
    assert [state.seq for state in states] == list(range(11))
    assert states[-1].step is Step.DONE
    assert states[-1].said == {"p", "q"}
    assert states[-1].finished_at == NOW


def test_a_new_recitation_takes_the_place_of_the_old_one() -> None:
    rated = walk()[8]
    again = study.recite(rated, "two", frozenset({"q"}))
    assert (again.found, again.claimed, again.recitation) == ({"q"}, frozenset(), "two")


def test_back_to_reading() -> None:
    assert study.read_again(walk()[6]).page == 0
    assert study.read_again(walk()[6]).step is Step.READ


@pytest.mark.parametrize("option", [-1, 2, 99])
def test_a_guess_that_is_not_offered(option: int) -> None:
    with pytest.raises(StaleTap):
        study.commit_guess(walk()[1], option, TEXT)


def test_one_cannot_recite_before_the_last_page_or_guess_twice() -> None:
    states = walk()
    with pytest.raises(StaleTap):
        study.to_recite(states[4], TEXT)
    with pytest.raises(StaleTap):
        study.commit_guess(states[2], 1, TEXT)
    with pytest.raises(StaleTap):
        study.to_page(states[1], 0, TEXT)


ACTIONS: list[Any] = [
    study.to_question,
    lambda one: study.commit_guess(one, 1, TEXT),
    lambda one: study.to_page(one, 1, TEXT),
    lambda one: study.to_page(one, 2, TEXT),
    lambda one: study.to_recite(one, TEXT),
    study.read_again,
    lambda one: study.recite(one, "x", frozenset()),
    lambda one: study.claim(one, 0, TEXT),
    lambda one: study.rate(one, 2),
    lambda one: study.finish(one, NOW),
]


@given(st.lists(st.integers(0, len(ACTIONS) - 1), max_size=40))
def test_whatever_is_tapped_it_moves_by_one_or_not_at_all(taps: list[int]) -> None:
    one = session()
    for tap in taps:
        try:
            after = ACTIONS[tap](one)
        except StaleTap:
            continue
        assert after.seq == one.seq + 1
        assert 0 <= after.page < len(TEXT.pages)
        assert (after.finished_at is not None) == (after.step is Step.DONE)
        one = after
