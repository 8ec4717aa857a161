"""The bot dies at any point; the next one on the same folder goes on, and nothing owed is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.messages.day import DayOffer
from bot.domain.messages.focus import BreakOver, FocusOver
from bot.domain.messages.quiz import QuizFeedback
from bot.domain.messages.study import UnitDone
from tests.world import Somebody, World, open_world

Step = Callable[[Somebody], Awaitable[object]]

WALK: tuple[tuple[str, Step], ...] = (
    ("start", lambda alex: alex.say("/start")),
    ("language", lambda alex: alex.press("language", "en")),
    ("place", lambda alex: alex.press("zone", "Europe/London")),
    ("hour", lambda alex: alex.press("hour", "0900")),
    ("begin", lambda alex: alex.press("begin", "now")),
    ("question", lambda alex: alex.press("unit_next")),
    ("guess", lambda alex: alex.press("guess", "1")),
    ("read", lambda alex: alex.press("page", "0")),
    ("next page", lambda alex: alex.press("page", "1")),
    ("recite", lambda alex: alex.press("recite")),
    ("say it", lambda alex: alex.say("the white sets first")),
    ("claim", lambda alex: alex.press("claim")),
    ("rate", lambda alex: alex.press("rate", "3")),
    ("answer", lambda alex: alex.answer()),
    ("next question", lambda alex: alex.press("next_card")),
    ("answer again", lambda alex: alex.answer(right=False)),
    ("finish", lambda alex: alex.press("next_card")),
    ("break", lambda alex: alex.press("break")),
)


async def walked(world: World) -> list[str]:
    """The whole walk; what was owed on it, in order."""
    for _, step in WALK:
        await step(world.alex)
    await world.travel(minutes=6)
    return [row.kind for row in await world.deliveries()]


async def test_the_bot_dies_after_each_step(world: World) -> None:
    for _, step in WALK:
        await step(world.alex)
        await world.crash()
    assert "FocusOver" in [row.kind for row in await world.deliveries("sent")]
    assert await world.deliveries("owed") == []
    done = [screen for screen in world.alex.bots if "2" in screen.text and "Boil an egg" in screen.text]
    assert done


async def test_the_bot_is_restarted_in_good_order_after_each_step(world: World) -> None:
    for _, step in WALK:
        await step(world.alex)
        before = len(world.alex.bots)
        await world.restart()
        assert len(world.alex.bots) == before  # nothing is said twice
    assert await world.deliveries("owed") == []


@pytest.mark.parametrize("taken", [False, True], ids=["before the server has it", "after the server has it"])
@pytest.mark.parametrize("first", range(1, 5))
async def test_the_bot_dies_at_a_call_to_telegram(tmp_path: Path, first: int, taken: bool) -> None:
    """It dies at a call, and again some calls later, on the whole walk; the walk comes to the same end."""
    async with open_world(tmp_path / "whole") as whole:
        expected = await walked(whole)
    async with open_world(tmp_path / "killed") as world:
        world.kill_at(first, taken=taken)
        for number, (_, step) in enumerate(WALK):
            killed = world.kills
            await step(world.alex)
            if world.kills > killed or number % 4 == first % 4:
                world.kill_at(first, taken=taken)
        await world.travel(minutes=6)
        assert world.kills >= 4
        rows = await world.deliveries()
        assert {row.state for row in rows} == {"sent"}
        assert [row.kind for row in rows if row.kind != "QuizPoll"] == [kind for kind in expected if kind != "QuizPoll"]


async def test_a_poll_sent_twice_is_answered_once(world: World) -> None:
    alex = world.alex
    for _, step in WALK[:12]:
        await step(alex)
    world.kill_at(3, taken=True)  # the callback's answer, the rated recitation, then the poll
    await alex.press("rate", "3")
    polls = [screen for screen in alex.bots if screen.poll]
    assert world.kills == 1
    assert len(polls) == 2  # the server had it, its row was unmarked
    await alex.vote("The white", message=polls[0])
    assert "PollUnknown" in alex.kinds
    await alex.answer()
    assert alex.heard(QuizFeedback).right
    await alex.press("next_card")
    await alex.answer()
    await alex.press("next_card")
    assert alex.heard(UnitDone).right == 2


async def test_an_update_that_was_stored_and_not_handled_is_handled_by_the_next_bot(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    world.chat.say(alex.id, alex.id, "/help")
    updates = await world._poll()
    world.bot.inbox._stopping = True  # it is stored, then the process dies
    await world.bot.receive(updates)
    await world.abandon()
    async with alex.watching():
        await world.start()
    assert alex.kinds == ["Help"]


async def test_an_update_that_comes_twice_is_handled_once(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    async with alex.watching():
        world.chat.say(alex.id, alex.id, "/help")
        updates = await world._poll()
        await world.bot.receive(updates)
        await world.bot.receive(updates)
        await world.settle()
    assert alex.kinds == ["Help"]


async def test_killed_in_the_block_and_started_before_its_end(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await world.travel(minutes=10)
    await world.abandon()
    world.sleep_through(minutes=5)
    await world.start()
    await world.travel(minutes=9)
    assert "FocusOver" not in alex.kinds
    await world.travel(minutes=2)
    alex.heard(FocusOver)


async def test_killed_in_the_break_and_started_after_it(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await world.travel(minutes=26)
    await world.abandon()
    world.sleep_through(minutes=30)
    async with alex.watching():
        await world.start()
    alex.heard(BreakOver)


async def test_killed_at_night_and_started_after_nine(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await world.abandon()
    world.sleep_through(hours=4)
    async with alex.watching():
        await world.start()
    alex.heard(DayOffer)


async def test_killed_while_the_offer_is_sent_it_comes_after_the_restart(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    world.kill_at(1, taken=False)
    async with alex.watching():
        world.sleep_through(hours=1)
        await world.settle()
    assert world.kills == 1
    assert alex.heard(DayOffer).units[0].id == "boil"
    assert len([screen for screen in alex.bots if "Boil an egg · 25 min" in screen.text]) == 1


async def test_what_was_held_back_when_it_died_comes_in_the_break(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await alex.say("/pomodoro")
    await alex.press("extend")
    await alex.press("extend")
    await world.travel(minutes=31)
    assert "DayOffer" not in alex.kinds
    await world.crash()
    await world.travel(minutes=6)
    assert alex.kinds == ["FocusOver", "DayOffer"]


async def test_the_bar_that_a_crash_left_behind_is_drawn_anew(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await world.travel(minutes=24)
    world.kill_at(1, taken=False)
    await world.travel(minutes=1)
    alex.heard(FocusOver)
    bar = next(screen for screen in alex.bots if "▓" in screen)
    assert bar.labels == []
