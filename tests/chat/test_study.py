"""A unit, step by step: survey, guess, pages, the learner's own words, his rating; the quiz has a file of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.errors import NoRecitation
from bot.domain.messages.focus import BlockBar, BreakOver, FocusOver
from bot.domain.messages.general import Trouble
from bot.domain.messages.quiz import QuizPoll
from bot.domain.messages.study import (
    AskGuess,
    AskRecite,
    GuessTaken,
    ReadPage,
    Recital,
    RecitalRated,
    Survey,
    UnitDone,
)
from bot.domain.review import Rating
from bot.storage import review as memories
from tests.world import Somebody, World


async def begun(somebody: Somebody, language: str = "en") -> Somebody:
    """In the first unit, at its survey."""
    await somebody.enrol(language=language)
    await somebody.press("begin", "now")
    return somebody


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_whole_of_the_first_real_unit(docker: World, language: str) -> None:
    alex = await begun(docker.alex, language)
    course = docker.bot.courses.current().course
    unit = course.units["containers-not-vms"]
    text = unit.texts[language]
    assert alex.heard(Survey).pages == len(text.pages)
    for line in text.survey:
        assert line.replace("`", "") in alex.last

    await alex.press("unit_next")
    alex.heard(AskGuess)
    assert set(text.guess.options) <= set(alex.last.labels) or all(option in alex.last for option in text.guess.options)
    await alex.press("guess", str(text.guess.correct))
    assert alex.heard(GuessTaken).right

    await alex.press("page")
    for number, page in enumerate(text.pages, start=1):
        read = alex.heard(ReadPage)
        assert (read.number, read.count) == (number, len(text.pages))
        assert page.title.replace("`", "") in alex.last
        if number < len(text.pages):
            await alex.press("page", str(number))
    await alex.press("page", str(len(text.pages) - 2))
    assert alex.heard(ReadPage).number == len(text.pages) - 1
    await alex.press("page", str(len(text.pages) - 1))
    await alex.press("recite")
    alex.heard(AskRecite)

    await alex.say(". ".join(point.text for point in text.points[:-1]))
    recital = alex.heard(Recital)
    assert [point.state for point in recital.points] == ["found"] * (len(text.points) - 1) + ["missing"]
    await alex.press("claim")
    assert [point.state for point in alex.heard(Recital).points][-1] == "claimed"
    await alex.press("rate", "4")
    assert alex.heard(RecitalRated).rating == Rating.EASY
    alex.heard(QuizPoll)

    await alex.finish_quiz()
    done = alex.heard(UnitDone)
    assert (done.right, done.questions) == (len(course.quiz_of(unit.id)),) * 2
    assert (done.said, done.points) == (len(text.points),) * 2
    assert done.minutes_left == 25
    assert done.next is not None
    assert done.next.id == "first-container"
    bars = [screen for screen in alex.bots if "▓" in screen.text or "░" in screen.text]
    assert len(bars) == 1


async def test_a_unit_is_one_message_beside_the_block(world: World) -> None:
    alex = await begun(world.alex)
    assert len(alex.bots) == 2
    await alex.read_all()
    assert len(alex.bots) == 2  # the bar, and the step
    await alex.say("the white sets first")
    assert len(alex.bots) == 3  # below his words
    assert not alex.bots[1].labels


async def test_next_and_back_and_never_past_the_ends(docker: World) -> None:
    alex = await begun(docker.alex)
    await alex.press("unit_next")
    await alex.press("guess")
    await alex.press("page")
    assert not alex.has("recite")
    assert [label for label in alex.last.labels if "◀" in label] == []
    pages = alex.heard(ReadPage).count
    seq = int(alex.data("page").split(":")[2], 36)
    for page in (pages, 99, 10**39):
        assert not await alex.forge(f"page:1:{seq}:{page}")
        assert alex.toast


async def test_read_again_and_then_say_it(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.press("reread")
    assert alex.heard(ReadPage).number == 1
    await alex.say("the white sets first")  # not asked for just now
    assert "Recital" not in alex.kinds
    await alex.press("page", "1")
    await alex.press("recite")
    await alex.say("the white sets first")
    alex.heard(Recital)


async def test_i_cannot_recall_it_shows_the_points(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.press("blank")
    recital = alex.heard(Recital)
    assert recital.blank
    assert "cold water stops the cooking" in alex.last
    assert not alex.has("claim")
    await alex.press("rate", "1")
    assert alex.heard(RecitalRated).rating == Rating.AGAIN


async def test_saying_it_again_counts_the_newest(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.say("the white sets first")
    await alex.say("after more minutes it is hard; cold water stops it")
    assert [point.state for point in alex.heard(Recital).points] == ["missing", "found", "found"]


async def test_the_intervals_on_the_buttons_are_what_is_stored(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.say("the white sets first")
    shown = alex.heard(Recital).intervals
    assert shown[0] == 600
    assert "10 min" in alex.last.labels[-4]
    await alex.press("rate", "3")
    assert alex.heard(RecitalRated).interval == shown[2]
    async with world.bot.database.begin() as tx:
        kept = await memories.memory(tx, 1, "eggs", "boil.recite")
    assert kept is not None
    assert kept.last_review is not None
    today = kept.last_review.date()
    assert (kept.due.date() - today) == timedelta(seconds=shown[2])
    assert kept.reviews == 1


async def test_again_brings_the_recitation_back_in_ten_minutes(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.say("I forgot")
    await alex.press("rate", "1")
    async with world.bot.database.begin() as tx:
        kept = await memories.memory(tx, 1, "eggs", "boil.recite")
    assert kept is not None
    assert kept.last_review is not None
    assert kept.due - kept.last_review == timedelta(minutes=10)


async def test_the_block_ends_while_reading_then_a_break_then_it_goes_on(world: World) -> None:
    alex = await begun(world.alex)
    await alex.press("unit_next")
    await alex.press("guess")
    await alex.press("page")
    await world.travel(minutes=25)
    over = alex.heard(FocusOver)
    assert over.break_minutes == 5
    assert over.unfinished is not None
    await alex.press("page", "1")  # his own taps are answered in the break too
    assert alex.heard(ReadPage).number == 2
    await world.travel(minutes=5, seconds=5)
    after = alex.heard(BreakOver)
    assert after.unfinished is not None
    assert "Boil an egg" in alex.last
    await alex.press("unit_resume")
    assert alex.heard(BlockBar).minutes_left == 25
    assert alex.heard(ReadPage).number == 2
    assert alex.has("pause")
    await alex.press("recite")
    await alex.recite_and_rate()
    await alex.finish_quiz()
    alex.heard(UnitDone)


async def test_a_recitation_goes_on_after_the_break(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await world.travel(minutes=31)
    await alex.press("unit_resume")
    await alex.say("the white sets first")
    alex.heard(Recital)


async def test_the_second_unit(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.finish_quiz()
    await alex.press("day_start")
    assert alex.heard(Survey).session == 2
    assert "BlockBar" not in alex.kinds  # the block that runs goes on
    await alex.read_all()
    await alex.recite_and_rate("vinegar for the white")
    await alex.finish_quiz()
    done = alex.heard(UnitDone)
    assert done.next is not None
    assert (done.next.id, done.next.kind) == ("breakfast", "project")
    assert "Poach an egg" in alex.last


async def test_the_language_changes_in_the_middle(world: World) -> None:
    alex = await begun(world.alex)
    await alex.press("unit_next")
    await alex.press("guess")
    await alex.say("/settings")
    await alex.press("settings", "language")
    await alex.press("set", "language.zh")
    await alex.press("page")
    assert alex.heard(ReadPage).number == 1
    zh = world.bot.courses.current().course.units["boil"].texts["zh"]
    assert zh.pages[0].title in alex.said
    await alex.press("page", "1")
    await alex.press("recite")
    await alex.say("。".join(point.text for point in zh.points))
    assert {point.state for point in alex.heard(Recital).points} == {"found"}
    await alex.press("rate", "3")
    assert "哪一部分先凝固？" in alex.last.text


async def test_words_that_are_no_words(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    for nothing in ("👍👍👍", "!!! … ???", "～～～"):
        await alex.say(nothing)
        assert alex.heard(Trouble).error == NoRecitation.__name__
    await alex.say("the white sets first")
    alex.heard(Recital)


async def test_a_step_cannot_be_done_twice(world: World) -> None:
    alex = await begun(world.alex)
    await alex.tap_twice("unit_next")
    assert alex.toast
    assert alex.has("guess")
    await alex.tap_twice("guess", "1")
    assert alex.toast
    await alex.tap_twice("page")
    assert alex.toast
    assert alex.kinds == ["ReadPage"]
    await alex.press("page", "1")
    await alex.press("recite")
    await alex.say("the white sets first")
    await alex.tap_twice("rate", "3")
    assert alex.toast
    assert alex.kinds == ["RecitalRated", "QuizPoll"]
    async with world.bot.database.begin() as tx:
        kept = await memories.memory(tx, 1, "eggs", "boil.recite")
    assert kept is not None
    assert kept.reviews == 1


async def test_an_old_step_does_no_harm(world: World) -> None:
    alex = await begun(world.alex)
    old = [alex.data("unit_next")]
    await alex.press("unit_next")
    old.append(alex.data("guess"))
    await alex.press("guess")
    old.append(alex.data("page"))
    await alex.press("page")
    await alex.press("page", "1")
    await alex.press("recite")
    for data in old:
        assert not await alex.forge(data)
        assert alex.toast
    await alex.say("the white sets first")
    alex.heard(Recital)
