"""Focus blocks: 25 minutes, pause, stop, five more, the break, the long break, and what waits for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.focus import Phase
from bot.domain.messages.day import DayOffer
from bot.domain.messages.focus import BlockBar, BlockLetGo, BreakOver, FocusOver
from bot.domain.messages.study import Survey
from bot.storage import focus as blocks
from tests.world import Somebody, World


async def focused(somebody: Somebody, language: str = "en") -> Somebody:
    """A free block has just begun."""
    await somebody.enrol(hour="18:00", language=language)
    await somebody.press("begin", "later")
    await somebody.say("/pomodoro")
    return somebody


async def test_a_free_block_from_beginning_to_end(world: World) -> None:
    alex = await focused(world.alex)
    bar = alex.heard(BlockBar)
    assert (bar.minutes_left, bar.filled, bar.title) == (25, 0, None)
    assert "░░░░░░░░░░" in alex.last
    await world.travel(minutes=10)
    assert "▓▓▓▓░░░░░░" in alex.find("pause")
    assert "15 min" in alex.find("pause")
    await world.travel(minutes=15)
    over = alex.heard(FocusOver)
    assert (over.number, over.break_minutes, over.unfinished) == (1, 5, None)
    assert not alex.has("pause")
    await world.travel(minutes=5)
    after = alex.heard(BreakOver)
    assert after.next is not None
    assert alex.has("day_start")


async def test_in_chinese(world: World) -> None:
    mei = await focused(world.mei, "zh")
    assert "25 分钟" in mei.last
    assert mei.last.labels == ["暂停", "停止", "加 5 分钟"]
    await world.travel(minutes=25)
    assert "休息 5 分钟" in mei.last
    await world.travel(minutes=5)
    assert "休息结束" in mei.last


async def test_the_bar_is_one_message_that_is_edited(world: World) -> None:
    alex = await focused(world.alex)
    count = len(alex.bots)
    await world.travel(minutes=24)
    assert len(alex.bots) == count
    assert "▓▓▓▓▓▓▓▓▓░" in alex.last  # a tenth is two and a half minutes
    assert "3 min" in alex.last


async def test_pause_stops_the_clock_and_resume_lets_it_run(world: World) -> None:
    alex = await focused(world.alex)
    await world.travel(minutes=10)
    await alex.press("pause")
    assert alex.heard(BlockBar).phase is Phase.PAUSED
    await world.travel(minutes=30)
    assert not alex.news
    await alex.press("resume")
    assert alex.heard(BlockBar).minutes_left == 15
    await world.travel(minutes=14)
    assert "FocusOver" not in alex.kinds
    await world.travel(minutes=1, seconds=5)
    alex.heard(FocusOver)


async def test_paused_too_long_it_is_let_go(world: World) -> None:
    alex = await focused(world.alex)
    await world.travel(minutes=10)
    await alex.press("pause")
    await world.travel(minutes=61)
    assert alex.heard(BlockLetGo).minutes_done == 10
    assert not alex.has("resume")
    await alex.press("focus")
    assert alex.heard(BlockBar).minutes_left == 25


async def test_stop_gives_it_up_and_it_does_not_count(world: World) -> None:
    alex = await focused(world.alex)
    await world.travel(minutes=10)
    await alex.press("stop")
    assert alex.heard(BlockBar).phase is Phase.ENDED
    await world.travel(minutes=40)
    assert not alex.news
    await alex.say("/pomodoro")
    assert alex.heard(BlockBar).number == 1


async def test_five_more_minutes_before_the_end(world: World) -> None:
    alex = await focused(world.alex)
    await world.travel(minutes=24)
    await alex.press("extend")
    assert alex.heard(BlockBar).minutes_left == 6
    await world.travel(minutes=5)
    assert "FocusOver" not in alex.kinds
    await world.travel(minutes=1, seconds=5)
    alex.heard(FocusOver)


async def test_five_more_minutes_from_the_break(world: World) -> None:
    alex = await focused(world.alex)
    await world.travel(minutes=26)
    await alex.press("extend")
    assert alex.heard(BlockBar).minutes_left == 5
    await world.travel(minutes=4)
    assert not {"BreakOver", "FocusOver"} & set(alex.kinds)
    await world.travel(minutes=2)
    assert alex.heard(FocusOver).number == 1
    await world.travel(minutes=5)
    alex.heard(BreakOver)
    await alex.say("/pomodoro")
    assert alex.heard(BlockBar).number == 2  # it counted once


@pytest.mark.parametrize(("setting", "minutes"), [(None, 20), ("30", 30)])
async def test_after_four_blocks_the_break_is_long(world: World, setting: str | None, minutes: int) -> None:
    alex = await focused(world.alex)
    if setting:
        await alex.say("/settings")
        await alex.press("settings", "long_break")
        await alex.press("set", f"long_break.{setting}")
    for number in range(1, 5):
        await world.travel(minutes=25)
        over = alex.heard(FocusOver)
        assert (over.number, over.break_minutes) == (number, minutes if number == 4 else 5)
        if number < 4:
            await world.travel(minutes=5)
            await alex.say("/pomodoro")
    await world.travel(minutes=minutes - 1)
    assert "BreakOver" not in alex.kinds
    await world.travel(minutes=1, seconds=5)
    alex.heard(BreakOver)


async def test_the_next_learner_day_counts_from_one(world: World) -> None:
    alex = await focused(world.alex)
    await world.travel(days=1)
    await alex.say("/pomodoro")
    assert alex.heard(BlockBar).number == 1


async def test_what_was_not_asked_for_waits_for_the_break(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await world.travel(to=datetime(2026, 3, 2, 8, 50, tzinfo=UTC))
    await alex.say("/pomodoro")
    await world.travel(minutes=24)  # nine o'clock has passed
    assert "DayOffer" not in alex.kinds
    await world.travel(minutes=2)
    assert alex.kinds == ["FocusOver", "DayOffer"]


async def test_while_paused_it_waits_too_and_stop_lets_it_out(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await world.travel(to=datetime(2026, 3, 2, 8, 50, tzinfo=UTC))
    await alex.say("/pomodoro")
    await alex.press("pause")
    await world.travel(minutes=30)
    assert not alex.news
    await alex.press("stop")
    alex.heard(DayOffer)


async def test_the_block_of_one_learner_holds_nothing_back_from_another(world: World) -> None:
    alex, mei = world.alex, world.mei
    for somebody in (alex, mei):
        await somebody.enrol()
        await somebody.press("begin", "later")
    await world.travel(minutes=15)
    await alex.say("/pomodoro")
    await world.travel(to=datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC))
    mei.heard(DayOffer)
    assert "DayOffer" not in alex.kinds


async def test_asked_for_in_the_block_it_comes_at_once_and_not_again_in_the_break(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await world.travel(to=datetime(2026, 3, 2, 8, 50, tzinfo=UTC))
    await alex.say("/pomodoro")
    await world.travel(minutes=15)
    await alex.say("/today")
    alex.heard(DayOffer)
    await world.travel(minutes=20)
    assert "DayOffer" not in alex.kinds


async def test_a_unit_started_in_a_free_block_runs_in_it(world: World) -> None:
    alex = await focused(world.alex)
    await world.travel(minutes=5)
    await alex.say("/today")
    await alex.press("day_start")
    assert alex.kinds == ["Survey"]
    alex.heard(Survey)
    await world.travel(minutes=20, seconds=5)
    assert alex.heard(FocusOver).unfinished is not None


async def test_pomodoro_while_one_runs_shows_it_again(world: World) -> None:
    alex = await focused(world.alex)
    await world.travel(minutes=5)
    await alex.say("/pomodoro")
    assert alex.heard(BlockBar).minutes_left == 20
    bars = [screen for screen in alex.bots if "pause" in "".join(screen.data.values())]
    assert len(bars) == 1  # the older one lost its buttons


async def test_a_new_block_ends_the_break(world: World) -> None:
    alex = await focused(world.alex)
    await world.travel(minutes=26)
    await alex.say("/pomodoro")
    assert alex.heard(BlockBar).number == 2
    await world.travel(minutes=10)
    assert "BreakOver" not in alex.kinds


async def test_double_taps_do_no_harm_and_say_so(world: World) -> None:
    alex = await focused(world.alex)
    for action in ("pause", "resume", "extend", "stop"):
        await alex.tap_twice(action)
        assert alex.toast, action
        assert alex.kinds == ["BlockBar"]
    await alex.say("/pomodoro")
    await world.travel(minutes=25)
    await alex.tap_twice("extend")
    assert alex.toast


async def test_a_block_that_is_gone_and_one_of_somebody_else(world: World) -> None:
    await focused(world.alex)
    mei = await focused(world.mei)
    for data in ("pause:99:0:", "pause:1:0:"):
        assert not await mei.forge(data)
        assert mei.toast


async def test_break_now_when_the_unit_is_done_early(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.finish_quiz()
    await alex.tap_twice("break")
    assert alex.heard(FocusOver).break_minutes == 5
    assert alex.toast
    bar = next(screen for screen in alex.bots if "▓" in screen.text)
    assert "▓" * 10 in bar
    await world.travel(minutes=6)
    assert alex.heard(BreakOver).unfinished is None
    assert "▓" * 10 in next(screen for screen in alex.bots if "▓" in screen.text)


async def test_the_bot_was_off_when_the_block_ended(world: World) -> None:
    alex = await focused(world.alex)
    await world.stop()
    world.sleep_through(minutes=27)
    async with alex.watching():
        await world.start()
    assert alex.heard(FocusOver).break_minutes == 5  # two minutes late: the break is whole
    await world.travel(minutes=6)
    alex.heard(BreakOver)


async def test_the_bot_was_off_until_long_after_the_break(world: World) -> None:
    alex = await focused(world.alex)
    await world.stop()
    world.sleep_through(hours=3)
    async with alex.watching():
        await world.start()
    assert alex.kinds == ["BreakOver"]
    assert not alex.has("pause")
    await alex.say("/progress")
    assert "1" in alex.last.text  # the block counts
    async with world.bot.database.begin() as tx:
        assert await blocks.count_completed(tx, 1) == 1
        assert (await blocks.completed_since(tx, 1, world.now - timedelta(days=1)))[0] < world.now - timedelta(hours=2)


async def test_the_bar_goes_on_after_the_bot_was_off_for_a_while(world: World) -> None:
    alex = await focused(world.alex)
    await world.stop()
    world.sleep_through(minutes=6)
    await world.start()
    assert "19 min" in alex.find("pause")
    await world.travel(minutes=5)
    assert "14 min" in alex.find("pause") or "15 min" in alex.find("pause")
