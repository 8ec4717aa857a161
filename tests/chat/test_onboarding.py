"""/start: five taps at most from hello to the first unit, in the newcomer's language and at his own time."""

from __future__ import annotations

import pytest

from tests.world import World


async def test_a_newcomer_begins_with_five_taps_at_most(world: World) -> None:
    alex = world.alex
    await alex.say("/start")
    assert "Hello, Alex" in alex.said
    assert alex.last.labels == ["English", "简体中文"]
    taps = 1
    for label in ("English", "London", "09:00", "Start now"):
        await alex.press(label)
        taps += 1
    assert taps == 5
    assert "25 min" in alex.bots[0]
    assert "Boil an egg" in alex.last
    assert len(alex.last.labels) == 1


async def test_the_whole_of_start_is_one_message_edited_in_place(world: World) -> None:
    await world.alex.enrol()
    assert len(world.alex.bots) == 1
    assert world.alex.last.labels == ["Start now", "Today at 09:00", "I know some Docker: 3 questions"]


async def test_a_chinese_client_is_asked_in_chinese_first(world: World) -> None:
    mei = world.mei
    await mei.say("/start")
    assert mei.last.labels == ["简体中文", "English"]
    assert mei.last.text.startswith("你好，小梅 Mei。")
    await mei.press("简体中文")
    assert "你在哪里" in mei.last
    assert "上海" in mei.last or "北京" in mei.last
    await mei.press("16:30")
    assert "每天几点给你送学习单元" in mei.last
    await mei.press("9:00")
    assert mei.last.labels == ["现在开始", "明天 9:00", "我会一点 Docker：先答 3 道题"]
    assert "一周学会煮蛋" in mei.last


async def test_each_may_take_the_other_language(world: World) -> None:
    await world.mei.say("/start")
    await world.mei.press("English")
    assert "Where are you?" in world.mei.last
    await world.alex.say("/start")
    await world.alex.press("简体中文")
    assert "你在哪里" in world.alex.last


@pytest.mark.parametrize(
    ("hour", "button"), [("09:00", "Today at 09:00"), ("08:00", "Tomorrow at 08:00"), ("08:30", "Tomorrow at 08:30")]
)
async def test_the_first_unit_comes_today_only_while_its_hour_is_ahead(world: World, hour: str, button: str) -> None:
    alex = world.alex
    await alex.enrol(hour=hour)
    assert button in alex.last.labels
    await alex.press(button)
    assert button.lower() in alex.last
    assert "Until then there is nothing to do" in alex.last
    assert alex.last.labels == ["Start it now after all"]


async def test_a_city_can_be_typed(world: World) -> None:
    alex = world.alex
    await alex.say("/start")
    await alex.press("English")
    await alex.say("são paulo")
    assert "“são paulo”" in alex.said
    await alex.press("Paulo")
    assert (await world.person(alex)).zone == "America/Sao_Paulo"
    assert "It is 05:30 in" in alex.last


async def test_a_city_can_be_typed_in_chinese(world: World) -> None:
    mei = world.mei
    await mei.say("/start")
    await mei.press("简体中文")
    await mei.say("成都")
    await mei.press("zone")
    assert (await world.person(mei)).zone == "Asia/Shanghai"


async def test_the_time_on_the_wall_tells_the_place(world: World) -> None:
    alex = world.alex
    await alex.say("/start")
    await alex.press("English")
    await alex.say("half past something")
    assert "I don't know a place called “half past something”" in alex.said
    await alex.say("2:00 pm")
    labels = alex.last.labels
    assert any("14:00" in label for label in labels), labels
    await alex.press("14:00")
    assert (await world.person(alex)).zone in {"Asia/Kolkata", "Asia/Colombo"}


async def test_none_of_the_cities_fits(world: World) -> None:
    alex = world.alex
    await alex.say("/start")
    await alex.press("English")
    await alex.press("Another city")
    assert "Type a city" in alex.last
    await alex.say("Qwxzy")
    assert "I don't know a place called “Qwxzy”" in alex.said
    assert "14:30" in alex.said
    await alex.say("Oslo")
    await alex.press("Oslo")
    assert "It is 09:30 in Oslo" in alex.last


async def test_the_hour_can_be_typed_and_is_refused_where_no_clock_shows_it(world: World) -> None:
    alex = world.alex
    await alex.say("/start")
    await alex.press("English")
    await alex.press("London")
    await alex.say("25:99")
    assert "“25:99”" in alex.said
    assert "Send one like 7:30 or 9 pm" in alex.said
    await alex.say("９：３０")
    assert "Today at 09:30" in alex.last.labels


async def test_a_wrong_place_can_be_mended_before_the_hour(world: World) -> None:
    alex = world.alex
    await alex.say("/start")
    await alex.press("English")
    await alex.press("London")
    await alex.press("Not my time zone")
    await alex.say("Tokyo")
    await alex.press("Tokyo")
    assert "It is 17:30 in Tokyo" in alex.last


async def test_start_again_in_the_middle_asks_only_what_is_not_known(world: World) -> None:
    alex = world.alex
    await alex.say("/start")
    await alex.press("English")
    await alex.press("London")
    await alex.say("/start")
    await alex.press("English")
    assert "When should your daily unit arrive?" in alex.last
    await alex.press("12:00")
    assert alex.last.labels == ["Start now", "Today at 12:00", "I know some Docker: 3 questions"]


async def test_who_is_enrolled_is_welcomed_back_with_what_is_next(world: World) -> None:
    alex = world.alex
    await alex.enrol(hour="12:00")
    await alex.press("Today at 12:00")
    await alex.say("/start")
    assert "Welcome back, Alex." in alex.said
    assert "Boil an egg" in alex.said


async def test_commands_before_start_say_how_to_begin(world: World) -> None:
    alex = world.alex
    for command in ("/today", "/review", "/progress", "/settings"):
        await alex.say(command)
        assert "First we set up your course; it takes five taps. Send /start." in alex.said, command


async def test_a_name_is_shown_as_it_is_written(world: World) -> None:
    world.chat.rename(world.alex.id, "<b>Al</b> *x* [y](z) & `co`")
    await world.alex.enrol()
    assert "All set, <b>Al</b> *x* [y](z) & `co`." in world.alex.last
