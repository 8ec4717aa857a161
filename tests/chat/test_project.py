"""A week's project: offered on its day, ticked off, handed in, done, changed, or left for later."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.messages.assessment import CheckOffer
from bot.domain.messages.day import DayDone, DaySkipped
from bot.domain.messages.focus import BlockBar
from bot.domain.messages.general import Trouble
from bot.domain.messages.notes import Notes
from bot.domain.messages.project import AskHandIn, ProjectAside, ProjectOffer, ProjectScreen
from tests.chat.weeks import FRIDAY, SUNDAY, both_units, to_the_project
from tests.world import World

REPOSITORY = "https://github.com/alex/breakfast"


async def test_after_the_weeks_units_the_project_is_what_comes_next(world: World) -> None:
    alex = world.alex
    await both_units(alex)
    await alex.say("/today")
    done = alex.heard(DayDone)
    assert (done.next.id, done.next.kind) == ("breakfast", "project")
    assert "the project Breakfast for two, on Friday at 09:00" in alex.last.text
    await alex.press("Start the project now")
    assert not alex.heard(ProjectScreen).done


async def test_on_its_day_it_is_offered_with_all_there_is_to_do(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    offer = alex.heard(ProjectOffer)
    assert not offer.begun
    assert "Serve two eggs" in alex.last.text
    assert "• Poach one" in alex.last.text
    assert alex.last.labels == ["Start", "In 1 hour", "Not today", "Not this week"]


async def test_from_the_start_to_a_repository_that_is_handed_in(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    offered = alex.last.id
    await alex.press("project")
    assert alex.last.id == offered, "the offer turns into the project"
    await alex.press("step", "0")
    await alex.press("step", "2")
    await alex.press("step", "2")
    screen = alex.heard(ProjectScreen)
    assert [step.done for step in screen.steps] == [True, False, False]
    assert "☑ 1. Ask both guests" in alex.last.text
    await alex.press("hand_in")
    assert alex.heard(AskHandIn).wants_link
    await alex.say(f"{REPOSITORY} the vinegar was hard")
    screen = alex.heard(ProjectScreen)
    assert (screen.link, screen.words) == (REPOSITORY, "the vinegar was hard")
    await alex.press("project_done")
    done = alex.heard(ProjectScreen)
    assert done.done and done.next is not None
    assert done.next.id == "look-back"
    assert "on Sunday at 09:00" in alex.last.text
    await alex.say("something else")
    assert "ProjectScreen" not in alex.kinds, "nothing is asked any more"


async def test_what_was_handed_in_can_be_changed(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("project")
    await alex.press("hand_in")
    await alex.say(REPOSITORY)
    await alex.press("project_done")
    await alex.press("project_edit")
    await alex.press("hand_in")
    assert alex.heard(AskHandIn).given
    await alex.say("gitlab.com/alex/breakfast")
    assert alex.heard(ProjectScreen).link == "https://gitlab.com/alex/breakfast"
    await world.travel(to=SUNDAY)
    alex.heard(CheckOffer)  # the track does not come back to it


async def test_a_project_without_a_link_is_done_too(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("project")
    await alex.press("Done, without a link")
    assert alex.heard(ProjectScreen).done


async def test_a_link_that_will_not_do_and_the_question_stays_open(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("project")
    await alex.press("hand_in")
    for text, error in (
        ("http://github.com/alex", "BadLink"),
        ("https://localhost/x", "BadLink"),
        ("…", "NoRecitation"),
        ("x" * 2001, "TextTooLong"),
    ):
        await alex.say(text)
        assert alex.heard(Trouble).error == error
    await alex.sticker()
    assert alex.heard(Trouble).error == "NeedsText"
    await alex.say("<b>It</b> [went](https://x) `well`")
    assert alex.heard(Trouble).error == "BadLink"  # "https://x" has no dot
    await alex.say("<b>It</b> went `well`")
    assert "<b>It</b> went `well`" in alex.last.text


async def test_back_from_the_question_nothing_is_handed_in(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("project")
    await alex.press("hand_in")
    await alex.press("hand_in_not")
    await alex.say(REPOSITORY)
    assert "ProjectScreen" not in alex.kinds


async def test_a_block_of_focus_beside_it(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("project")
    await alex.press("focus")
    assert alex.heard(BlockBar).phase == "running"
    assert alex.has("step")


async def test_not_today_brings_it_tomorrow_and_nothing_piles_up(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("day_skip")
    alex.heard(DaySkipped)
    for _ in range(3):
        await world.travel(days=1)
        assert alex.kinds.count("ProjectOffer") == 1
        assert "CheckOffer" not in alex.kinds


async def test_begun_it_goes_on_the_next_day(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("project")
    await alex.press("step", "0")
    await world.travel(days=1)
    assert alex.heard(ProjectOffer).begun
    assert alex.last.labels[0] == "Go on"


async def test_in_an_hour(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("day_later")
    await world.travel(minutes=61)
    alex.heard(ProjectOffer)


async def test_begun_meanwhile_it_does_not_come_in_an_hour(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    start = alex.data("project")
    await alex.press("day_later")
    await alex.forge(start)
    alex.heard(ProjectScreen)
    await world.travel(minutes=61)
    assert "ProjectOffer" not in alex.kinds


async def test_not_this_week_lets_the_track_go_on_and_keeps_it_open(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("project_pass")
    aside = alex.heard(ProjectAside)
    assert aside.next is not None and aside.next.kind == "assessment"
    await world.travel(to=SUNDAY)
    alex.heard(CheckOffer)
    await alex.say("/notes")
    notes = alex.heard(Notes)
    assert [one.id for one in notes.open] == ["breakfast"]
    await alex.press("Go on: Breakfast for two")
    assert not alex.heard(ProjectScreen).done
    await alex.press("project_done")
    await world.travel(to=SUNDAY + timedelta(days=1))
    alex.heard(CheckOffer)


async def test_old_buttons_and_second_taps_do_no_harm(world: World) -> None:
    alex, mei = world.alex, world.mei
    await to_the_project(world, alex)
    aside = alex.data("project_pass")
    await alex.press("project")
    first = alex.data("step", "0")
    await alex.tap_twice("step", "0")
    assert alex.toast
    assert [step.done for step in alex.heard(ProjectScreen).steps] == [True, False, False]
    await mei.enrol()
    for data in (first, alex.data("project_done"), aside, alex.data("hand_in")):
        await mei.forge(data)
        assert mei.toast
    done = alex.data("project_done")
    await alex.forge(done)
    for data in (done, first, aside, "step:1:1:9", "project:1:0:nowhere"):
        assert not await alex.forge(data)
        assert alex.toast


async def test_all_of_it_in_chinese(world: World) -> None:
    mei = world.mei
    await mei.enrol("Europe/London", language="zh")
    await mei.press("begin", "now")
    for _ in range(2):
        await mei.read_all()
        await mei.press("blank")
        await mei.press("rate", "3")
        await mei.finish_quiz()
        if mei.has("day_start"):
            await mei.press("day_start")
    await world.travel(to=FRIDAY)
    assert mei.last.labels == ["开始", "一小时后", "今天不做", "这周不做"]
    await mei.press("project")
    await mei.press("hand_in")
    await mei.say("https://gitee.com/mei/breakfast")
    await mei.press("做完了")
    assert "两人早餐 · 已完成" in mei.last.text
    assert "接下来是自评《鸡蛋：回头看》" in mei.last.text


async def test_after_a_crash_the_project_is_as_it_was(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("project")
    await alex.press("step", "1")
    await alex.press("hand_in")
    await world.crash()
    await alex.say(REPOSITORY)
    screen = alex.heard(ProjectScreen)
    assert screen.link == REPOSITORY
    assert [step.done for step in screen.steps] == [False, True, False]
