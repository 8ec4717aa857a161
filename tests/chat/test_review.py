"""/review: the cards that are due, polls and cards, turned over and rated."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.messages.quiz import CardBack, CardFront, CardRated, NothingDue, QuizFeedback, QuizPoll, ReviewDone
from bot.domain.review import Rating, learner_day
from bot.storage import review as memories
from tests.world import Somebody, World


async def learnt(somebody: Somebody) -> Somebody:
    """Both units are done; everything was answered rightly."""
    await somebody.enrol()
    await somebody.press("begin", "now")
    for _ in range(2):
        await somebody.read_all()
        await somebody.recite_and_rate()
        await somebody.finish_quiz()
        if somebody.has("day_start"):
            await somebody.press("day_start")
    await somebody.say("/cancel")
    return somebody


async def test_before_the_first_unit_there_is_nothing(world: World) -> None:
    await world.alex.enrol()
    await world.alex.say("/review")
    assert world.alex.heard(NothingDue).next is None
    assert world.alex.has("today")


async def test_nothing_is_due_says_when_something_will_be(world: World) -> None:
    alex = await learnt(world.alex)
    await alex.say("/review")
    assert alex.heard(NothingDue).next is not None
    assert "tomorrow" in alex.last.text


async def test_a_card_is_turned_over_and_rated_as_its_buttons_say(world: World) -> None:
    alex = await learnt(world.alex)
    await world.travel(days=1)
    await alex.say("/review")
    front = alex.heard(CardFront)
    assert (front.number, front.count) == (1, 1)
    assert "Why a little vinegar?" in alex.last
    assert "drifts off" not in alex.last.text
    await alex.press("turn_card")
    back = alex.heard(CardBack)
    assert "drifts off" in alex.last.text
    await alex.press("rate_card", "2")
    rated = alex.heard(CardRated)
    assert (rated.rating, rated.interval) == (Rating.HARD, back.intervals[1])
    async with world.bot.database.begin() as tx:
        kept = await memories.memory(tx, 1, "eggs", "vinegar-why")
    assert kept is not None
    days = learner_day(kept.due, "Europe/London") - learner_day(world.now, "Europe/London")
    assert days == timedelta(seconds=back.intervals[1])
    done = alex.heard(ReviewDone)
    assert (done.count, done.right, done.left) == (1, 1, 0)


async def test_polls_and_cards_in_one_sitting(world: World) -> None:
    alex = await learnt(world.alex)
    await world.travel(days=4)
    await alex.say("/review")
    polls = cards = 0
    for _ in range(10):
        if "QuizPoll" in alex.kinds:
            await alex.answer(right=polls == 0)
            alex.heard(QuizFeedback)
            await alex.press("next_card")
            polls += 1
        elif "CardFront" in alex.kinds:
            await alex.press("turn_card")
            await alex.press("rate_card", "3")
            cards += 1
        else:
            break
    done = alex.heard(ReviewDone)
    assert polls >= 2
    assert cards >= 2
    assert done.count == polls + cards
    assert done.right == cards + 1


async def test_review_again_goes_on_with_the_sitting(world: World) -> None:
    alex = await learnt(world.alex)
    await world.travel(days=4)
    await alex.say("/review")
    first = alex.heard(CardFront) if "CardFront" in alex.kinds else alex.heard(QuizPoll)
    await alex.say("/review")
    again = alex.heard(CardFront) if "CardFront" in alex.kinds else alex.heard(QuizPoll)
    assert again.quiz == first.quiz


async def test_a_rating_is_taken_once(world: World) -> None:
    alex = await learnt(world.alex)
    await world.travel(days=1)
    await alex.say("/review")
    await alex.tap_twice("turn_card")
    assert alex.toast
    rating = alex.data("rate_card", "4")
    await alex.press("rate_card", "1")
    assert not await alex.forge(rating)
    assert alex.toast
    async with world.bot.database.begin() as tx:
        kept = await memories.memory(tx, 1, "eggs", "vinegar-why")
    assert kept is not None
    assert kept.reviews == 1


async def test_nobody_rates_for_somebody_else(world: World) -> None:
    alex = await learnt(world.alex)
    await world.mei.enrol()
    await world.travel(days=1)
    await alex.say("/review")
    data = alex.data("turn_card")
    assert not await world.mei.forge(data)
    assert world.mei.toast


async def test_the_button_of_the_reminder_opens_the_review(world: World) -> None:
    alex = await learnt(world.alex)
    await world.travel(days=1, hours=1)
    await alex.press("review")
    alex.heard(CardFront)


async def test_reviews_in_the_break(world: World) -> None:
    alex = await learnt(world.alex)
    await world.travel(days=1)
    await alex.say("/pomodoro")
    await world.travel(minutes=25)
    await alex.press("review")
    alex.heard(CardFront)
    await alex.press("turn_card")
    await world.travel(minutes=6)
    await alex.press("rate_card", "3")
    alex.heard(ReviewDone)
