"""Quiz polls: right rates Good and wrong Again, once a poll, and an answer to anything else does no harm."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.messages.quiz import PollUnknown, QuizClosed, QuizFeedback, QuizPoll
from bot.domain.messages.study import UnitDone
from bot.domain.review import Memory, State
from bot.storage import review as memories
from tests.world import Somebody, World


async def at_the_quiz(somebody: Somebody) -> Somebody:
    """The first question of the first unit is on the table."""
    await somebody.enrol()
    await somebody.press("begin", "now")
    await somebody.read_all()
    await somebody.recite_and_rate()
    return somebody


async def memory_of(world: World, card: str, person: int = 1) -> Memory | None:
    async with world.bot.database.begin() as tx:
        return await memories.memory(tx, person, "eggs", card)


async def ratings_of(world: World) -> int:
    async with world.bot.database.begin() as tx:
        return len(await memories.reviewed_since(tx, 1, world.now - timedelta(hours=1)))


def poll_answer(poll_id: str, who: int, *options: int) -> dict[str, object]:
    user = {"id": who, "is_bot": False, "first_name": "Somebody"}
    return {
        "poll_answer": {
            "poll_id": poll_id,
            "user": user,
            "option_ids": list(options),
            "option_persistent_ids": [str(option) for option in options],
        }
    }


async def test_a_right_answer_rates_good(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    await alex.vote("The white")
    feedback = alex.heard(QuizFeedback)
    assert feedback.right
    kept = await memory_of(world, "yolk-later")
    assert kept is not None
    assert (kept.state, kept.reviews) == (State.REVIEW, 1)
    assert feedback.interval == (kept.due.date() - world.now.date()) / timedelta(seconds=1)
    assert "62 °C" in alex.last


async def test_a_wrong_answer_rates_again_and_names_the_right_one(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    await alex.vote("The yolk")
    feedback = alex.heard(QuizFeedback)
    assert not feedback.right
    assert feedback.interval == 600
    assert "The white" in alex.last.text
    kept = await memory_of(world, "yolk-later")
    assert kept is not None
    assert kept.state is State.LEARNING
    assert kept.last_review is not None
    assert kept.due - kept.last_review == timedelta(minutes=10)


async def test_the_explanation_stays_and_its_button_goes(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    await alex.answer()
    await alex.press("next_card")
    assert alex.kinds == ["QuizClosed", "QuizPoll"]
    closed = alex.heard(QuizClosed)
    assert closed.right
    assert not alex.has("next_card")
    assert "1 of 2" in alex.said
    await alex.answer(right=False)
    await alex.press("next_card")
    assert alex.heard(UnitDone).right == 1


async def test_a_poll_with_two_right_options_needs_both(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    await alex.finish_quiz()
    await alex.press("day_start")
    await alex.read_all()
    await alex.recite_and_rate()
    assert alex.heard(QuizPoll).card == "poach-minutes"
    await alex.vote("the white is firm")
    assert not alex.heard(QuizFeedback).right


async def test_next_twice_asks_one_question(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    await alex.answer()
    await alex.tap_twice("next_card")
    assert alex.toast
    assert alex.kinds == ["QuizClosed", "QuizPoll"]


async def test_an_answer_counts_once(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    poll = alex.last.raw["poll"]["id"]
    await alex.answer()
    before = await ratings_of(world)
    await world.inject(poll_answer(poll, alex.id, 0))
    await world.inject(poll_answer(poll, alex.id, 1))
    assert await ratings_of(world) == before


async def test_the_answer_of_somebody_else_counts_for_nobody(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    poll = alex.last.raw["poll"]["id"]
    async with world.mei.watching(), alex.watching():
        await world.inject(poll_answer(poll, world.mei.id, 0))
    assert not world.mei.news
    assert not alex.news
    assert await memory_of(world, "yolk-later") is None
    await alex.answer()
    alex.heard(QuizFeedback)


async def test_an_answer_to_an_unknown_poll_is_told_and_asked_again(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    async with alex.watching():
        await world.inject(poll_answer("5555555555", alex.id, 0))
    assert alex.heard(PollUnknown).again
    assert alex.heard(QuizPoll).position == 0
    await alex.answer()
    assert alex.heard(QuizFeedback).number == 1


async def test_an_answer_to_an_unknown_poll_without_a_quiz_says_where_to_go(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    async with alex.watching():
        await world.inject(poll_answer("5555555555", alex.id, 0))
    assert not alex.heard(PollUnknown).again
    assert alex.has("review")


async def test_an_answer_with_options_that_do_not_exist_is_wrong(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    poll = alex.last.raw["poll"]["id"]
    async with alex.watching():
        await world.inject(poll_answer(poll, alex.id, 7, 99))
    assert not alex.heard(QuizFeedback).right


async def test_the_cards_that_were_not_asked_enter_memory_for_tomorrow(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    await alex.finish_quiz()
    await alex.press("day_start")
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.finish_quiz()
    card = await memory_of(world, "vinegar-why")
    assert card is not None
    assert (card.reviews, card.last_review) == (0, None)
    assert card.due.isoformat() == "2026-03-03T04:00:00+00:00"


async def test_after_a_break_the_quiz_goes_on_where_it_was(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    await alex.answer()
    await world.travel(minutes=31)
    await alex.press("unit_resume")
    assert alex.heard(QuizPoll).position == 1
    await alex.answer()
    await alex.press("next_card")
    assert alex.heard(UnitDone).right == 2


async def test_the_quiz_of_a_break_asks_the_open_question_again(world: World) -> None:
    alex = await at_the_quiz(world.alex)
    await world.travel(minutes=31)
    await alex.press("unit_resume")
    polls = [screen for screen in alex.bots if screen.poll]
    assert len(polls) == 2
    await alex.vote("The white", message=polls[0])  # he answers the old one
    alex.heard(QuizFeedback)
    await alex.vote("The yolk", message=polls[1])  # and the new one too
    assert not alex.messages
    kept = await memory_of(world, "yolk-later")
    assert kept is not None
    assert kept.reviews == 1
