"""/settings: every setting, and that moving house or hour never costs a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.domain.messages.day import DayOffer
from bot.domain.messages.general import SettingChoice, SettingsMenu, Trouble
from bot.domain.messages.onboarding import ChooseZone
from bot.storage import review as memories
from tests.world import Somebody, World, open_world


async def enrolled(somebody: Somebody, zone: str = "Europe/London", hour: str = "09:00") -> Somebody:
    await somebody.enrol(zone, hour)
    await somebody.press("begin", "later")
    return somebody


async def test_the_menu_says_how_all_is_set(world: World) -> None:
    alex = await enrolled(world.alex)
    await alex.say("/settings")
    menu = alex.heard(SettingsMenu)
    assert (menu.language, menu.place.zone, menu.long_break, menu.reminders) == ("en", "Europe/London", 20, True)
    assert "London" in alex.last.text
    assert "09:00" in alex.last.text


@pytest.mark.parametrize(
    ("setting", "value", "field", "stored"),
    [
        ("language", "language.zh", "language", "zh"),
        ("long_break", "long_break.15", "long_break", 15),
        ("rollover", "rollover.0200", "rollover", time(2)),
    ],
)
async def test_each_setting_opens_its_choices_and_is_saved(
    world: World, setting: str, value: str, field: str, stored: object
) -> None:
    alex = await enrolled(world.alex)
    await alex.say("/settings")
    before = len(alex.bots)
    await alex.press("settings", setting)
    assert alex.heard(SettingChoice).setting == setting
    assert any("✓" in label for label in alex.last.labels)
    await alex.press("settings", "")  # back
    alex.heard(SettingsMenu)
    await alex.press("settings", setting)
    await alex.press("set", value)
    assert alex.heard(SettingsMenu).saved
    assert getattr(await world.person(alex), field) == stored
    assert len(alex.bots) == before  # all in one message


async def test_reminders_are_switched_with_one_tap(world: World) -> None:
    alex = await enrolled(world.alex)
    await alex.say("/settings")
    await alex.press("set", "reminders.off")
    assert not alex.heard(SettingsMenu).reminders
    await alex.press("set", "reminders.on")
    assert alex.heard(SettingsMenu).reminders


async def test_the_language_changes_at_once(world: World) -> None:
    alex = await enrolled(world.alex)
    await alex.say("/settings")
    await alex.press("settings", "language")
    await alex.press("set", "language.zh")
    assert "简体中文" in alex.last.text
    await alex.say("/help")
    assert "单元" in alex.last.text


async def test_the_hour_can_be_tapped_or_typed(world: World) -> None:
    alex = await enrolled(world.alex)
    await alex.say("/settings")
    await alex.press("settings", "hour")
    await alex.press("hour", "1200")
    assert alex.heard(SettingsMenu).hour.hour == 12
    await alex.press("settings", "hour")
    await alex.say("9.45 pm")
    assert alex.heard(SettingsMenu).hour.strftime("%H:%M") == "21:45"
    await world.travel(to=datetime(2026, 3, 2, 21, 44, tzinfo=UTC))
    assert not alex.news
    await world.travel(minutes=2)
    alex.heard(DayOffer)


async def test_an_earlier_hour_that_has_passed_already_brings_the_unit_now(world: World) -> None:
    alex = await enrolled(world.alex)  # half past eight, the unit is due at nine
    await alex.say("/settings")
    await alex.press("settings", "hour")
    await alex.press("hour", "0700")
    alex.heard(DayOffer)
    await world.travel(to=datetime(2026, 3, 3, 6, 59, tzinfo=UTC))
    assert not alex.news
    await world.travel(minutes=2)
    alex.heard(DayOffer)


async def test_a_later_hour_after_todays_unit_brings_the_next_tomorrow(world: World) -> None:
    alex = await enrolled(world.alex)
    await world.travel(hours=1)
    alex.heard(DayOffer)
    await alex.say("/settings")
    await alex.press("settings", "hour")
    await alex.press("hour", "1200")
    await world.travel(to=datetime(2026, 3, 3, 11, 59, tzinfo=UTC))
    assert not alex.news
    await world.travel(minutes=2)
    alex.heard(DayOffer)


async def test_the_place_can_be_typed(world: World) -> None:
    alex = await enrolled(world.alex)
    await alex.say("/settings")
    await alex.press("settings", "zone")
    assert alex.heard(ChooseZone).places
    await alex.say("Tokyo")
    await alex.press("zone", "Asia/Tokyo")
    assert alex.heard(SettingsMenu).place.zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    "zones",
    [
        ("Asia/Tokyo", "America/Los_Angeles", "Europe/London"),
        ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Honolulu"),
        ("America/New_York", "Asia/Shanghai", "America/New_York"),
    ],
)
async def test_moving_never_costs_a_day_and_never_gives_one_twice(tmp_path: Path, zones: tuple[str, ...]) -> None:
    async with open_world(tmp_path / "w") as world:
        alex = await enrolled(world.alex)
        offered: list[int] = []
        for zone in zones:
            await alex.forge(f"zone:0:0:{zone}")  # who flies east past his hour has his unit at once
            offered.extend(message.seq for message in alex.messages if isinstance(message, DayOffer))
            await world.travel(hours=40)
            offered.extend(message.seq for message in alex.messages if isinstance(message, DayOffer))
        await world.travel(days=2)
        offered.extend(message.seq for message in alex.messages if isinstance(message, DayOffer))
        assert len(set(offered)) == len(offered)
        assert offered == list(range(offered[0], offered[-1] + 1))


async def test_moving_takes_the_cards_along(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.finish_quiz()
    await alex.say("/settings")
    await alex.press("settings", "zone")
    await alex.say("Tokyo")
    await alex.press("zone", "Asia/Tokyo")
    async with world.bot.database.begin() as tx:
        due = {memory.due for memory in await memories.memories(tx, 1, "eggs")}
    assert {moment.astimezone(UTC).strftime("%H:%M") for moment in due} == {"19:00"}  # four in the morning there


async def test_a_new_rollover_moves_what_is_due(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.say("/settings")
    await alex.press("settings", "rollover")
    await alex.press("set", "rollover.0600")
    async with world.bot.database.begin() as tx:
        due = [memory.due for memory in await memories.memories(tx, 1, "eggs")]
    assert {moment.strftime("%H:%M") for moment in due} == {"06:00"}
    assert min(due) > world.now + timedelta(hours=12)


async def test_what_is_not_offered_is_not_taken(world: World) -> None:
    alex = await enrolled(world.alex)
    await alex.say("/settings")
    before = await world.person(alex)
    for value in (
        "language.xx",
        "long_break.1",
        "rollover.2500",
        "rollover.0930",
        "reminders.maybe",
        "name.Bob",
        "",
        "a",
    ):
        assert not await alex.forge(f"set:0:0:{value}")
        assert alex.toast
    for setting in ("reminders", "password", "zone.x"):
        await alex.forge(f"settings:0:0:{setting}")
        assert alex.toast
    for zone in ("Europe/Atlantis", "UTC/../../etc", "localtime", "Factory", ""):
        assert not await alex.forge(f"zone:0:0:{zone}")
        assert alex.toast
    for hour in ("2599", "9999", "x", ""):
        assert not await alex.forge(f"hour:0:0:{hour}")
        assert alex.toast
    after = await world.person(alex)
    fields = ("language", "zone", "hour", "long_break", "rollover", "reminders")
    assert [getattr(after, field) for field in fields] == [getattr(before, field) for field in fields]


async def test_a_zone_that_does_not_exist_is_told_in_words(world: World) -> None:
    alex = await enrolled(world.alex)
    await alex.say("/settings")
    await alex.press("settings", "zone")
    await alex.say("Europe/Atlantisville")
    trouble = alex.heard(Trouble)
    assert trouble.error == "UnknownZone"
    assert "Europe/Atlantisville" in alex.last.text
    assert "14:30" in alex.last.text
    await alex.say("Europe/Paris")
    await alex.press("zone", "Europe/Paris")
    alex.heard(SettingsMenu)
