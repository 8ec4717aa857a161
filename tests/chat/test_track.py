"""/track: the ways through the course, what would change, the switch, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.enrolment import Enrolment
from bot.domain.messages.day import DayDone, DayOffer, TrackDone
from bot.domain.messages.general import ProgressReport
from bot.domain.messages.quiz import QuizPoll
from bot.domain.messages.study import ReadPage, Survey, UnitDone
from bot.domain.messages.track import TrackMenu, TrackPreview, TrackSwitched
from bot.storage import enrolment as enrolments
from tests.curriculum.authors import TINY
from tests.world import Somebody, World

LONDON_NINE = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)


async def learn(somebody: Somebody) -> None:
    """From the survey to the end of the unit and its block."""
    await somebody.read_all()
    await somebody.press("blank")
    await somebody.press("rate", "3")
    await somebody.finish_quiz()


async def begun(somebody: Somebody) -> None:
    """The first unit is done, on the first day."""
    await somebody.enrol()
    await somebody.press("begin", "now")
    await learn(somebody)


async def enrolment_of(world: World) -> Enrolment:
    async with world.bot.database.begin() as tx:
        found = await enrolments.get(tx, 1)
    assert found is not None
    return found


async def test_the_track_one_is_on_and_the_others_with_what_is_done_of_them(world: World) -> None:
    alex = world.alex
    await begun(alex)
    await alex.say("/track")
    menu = alex.heard(TrackMenu)
    assert menu.mine.id == "week"
    assert [(line.id, line.days, line.units, line.done) for line in menu.others] == [("backwards", 2, 2, 1)]
    assert "For who likes it difficult." in alex.last.text
    assert alex.last.labels == ["The hard one first"]


async def test_what_would_change_is_said_before_anything_changes(world: World) -> None:
    alex = world.alex
    await begun(alex)
    before = await enrolment_of(world)
    await alex.say("/track")
    await alex.press("track", "backwards")
    seen = alex.heard(TrackPreview)
    assert (seen.track.done, seen.left) == (1, 1)
    assert [unit.id for unit in seen.first] == ["poach"]
    assert "First, tomorrow at 09:00: Poach an egg" in alex.last.text
    assert "its last day is tomorrow" in alex.last.text
    assert "Your cards, reviews and progress stay" in alex.last.text
    assert alex.last.labels == ["Switch", "◀ Keep A week"]
    assert await enrolment_of(world) == before
    await alex.press("◀ Keep A week")
    alex.heard(TrackMenu)
    assert await enrolment_of(world) == before
    assert len([screen for screen in alex.bots if "The hard one first" in screen]) == 1  # one message, edited in place


async def test_after_the_switch_the_next_open_unit_comes_with_the_next_share_and_only_then(world: World) -> None:
    alex = world.alex
    await begun(alex)
    await alex.press("break")
    await alex.say("/track")
    await alex.press("track", "backwards")
    await alex.press("track_take")
    switched = alex.heard(TrackSwitched)
    assert switched.first is not None and switched.first.id == "poach"
    assert "tomorrow at 09:00" in alex.last.text
    await world.travel(to=LONDON_NINE + timedelta(hours=12))
    assert "DayOffer" not in alex.kinds  # today's share was had
    await world.travel(to=LONDON_NINE + timedelta(days=1))
    offer = alex.heard(DayOffer)
    assert [unit.id for unit in offer.units] == ["poach"]  # on the old track it would have come on Wednesday
    assert not offer.behind
    await alex.press("day_start")
    await learn(alex)
    assert alex.heard(UnitDone).next is None
    await alex.say("/today")
    assert alex.heard(TrackDone).track["en"] == "The hard one first"


async def test_before_todays_share_the_switch_brings_the_first_unit_with_it(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await alex.say("/track")
    await alex.press("track", "backwards")
    assert alex.heard(TrackPreview).first_at is None
    assert "Today: Poach an egg" in alex.last.text
    assert "Then: Boil an egg, tomorrow." in alex.last.text
    await alex.press("track_take")
    await world.travel(to=LONDON_NINE)
    assert [unit.id for unit in alex.heard(DayOffer).units] == ["poach"]
    await world.travel(to=LONDON_NINE + timedelta(hours=14))
    assert "DayOffer" not in alex.kinds


async def test_a_share_that_is_still_open_is_todays_on_the_new_track_too(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await world.travel(to=LONDON_NINE)
    await alex.say("/track")
    await alex.press("track", "backwards")
    await alex.press("track_take")
    assert alex.heard(TrackSwitched).first_at is None
    await alex.press("Start")
    assert "Poach an egg" in alex.last.text
    alex.heard(Survey)


async def test_the_way_back_restores_the_track_as_it_was(world: World) -> None:
    alex = world.alex
    await begun(alex)
    await alex.press("break")
    before = await enrolment_of(world)
    await alex.say("/track")
    await alex.press("track", "backwards")
    await alex.press("track_take")
    assert (await enrolment_of(world)).track == "backwards"
    undo = alex.data("track_back")
    await alex.press("Back to A week")
    assert alex.heard(TrackSwitched).back is None
    assert "as it was" in alex.last.text
    assert await enrolment_of(world) == before
    await alex.forge(undo)
    assert "already" in alex.toast
    await alex.say("/today")
    assert alex.heard(DayDone).next.id == "poach"
    assert "on Wednesday at 09:00" in alex.last.text  # day 3, as before


async def test_old_and_foreign_buttons_do_no_harm(world: World) -> None:
    alex, mei = world.alex, world.mei
    await begun(alex)
    await mei.enrol(language="zh")
    await alex.say("/track")
    await alex.press("track", "backwards")
    take = alex.data("track_take")
    await mei.forge(take)
    assert mei.toast
    await alex.tap_twice("track_take")
    assert alex.toast
    assert alex.kinds == ["TrackSwitched"]
    await alex.press("track_back")
    await alex.forge(take)  # drawn before he went there and back
    assert alex.toast
    for data in ("track:1:0:week", "track:1:0:nowhere", "track_take:1:2:week", "track_back:1:2:", "track_back:1:0:"):
        assert not await alex.forge(data)
        assert alex.toast
    assert (await enrolment_of(world)).track == "week"


async def test_a_unit_in_the_middle_goes_on_after_the_switch(docker: World) -> None:
    alex = docker.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await learn(alex)
    await alex.say("/today")
    await alex.press("day_start")
    await alex.press("unit_next")
    await alex.say("/track")
    await alex.press("track", "pareto")
    seen = alex.heard(TrackPreview)
    assert seen.unfinished == {"en": "Your first container", "zh": "你的第一个容器"}
    assert len(seen.dropped) == 23
    assert "and 18 more" in alex.last.text
    assert "Your first container stays open" in alex.last.text
    await alex.press("track_take")
    await alex.press("guess")
    await alex.press("page")
    assert alex.heard(ReadPage).number == 1
    await alex.say("/progress")
    report = alex.heard(ProgressReport)
    assert (report.track["en"], report.units_done, report.units) == ("The 20 % that matter", 1, 10)


async def test_from_a_finished_track_one_can_look_at_others(world: World) -> None:
    alex = world.alex
    await begun(alex)
    await alex.say("/track")
    await alex.press("track", "backwards")
    await alex.press("track_take")
    await alex.press("day_start")
    await learn(alex)
    await alex.say("/today")
    assert alex.heard(TrackDone).others
    await alex.press("Look at other tracks")
    alex.heard(TrackMenu)
    await alex.press("track", "week")
    assert alex.heard(TrackPreview).first == ()
    assert "Nothing of it is left for you" in alex.last.text
    await alex.press("track_take")
    assert "the reviews go on" in alex.last.text
    await world.travel(days=3)
    assert "DayOffer" not in alex.kinds


async def test_what_is_done_already_of_another_track_neither_comes_again_nor_is_waited_for(
    docker: World,
) -> None:
    alex = docker.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await learn(alex)
    await alex.say("/track")
    await alex.press("track", "pomodoro-16")
    seen = alex.heard(TrackPreview)
    assert [unit.id for unit in seen.first] == ["first-container", "images-and-lifecycle", "build-an-image"]
    await alex.press("track_take")
    await alex.press("break")
    await docker.travel(to=LONDON_NINE + timedelta(days=1))
    offer = alex.heard(DayOffer)
    assert [unit.id for unit in offer.units] == ["first-container", "images-and-lifecycle", "build-an-image"]


async def test_in_chinese(world: World) -> None:
    mei = world.mei
    await mei.enrol("Asia/Shanghai", language="zh")
    await mei.say("/track")
    assert "同一门课，还可以这样学" in mei.last.text
    await mei.press("track", "backwards")
    assert "卡片、复习和进度都不变。" in mei.last.text
    assert mei.last.labels == ["换成这条路线", "◀ 不换路线"]
    await mei.press("track_take")
    assert "已换成 先难后易" in mei.last.text
    assert "换回：一周" in mei.last.labels


async def test_it_needs_a_course_first_and_one_with_another_track(world: World, tmp_path: Path) -> None:
    alex = world.alex
    await alex.say("/track")
    assert "Send /start" in alex.last.text
    await publish_bare(world, tmp_path / "eggs")
    await alex.enrol()
    assert not alex.has("place_start")
    await alex.say("/track")
    assert "one track" in alex.last.text
    await alex.say("/placement")
    assert "no questions for that" in alex.last.text


async def publish_bare(world: World, folder: Path) -> None:
    """An edition without placement questions and with one track only."""
    for path in TINY.rglob("*"):
        if path.is_file() and path.name != "placement.yaml":
            copy = folder / path.relative_to(TINY)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    course = folder / "course.yaml"
    text = course.read_text("utf-8")
    start, end = text.index("  - id: backwards"), text.index("syllabus:")
    course.write_text(text[:start] + text[end:], "utf-8")
    await world.bot.courses.publish(world.bot.database, folder, world.now)


@pytest.mark.parametrize("first", range(1, 3))
async def test_killed_at_a_call_it_switches_once(world: World, first: int) -> None:
    alex = world.alex
    await begun(alex)
    await alex.say("/track")
    world.kill_at(first, taken=first == 1)
    await alex.press("track", "backwards")
    world.kill_at(first, taken=first == 2)
    await alex.press("track_take")
    assert world.kills == 2
    assert (await enrolment_of(world)).track == "backwards"
    await alex.press("track_back")
    assert (await enrolment_of(world)).track == "week"
    assert await world.deliveries("owed") == []


async def test_reviews_and_the_running_quiz_are_not_touched(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.say("/track")
    await alex.press("track", "backwards")
    await alex.press("track_take")
    await alex.answer()
    await alex.press("next_card")
    alex.heard(QuizPoll)
    await alex.answer()
    await alex.press("next_card")
    done = alex.heard(UnitDone)
    assert done.next is not None and done.next.id == "poach"
