"""The day's units: at the learner's hour, at once by /today, in an hour, not today, and never in a heap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.messages.day import DayDone, DayOffer, DaySkipped, DaySnoozed, ReviewReminder, TrackDone
from bot.domain.messages.study import Survey, UnitDone
from tests.world import Somebody, World, open_world

LONDON_NINE = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)


def local(year: int, month: int, day: int, hour: int, minute: int, zone: str) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


async def enrolled(somebody: Somebody, zone: str = "Europe/London", hour: str = "09:00", language: str = "en") -> None:
    """On the track, and waiting for the first unit."""
    await somebody.enrol(zone, hour, language)
    await somebody.press("begin", "later")


def units(offer: DayOffer) -> list[str]:
    return [unit.id for unit in offer.units]


async def test_the_unit_comes_at_nine_each_where_he_is(world: World) -> None:
    alex, mei = world.alex, world.mei
    await enrolled(alex, "America/New_York")
    await enrolled(mei, "Asia/Shanghai", language="zh")
    await world.travel(to=local(2026, 3, 2, 9, 0, "America/New_York") + timedelta(seconds=5))
    assert units(alex.heard(DayOffer)) == ["boil"]
    assert alex.last.text.startswith("Good morning, Alex.")
    assert "Boil an egg · 25 min" in alex.last
    assert len(alex.last.labels) == 3
    assert not mei.news
    await world.travel(to=local(2026, 3, 3, 9, 0, "Asia/Shanghai") + timedelta(seconds=5))
    assert units(mei.heard(DayOffer)) == ["boil"]
    assert mei.last.text.startswith("早上好，小梅 Mei。")
    assert mei.last.labels[0] == "开始"
    assert not alex.news


@pytest.mark.parametrize(
    ("zone", "changed"),
    [
        ("America/New_York", date(2026, 3, 8)),
        ("Europe/Berlin", date(2026, 3, 29)),
        ("America/New_York", date(2026, 11, 1)),
    ],
)
async def test_nine_is_nine_on_both_sides_of_a_night_in_which_clocks_change(
    tmp_path: Path, zone: str, changed: date
) -> None:
    night = datetime(changed.year, changed.month, changed.day, 3, 0, tzinfo=ZoneInfo(zone))
    async with open_world(tmp_path / "w", start=(night - timedelta(days=2)).astimezone(UTC)) as world:
        alex = world.alex
        await enrolled(alex, zone)
        came = []
        for _ in range(4):
            event = await world.bot.next_event("en")
            assert event is not None
            await world.travel(to=event[0] + timedelta(seconds=1))
            alex.heard(DayOffer)
            came.append(event[0].astimezone(ZoneInfo(zone)))
        assert {moment.strftime("%H:%M") for moment in came} == {"09:00"}
        assert [(moment.date() - came[0].date()).days for moment in came] == [0, 1, 2, 3]
        assert len({moment.utcoffset() for moment in came}) == 2


async def test_today_brings_it_early_and_nine_does_not_bring_it_again(world: World) -> None:
    alex = world.alex
    await enrolled(alex)
    await alex.say("/today")
    assert units(alex.heard(DayOffer)) == ["boil"]
    await world.travel(hours=2)
    assert not alex.news
    await world.travel(to=LONDON_NINE + timedelta(days=1))
    alex.heard(DayOffer)


async def test_today_early_and_begun_is_not_offered_at_nine(world: World) -> None:
    alex = world.alex
    await enrolled(alex)
    await alex.say("/today")
    await alex.press("day_start")
    alex.heard(Survey)
    await world.travel(hours=4)
    assert "DayOffer" not in alex.kinds


async def test_who_starts_before_the_first_day_begins_the_track_today(world: World) -> None:
    alex = world.alex
    await enrolled(alex, hour="08:00")  # so the first unit would come tomorrow
    await alex.press("today")
    await alex.press("day_start")
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.finish_quiz()
    done = alex.heard(UnitDone)
    assert done.next is not None
    assert done.next.id == "poach"
    assert "on Wednesday at 08:00" in alex.last.text  # day 3 of a track begun today


async def test_in_an_hour_comes_in_an_hour_once(world: World) -> None:
    alex = world.alex
    await enrolled(alex)
    await world.travel(to=LONDON_NINE)
    await alex.press("day_later")
    alex.heard(DaySnoozed)
    assert "today at 10:0" in alex.last.text
    assert alex.last.labels == []
    await world.travel(minutes=58)
    assert not alex.news
    await world.travel(minutes=3)
    alex.heard(DayOffer)
    await world.travel(hours=6)
    assert not alex.news


async def test_put_off_across_its_hour_it_comes_once(world: World) -> None:
    alex = world.alex
    await enrolled(alex)
    await alex.say("/start")  # offers what is today's, and leaves nine o'clock as it is
    await alex.press("day_later")  # half past nine; nine o'clock is in between
    await world.travel(minutes=45)
    assert not alex.news
    await world.travel(minutes=20)
    alex.heard(DayOffer)


async def test_put_off_and_begun_meanwhile_it_does_not_come(world: World) -> None:
    alex = world.alex
    await enrolled(alex)
    await alex.say("/today")
    start = alex.data("day_start")
    await alex.press("day_later")
    await alex.forge(start)
    alex.heard(Survey)
    await world.travel(minutes=70)
    assert "DayOffer" not in alex.kinds


async def test_not_today_is_no_reproach_and_tomorrow_brings_the_same(world: World) -> None:
    alex = world.alex
    await enrolled(alex)
    await world.travel(to=LONDON_NINE)
    await alex.press("day_skip")
    alex.heard(DaySkipped)
    assert "tomorrow at 09:00" in alex.last.text
    await world.travel(hours=20)
    assert not alex.news
    await world.travel(hours=5)
    offer = alex.heard(DayOffer)
    assert offer.behind
    assert units(offer) == ["boil"]


async def test_missed_days_do_not_pile_up(world: World) -> None:
    alex = world.alex
    await enrolled(alex)
    for _ in range(5):
        await world.travel(days=1)
        assert units(alex.heard(DayOffer)) == ["boil"]
    offered = [screen for screen in alex.bots if "Boil an egg · 25 min" in screen.text]
    assert [bool(screen.labels) for screen in offered] == [False] * 4 + [True]


async def test_yesterdays_buttons_are_known_for_what_they_are(world: World) -> None:
    alex = world.alex
    await enrolled(alex)
    await world.travel(to=LONDON_NINE)
    later, skip = alex.data("day_later"), alex.data("day_skip")
    await world.travel(days=1)
    for data in (later, skip):
        assert not await alex.forge(data)
        assert alex.toast


async def test_a_day_with_several_units_brings_them_in_one_message(docker: World) -> None:
    alex = docker.alex
    await enrolled(alex)
    for unit in range(2):
        await alex.say("/today")
        await alex.press("day_start")
        await alex.read_all()
        await alex.press("blank")
        await alex.press("rate", "3")
        await alex.finish_quiz()
        await alex.press("break")
        await docker.travel(to=LONDON_NINE + timedelta(days=unit + 1))
    offer = alex.heard(DayOffer)
    assert units(offer) == ["images-and-lifecycle", "build-an-image"]
    assert offer.reviews > 0
    assert "1. " in alex.last.text
    assert "2. " in alex.last.text
    await alex.press("day_start")
    assert alex.last.text.startswith(offer.units[0].title["en"])
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.finish_quiz()
    done = alex.heard(UnitDone)
    assert done.next is not None
    assert (done.next.id, done.when) == ("build-an-image", None)  # also for today


async def test_after_the_last_unit_of_the_day_the_next_one_may_be_taken_early(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.finish_quiz()
    await alex.say("/today")
    assert alex.heard(DayDone).next.id == "poach"
    assert "on Wednesday at 09:00" in alex.last.text
    await alex.press("day_start")
    assert alex.last.text.startswith("Poach an egg")


async def test_a_day_without_a_unit_reminds_of_reviews_unless_told_not_to(world: World) -> None:
    alex, mei = world.alex, world.mei
    for somebody in (alex, mei):
        await somebody.enrol()
        await somebody.press("begin", "now")
        await somebody.read_all()
        await somebody.recite_and_rate(rating=1)
        await somebody.finish_quiz(right=False)
        await somebody.press("break")
    await mei.say("/settings")
    await mei.press("set", "reminders.off")
    await world.travel(hours=1)
    await world.travel(to=LONDON_NINE + timedelta(days=1))
    assert alex.heard(ReviewReminder).reviews == 3
    assert alex.has("review")
    assert not mei.news


async def test_at_the_end_of_the_track_the_reviews_go_on(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    for _ in range(2):
        await alex.read_all()
        await alex.recite_and_rate()
        await alex.finish_quiz()
        if alex.has("day_start"):
            await alex.press("day_start")
    await world.travel(to=LONDON_NINE + timedelta(days=4))
    await alex.press("project_pass")
    await world.travel(to=LONDON_NINE + timedelta(days=6))
    await alex.press("check_pass")
    await alex.say("/today")
    done = alex.heard(TrackDone)
    assert done.next_review is not None
    assert done.track["en"] in alex.last.text


async def test_the_bot_was_off_for_three_days_and_brings_one_offer(world: World) -> None:
    alex = world.alex
    await enrolled(alex)
    await world.stop()
    world.sleep_through(days=3)
    async with alex.watching():
        await world.start()
    assert units(alex.heard(DayOffer)) == ["boil"]
    await world.travel(to=LONDON_NINE + timedelta(days=4))
    alex.heard(DayOffer)
