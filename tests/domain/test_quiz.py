"""A row of cards: answered once, turned once, and brought to an end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import quiz as quizzes
from bot.domain.course import Card, CardKind
from bot.domain.errors import StaleTap
from bot.domain.quiz import Knowledge, Poll, QuizSession
from bot.domain.review import Memory, State

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


# --- a quiz that was asked for -------------------------------------------------------------------------------


def asked(name: str, unit: str = "open", kind: CardKind = CardKind.ANSWER) -> Card:
    return Card(name, kind, unit, "t", {})


def met(name: str, due: timedelta, ago: timedelta | None = timedelta(days=9)) -> Memory:
    return Memory(name, State.REVIEW, None, 5.0, 5.0, NOW + due, None if ago is None else NOW - ago, 1)


CARDS = (
    asked("due"),
    asked("weak"),
    asked("strong"),
    asked("introduced", "done"),
    asked("unseen", "done"),
    asked("later"),
    asked("today"),
)
DAY = timedelta(days=1)
KNOWN = Knowledge(
    memories={
        memory.card_id: memory
        for memory in (
            met("due", -DAY),
            met("weak", 3 * DAY),
            met("strong", 3 * DAY),
            met("introduced", DAY, None),
            met("today", 3 * DAY, timedelta(hours=1)),
        )
    },
    recall={"weak": 0.5, "strong": 0.95, "due": 0.99, "today": 1.0},
    finished={"done"},
    today={"today"},
    now=NOW,
)


@given(st.integers(0, 2**32), st.integers(1, 20), st.permutations(CARDS))
def test_what_is_worth_most_comes_first(seed: int, count: int, cards: list[Card]) -> None:
    chosen = quizzes.choose([*cards, asked("said", kind=CardKind.RECITE)], KNOWN, count, Random(seed))
    assert "said" not in chosen, "a recitation is no question"
    assert len(chosen) == len(set(chosen)) == min(count, len(CARDS))
    order = ["due", "weak", "strong", {"introduced", "unseen"}, {"introduced", "unseen"}, "later", "today"]
    for card, wanted in zip(chosen, order, strict=False):
        assert card == wanted or card in wanted


def test_the_same_draw_chooses_the_same() -> None:
    cards = [asked(str(number)) for number in range(30)]
    empty = Knowledge({}, {}, set(), set(), NOW)
    first, again, other = (quizzes.choose(cards, empty, 5, Random(seed)) for seed in (1, 1, 2))
    assert first == again != other


def test_what_was_missed_names_the_weakest_topic() -> None:
    cards = {f"{topic}{n}": Card(f"{topic}{n}", CardKind.QUIZ, "u", topic, {}) for topic in "ab" for n in range(3)}
    assert quizzes.weakest([], cards) is None
    assert quizzes.weakest(["a1", "b1", "b2", "gone"], cards) == "b"


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_every_card_is_right_or_missed(answers: list[bool]) -> None:
    one = row(len(answers))
    for right in answers:
        one = quizzes.onward(quizzes.turned(one), NOW, right=right)
    assert one.right == sum(answers)
    assert [one.cards.index(card) for card in one.missed] == [at for at, right in enumerate(answers) if not right]
