"""A self-assessment: statement by statement, a few words, what to look at again, and a plan that can be slowed down."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.messages.assessment import AskReflection, AskStatement, CheckAside, CheckDone, CheckOffer
from bot.domain.messages.day import TrackDone
from bot.domain.messages.general import Cancelled, Trouble
from bot.domain.messages.study import ReadPage, UnitDone
from tests.chat.weeks import SUNDAY, to_the_look_back
from tests.world import Somebody, World


async def answered(somebody: Somebody, *levels: int) -> None:
    """Begun, and these levels given."""
    await somebody.press("check")
    for level in levels:
        await somebody.press("check_answer", str(level))


async def test_on_its_day_it_is_offered(world: World) -> None:
    alex = world.alex
    await to_the_look_back(world, alex)
    offer = alex.heard(CheckOffer)
    assert (offer.statements, offer.begun) == (2, False)
    assert "Nobody marks it" in alex.last.text
    assert alex.last.labels == ["Start", "In 1 hour", "Not today", "Not this week"]


async def test_statement_by_statement_in_one_message_to_a_summary(world: World) -> None:
    alex = world.alex
    await to_the_look_back(world, alex)
    offered = alex.last.id
    await alex.press("check")
    asked = alex.heard(AskStatement)
    assert (asked.number, asked.count) == (1, 2)
    assert alex.last.labels == ["Not yet", "With help", "On my own"]
    await alex.press("On my own")
    assert alex.heard(AskStatement).number == 2
    await alex.press("Not yet")
    alex.heard(AskReflection)
    assert alex.last.id == offered
    await alex.say("Something with cheese")
    done = alex.heard(CheckDone)
    assert [one.level for one in done.results] == ["on_my_own", "not_yet"]
    assert [unit.id for unit in done.weak] == ["poach"]
    assert done.words == "Something with cheese"
    assert done.advice == "slow_down"
    assert "Not yet:\n• I can poach an egg in calm water." in alex.last.text
    await alex.press("Again: Poach an egg")
    assert alex.heard(ReadPage).title["en"] == "Calm water"
    await alex.press("recite")
    await alex.recite_and_rate("vinegar for the white")
    await alex.finish_quiz()
    alex.heard(UnitDone)


async def test_an_answer_can_be_taken_back(world: World) -> None:
    alex = world.alex
    await to_the_look_back(world, alex)
    await answered(alex, 2, 0)
    await alex.press("check_back")
    assert alex.heard(AskStatement).number == 2
    await alex.press("check_back")
    assert not alex.has("check_back")
    await alex.press("check_answer", "1")
    await alex.press("check_answer", "2")
    await alex.press("check_skip")
    done = alex.heard(CheckDone)
    assert [one.level for one in done.results] == ["with_help", "on_my_own"]
    assert (done.words, done.advice) == (None, "look_again")


async def test_who_can_do_it_all_goes_on(world: World) -> None:
    alex = world.alex
    await to_the_look_back(world, alex)
    await answered(alex, 2, 2)
    await alex.press("check_skip")
    done = alex.heard(CheckDone)
    assert (done.advice, done.weak) == ("go_on", ())
    await alex.say("/today")
    alex.heard(TrackDone)


async def test_words_that_will_not_do_and_the_question_stays_open(world: World) -> None:
    alex = world.alex
    await to_the_look_back(world, alex)
    await answered(alex, 2, 2)
    for text, error in (("?", "NoRecitation"), ("x" * 2001, "TextTooLong")):
        await alex.say(text)
        assert alex.heard(Trouble).error == error
    await alex.say("# <i>cheese</i> ```")
    assert "# <i>cheese</i> ```" in alex.last.text


async def test_cancel_ends_it_and_the_answers_are_kept(world: World) -> None:
    alex = world.alex
    await to_the_look_back(world, alex)
    await answered(alex, 2)
    old = alex.data("check_answer", "0")
    await alex.say("/cancel")
    assert alex.heard(Cancelled).assessment
    assert not await alex.forge(old)
    assert alex.toast
    await world.travel(days=1)
    assert alex.heard(CheckOffer).begun
    await alex.press("check")
    assert alex.heard(AskStatement).number == 2
    await alex.press("check_answer", "2")
    await alex.say("/cancel")
    await alex.say("cheese")
    assert "CheckDone" not in alex.kinds


async def test_not_this_week_ends_the_track_without_it_and_it_can_be_done_after_all(world: World) -> None:
    alex = world.alex
    await to_the_look_back(world, alex)
    await alex.press("check_pass")
    assert alex.heard(CheckAside).next is None
    await alex.say("/today")
    alex.heard(TrackDone)
    await alex.say("/notes")
    await alex.press("Go on: Eggs: looking back")
    alex.heard(AskStatement)
    await alex.press("check_answer", "2")
    await alex.press("check_answer", "2")
    await alex.press("check_skip")
    alex.heard(CheckDone)
    await alex.say("/notes")
    await alex.press("Look at: Eggs: looking back")
    assert alex.heard(CheckDone).advice == "go_on"


async def test_old_buttons_and_second_taps_do_no_harm(world: World) -> None:
    alex, mei = world.alex, world.mei
    await to_the_look_back(world, alex)
    aside = alex.data("check_pass")
    await alex.press("check")
    first = alex.data("check_answer", "2")
    await alex.tap_twice("check_answer", "2")
    assert alex.toast
    assert alex.heard(AskStatement).number == 2
    await mei.enrol()
    for data in (first, aside, alex.data("check_answer", "0"), alex.data("check_back")):
        await mei.forge(data)
        assert mei.toast
    second = alex.data("check_answer", "0")
    await alex.forge("check_answer:1:9:7")
    assert alex.toast
    await alex.forge(second)
    await alex.press("check_skip")
    for data in (first, second, aside, "slower:1:0:", "slower_not:1:0:", "check:1:0:nowhere"):
        assert not await alex.forge(data)
        assert alex.toast


async def test_after_a_crash_it_goes_on_where_it_was(world: World) -> None:
    alex = world.alex
    await to_the_look_back(world, alex)
    await answered(alex, 2)
    await world.crash()
    await alex.press("check_answer", "1")
    await world.crash()
    await alex.say("cheese")
    assert [one.level for one in alex.heard(CheckDone).results] == ["on_my_own", "with_help"]


async def settle_a_week(somebody: Somebody, world: World, units: int) -> None:
    """Days of the real course: every unit as it comes, the project put aside, until the look back is offered."""
    await somebody.enrol()
    await somebody.press("begin", "now")
    for _ in range(units):
        await somebody.read_all()
        await somebody.press("blank")
        await somebody.press("rate", "3")
        await somebody.finish_quiz()
        if somebody.has("break"):
            await somebody.press("break")
        if somebody.has("day_start"):
            await somebody.press("day_start")


async def test_one_more_week_and_back_again(docker: World) -> None:
    alex = docker.alex
    await settle_a_week(alex, docker, 8)
    await docker.travel(to=SUNDAY - timedelta(days=1))
    await alex.press("project_pass")
    await docker.travel(to=SUNDAY)
    offer = alex.heard(CheckOffer)
    await answered(alex, *[0] * offer.statements)
    await alex.press("check_skip")
    done = alex.heard(CheckDone)
    assert done.can_slow and done.when is not None and done.next is not None
    monday = done.when.day
    await alex.press("slower")
    slowed = alex.heard(CheckDone)
    assert slowed.slowed and slowed.when is not None
    assert slowed.when.day == monday + timedelta(days=7)
    stale = alex.data("slower_not")
    await alex.press("slower_not")
    undone = alex.heard(CheckDone)
    assert not undone.slowed and undone.when is not None
    assert undone.when.day == monday
    assert not await alex.forge(stale)
    await alex.press("slower")
    await docker.travel(days=6)
    assert "DayOffer" not in alex.kinds
    await docker.travel(days=2)
    assert "DayOffer" in alex.kinds


async def test_the_second_time_it_is_compared_with_the_first(docker: World) -> None:
    alex = docker.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await alex.forge("check:1:0:first-steps")
    for _ in range(8):
        await alex.press("check_answer", "0")
    await alex.press("check_skip")
    await alex.forge("check:1:0:images-and-compose")
    for _ in range(8):
        await alex.press("check_answer", "2")
    await alex.press("check_skip")
    first = alex.heard(CheckDone).results[0]
    assert (first.before, first.level) == ("not_yet", "on_my_own")
    assert "(last time: not yet)" in alex.last.text
