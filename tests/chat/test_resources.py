"""/resources: one kind a screen, and a button for each of the others."""

from __future__ import annotations

from bot.domain.messages.resources import Resources
from tests.world import World


async def test_the_first_kind_and_the_others_by_buttons(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.say("/resources")
    first = alex.heard(Resources)
    assert [line.url for line in first.lines] == ["https://example.com/eggs"]
    assert "All about eggs" in alex.last.text
    assert "The egg timer's page is gone." in alex.last.text
    assert alex.last.labels == ["Kitchens"]
    screen = alex.last.id
    await alex.press("resources", "kitchens")
    assert alex.last.id == screen
    assert alex.last.labels == ["Books"]


async def test_a_reader_of_chinese_is_told_what_is_in_english(world: World) -> None:
    mei = world.mei
    await mei.enrol(language="zh")
    await mei.say("/resources")
    assert "鸡蛋大全（英文）" in mei.last.text
    await mei.press("resources", "kitchens")
    assert "（英文）" not in mei.last.text


async def test_also_before_start_and_not_for_a_kind_that_there_is_not(world: World) -> None:
    alex = world.alex
    await alex.say("/resources")
    alex.heard(Resources)
    await alex.forge("resources:0:0:spoons")
    assert alex.toast


async def test_every_kind_of_the_real_course_in_both_languages(docker: World) -> None:
    shelves = docker.bot.courses.current().course.shelves
    assert {shelf.id for shelf in shelves} >= {"docs", "books", "courses", "platforms", "communities"}
    for somebody, language in ((docker.alex, "en"), (docker.mei, "zh")):
        await somebody.enrol(language=language)
        await somebody.say("/resources")
        for shelf in (*shelves[1:], shelves[0]):
            await somebody.press("resources", shelf.id)
            assert shelf.title[language] in somebody.last.text
            assert len(somebody.last.labels) == len(shelves) - 1
