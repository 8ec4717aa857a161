"""/placement: questions that say what can be skipped, a plan that does it, and everything after all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.messages.day import DayDone, DayOffer, TrackDone
from bot.domain.messages.general import Cancelled, ProgressReport
from bot.domain.messages.placement import (
    PlacementAsked,
    PlacementIntro,
    PlacementResult,
    PlanShortened,
    PlanWhole,
)
from bot.domain.messages.quiz import PollUnknown
from bot.domain.messages.study import Survey, UnitDone
from bot.storage import placement as placements
from bot.storage import review as memories
from tests.world import Somebody, World

LONDON_NINE = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)
UNSURE = "I don't know"


async def placing(somebody: Somebody) -> None:
    """The first question is on the table."""
    await somebody.enrol()
    await somebody.say("/placement")
    await somebody.press("place_start")


async def knows_boiling(somebody: Somebody) -> None:
    """Right, right, "I don't know": he can boil an egg."""
    await placing(somebody)
    await somebody.answer()
    await somebody.answer()
    await somebody.vote(UNSURE)


async def skipped(world: World) -> frozenset[str]:
    async with world.bot.database.begin() as tx:
        return await placements.skipped(tx, 1, "eggs")


async def test_what_is_known_is_skipped_and_the_rest_comes_without_waiting(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.say("/placement")
    assert alex.heard(PlacementIntro).count == 3
    assert alex.last.labels == ["Start the questions"]
    await alex.press("place_start")
    assert alex.last.text.startswith("1 of 3 · You heat an egg slowly.")
    assert alex.last.text.endswith(f"( ) {UNSURE}")
    assert alex.last.labels == ["Stop here"]
    await alex.answer()
    assert alex.heard(PlacementAsked).position == 1
    assert len([screen for screen in alex.bots if "Stop here" in screen]) == 1  # the answered one has lost its button
    await alex.answer()
    await alex.vote(UNSURE)
    result = alex.heard(PlacementResult)
    assert (result.right, result.answered, result.count) == (2, 3, 3)
    assert [title["en"] for title in result.skip] == ["Boil an egg"]
    assert result.first is not None and result.first.id == "poach"
    assert (result.left, result.minutes) == (1, 25)
    assert await skipped(world) == frozenset()  # nothing changes before he says so
    await alex.press("Use this plan")
    assert alex.heard(PlanShortened).skipped == 1
    assert "Today: Poach an egg" in alex.last.text
    await world.travel(to=LONDON_NINE)
    offer = alex.heard(DayOffer)
    assert [unit.id for unit in offer.units] == ["poach"]
    assert not offer.behind
    await alex.say("/progress")
    report = alex.heard(ProgressReport)
    assert (report.units_done, report.skipped, report.units, report.day) == (0, 1, 2, 1)
    assert "0 of 2, 1 skipped" in alex.last.text


async def test_the_answers_are_no_cards(world: World) -> None:
    await knows_boiling(world.alex)
    await world.alex.press("place_take")
    async with world.bot.database.begin() as tx:
        assert await memories.memories(tx, 1, "eggs") == []


async def test_when_all_of_it_is_known_the_track_is_done(world: World) -> None:
    alex = world.alex
    await placing(alex)
    for _ in range(3):
        await alex.answer()
    assert alex.heard(PlacementResult).left == 0
    await alex.press("place_take")
    assert "Nothing else of this track is left." in alex.last.text
    assert alex.last.labels == ["Other tracks", "Learn everything after all"]
    await alex.say("/today")
    assert alex.heard(TrackDone).skipped == 2
    await world.travel(days=3)
    assert "DayOffer" not in alex.kinds


async def test_nothing_known_leaves_the_plan_and_shames_nobody(world: World) -> None:
    alex = world.alex
    await placing(alex)
    for _ in range(3):
        await alex.vote(UNSURE)
    assert alex.heard(PlacementResult).skip == ()
    assert "Your plan stays as it is: next is Boil an egg." in alex.last.text
    assert alex.last.labels == ["What is on today?"]


async def test_who_stops_is_told_what_the_answers_say(world: World) -> None:
    alex = world.alex
    await placing(alex)
    await alex.answer()
    await alex.answer()
    stop = alex.data("place_stop")
    await alex.press("Stop here")
    result = alex.heard(PlacementResult)
    assert (result.right, result.answered) == (2, 2)
    assert [title["en"] for title in result.skip] == ["Boil an egg"]
    assert "2 of 2 right, 1 not asked." in alex.last.text
    assert not alex.has("place_stop")
    await alex.forge(stop)
    assert alex.toast
    await alex.answer()  # the question that was open
    assert not alex.messages


async def test_stopping_at_once_changes_nothing(world: World) -> None:
    alex = world.alex
    await placing(alex)
    await alex.press("place_stop")
    assert "No question was answered." in alex.last.text
    assert alex.heard(PlacementResult).skip == ()


async def test_it_goes_on_where_it_was_once_at_a_time(world: World) -> None:
    alex = world.alex
    await placing(alex)
    await alex.answer()
    await alex.say("/placement")
    assert alex.heard(PlacementIntro).answered == 1
    await alex.press("Go on · 2 of 3")
    assert alex.heard(PlacementAsked).position == 1
    polls = [screen for screen in alex.bots if screen.poll]
    assert len(polls) == 3
    await alex.vote(0, message=polls[1])  # the same question, asked twice
    assert alex.heard(PlacementAsked).position == 2
    await alex.vote(0, message=polls[2])
    assert not alex.messages


async def test_it_can_be_taken_again_and_the_last_one_counts(world: World) -> None:
    alex = world.alex
    await knows_boiling(alex)
    old = alex.data("place_take")
    await alex.say("/placement")
    await alex.press("place_start")
    await alex.vote(UNSURE)
    await alex.answer()
    await alex.answer()
    assert [title["en"] for title in alex.heard(PlacementResult).skip] == ["Poach an egg"]
    await alex.forge(old)
    assert alex.toast
    await alex.press("place_take")
    assert await skipped(world) == {"poach"}
    await alex.tap_twice("place_all")
    assert await skipped(world) == frozenset()


async def test_the_plan_is_taken_once(world: World) -> None:
    alex = world.alex
    await knows_boiling(alex)
    await alex.tap_twice("place_take")
    assert alex.kinds == ["PlanShortened"]
    assert alex.toast


async def test_everything_after_all(world: World) -> None:
    alex = world.alex
    await knows_boiling(alex)
    await alex.press("place_take")
    await alex.say("/placement")
    assert alex.heard(PlacementIntro).skipped == 1
    await alex.press("Learn everything after all")
    whole = alex.heard(PlanWhole)
    assert whole.first is not None and whole.first.id == "boil"
    await world.travel(to=LONDON_NINE)
    assert [unit.id for unit in alex.heard(DayOffer).units] == ["boil"]


async def test_opening_a_skipped_unit_puts_it_on_the_plan_again(world: World) -> None:
    alex = world.alex
    await knows_boiling(alex)
    await alex.press("place_take")
    assert await skipped(world) == {"boil"}
    await alex.forge("day_start:1:0:boil")
    alex.heard(Survey)
    assert await skipped(world) == frozenset()
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.finish_quiz()
    done = alex.heard(UnitDone)
    assert done.next is not None and done.next.id == "poach"


async def test_what_was_learnt_is_not_skipped(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.finish_quiz()
    await alex.say("/placement")
    await alex.press("place_start")
    for _ in range(3):
        await alex.answer()
    assert [title["en"] for title in alex.heard(PlacementResult).skip] == ["Poach an egg"]
    await alex.press("place_take")
    await alex.say("/today")
    assert alex.heard(DayDone).next.id == "breakfast"  # what is left of the week


async def test_who_had_todays_share_starts_the_shorter_plan_tomorrow(docker: World) -> None:
    alex = docker.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.press("blank")
    await alex.press("rate", "3")
    await alex.finish_quiz()
    await alex.press("break")
    await alex.say("/placement")
    await alex.press("place_start")
    await alex.answer()
    await alex.answer()  # speaks for the second day's unit
    await alex.press("place_stop")
    await alex.press("place_take")
    taken = alex.heard(PlanShortened)
    assert taken.first is not None and taken.first.id == "images-and-lifecycle"
    assert "tomorrow at 09:00" in alex.last.text
    await docker.travel(to=LONDON_NINE + timedelta(hours=14))
    assert "DayOffer" not in alex.kinds
    await docker.travel(to=LONDON_NINE + timedelta(days=1))
    assert [unit.id for unit in alex.heard(DayOffer).units] == ["images-and-lifecycle", "build-an-image"]


async def test_all_twenty_are_asked_in_the_course_that_comes_along(docker: World) -> None:
    alex = docker.alex
    await placing(alex)
    for position in range(20):
        assert alex.heard(PlacementAsked).position == position
        await alex.answer()
    result = alex.heard(PlacementResult)
    assert (result.right, len(result.skip), result.left) == (20, 31, 2)
    assert result.first is not None and result.first.id == "whole-project"
    await alex.press("place_take")
    await docker.travel(to=LONDON_NINE)
    assert [unit.id for unit in alex.heard(DayOffer).units] == ["whole-project"]


async def test_the_last_screen_of_start_offers_it_and_stays(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    ready = alex.last.id
    await alex.press("I know some Docker: 3 questions")
    assert alex.heard(PlacementAsked).position == 0
    assert alex.find("begin", "now").id == ready
    await alex.answer()
    await alex.answer()
    await alex.press("place_stop")
    await alex.press("place_take")
    await alex.press("begin", "now")
    assert alex.last.text.startswith("Poach an egg")


async def test_cancel_ends_the_questions_and_changes_nothing(world: World) -> None:
    alex = world.alex
    await placing(alex)
    await alex.answer()
    await alex.say("/cancel")
    assert alex.heard(Cancelled).placement
    assert "your plan stays as it was" in alex.last.text
    await alex.vote(UNSURE)
    assert not alex.messages
    await alex.say("/cancel")
    assert "nothing to cancel" in alex.last.text


async def test_somebody_elses_buttons_and_answers_count_for_nobody(world: World) -> None:
    alex, mei = world.alex, world.mei
    await knows_boiling(alex)
    take = alex.data("place_take")
    await placing(mei)
    poll = mei.last.raw["poll"]["id"]
    user = {"id": alex.id, "is_bot": False, "first_name": "Alex"}
    answer = {"poll_id": poll, "user": user, "option_ids": [0], "option_persistent_ids": ["0"]}
    async with alex.watching(), mei.watching():
        await world.inject({"poll_answer": answer})
    assert not alex.messages and not mei.messages
    for data in (take, "place_all:1:0:", "place_stop:1:3:", "place_take:99:0:"):
        await mei.forge(data)
        assert mei.toast
    assert await skipped(world) == frozenset()


async def test_a_poll_sent_twice_by_a_dying_bot_is_answered_once(world: World) -> None:
    alex = world.alex
    await placing(alex)
    world.kill_at(1, taken=True)  # the server has the second question, its row is not marked
    await alex.answer()
    polls = [screen for screen in alex.bots if screen.poll]
    assert world.kills == 1
    assert len(polls) == 3
    await alex.vote(UNSURE, message=polls[1])
    assert alex.heard(PollUnknown).again
    assert alex.heard(PlacementAsked).position == 1
    await alex.answer()
    await alex.answer()
    result = alex.heard(PlacementResult)
    assert (result.right, result.answered) == (3, 3)


async def test_the_bot_dies_after_each_step(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.say("/placement")
    await world.crash()
    await alex.press("place_start")
    for _ in range(3):
        await world.crash()
        await alex.answer()
    await world.crash()
    await alex.press("place_take")
    await world.crash()
    assert await skipped(world) == {"boil", "poach"}
    await alex.press("place_all")
    assert await skipped(world) == frozenset()
    assert await world.deliveries("owed") == []


async def test_in_chinese(world: World) -> None:
    mei = world.mei
    await mei.enrol("Asia/Shanghai", language="zh")
    await mei.press("我会一点 Docker：先答 3 道题")
    assert mei.last.text.startswith("1/3 · 慢慢加热一个鸡蛋")
    assert mei.last.labels == ["就答到这里"]
    await mei.answer()
    await mei.answer()
    await mei.vote("不知道")
    assert "可以跳过 1 个单元：《水煮蛋》。" in mei.last.text
    await mei.press("就按这个计划")
    assert "从现在起跳过 1 个单元" in mei.last.text
