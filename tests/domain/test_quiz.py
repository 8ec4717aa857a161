"""A row of cards: answered once, turned once, and brought to an end."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import quiz as quizzes
from bot.domain.course import Card, CardKind
from bot.domain.errors import StaleTap
from bot.domain.quiz import Poll, QuizSession

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def row(count: int = 3) -> QuizSession:
    return QuizSession(1, 1, None, "c", 1, tuple(f"card{number}" for number in range(count)), NOW)


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_the_right_ones_are_counted(answers: list[bool]) -> None:
    one = row(len(answers))
    for right in answers:
        one = quizzes.onward(quizzes.answered(one, right=right), NOW)
    assert (one.right, one.finished_at, one.card) == (sum(answers), NOW, None)
    with pytest.raises(StaleTap):
        quizzes.onward(one, NOW)


def test_nothing_is_answered_or_turned_twice() -> None:
    shown = quizzes.answered(row(), right=True)
    for again in (lambda: quizzes.answered(shown, right=True), lambda: quizzes.turned(shown)):
        with pytest.raises(StaleTap):
            again()
    with pytest.raises(StaleTap):
        quizzes.onward(row(), NOW)


@given(st.integers(0, 12), st.integers())
def test_a_shuffle_keeps_every_option_and_is_the_same_for_a_seed(count: int, seed: int) -> None:
    order = quizzes.shuffled(count, Random(seed))
    assert sorted(order) == list(range(count))
    assert order == quizzes.shuffled(count, Random(seed))


@given(
    order=st.permutations(range(4)),
    correct=st.sets(st.integers(0, 3), min_size=1),
    chosen=st.lists(st.integers(-2, 6), max_size=5),
)
def test_right_is_exactly_the_right_options_wherever_they_stand(
    order: list[int], correct: set[int], chosen: list[int]
) -> None:
    card = Card("c", CardKind.QUIZ, "u", "t", {}, tuple(sorted(correct)))
    poll = Poll("p", 1, 1, 1, 1, 0, "c", 1, "c", tuple(order))
    places = {place for place in range(4) if order[place] in correct}
    assert quizzes.is_right(card, poll, tuple(chosen)) == (sorted(chosen) == sorted(places))
