"""The time machine, and what the page says when something is wrong."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.async_api import expect

from bot.localchat import LocalChat
from tests.localchat.page.visiting import ALEX, House, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_the_time_machine_shows_the_way_and_goes_it(house: House, visitor: Visitor) -> None:
    house.journeys.next = house.clock.now() + timedelta(hours=5)
    await visitor.come()
    await expect(visitor.see("travel-offset")).to_have_text("real time")
    await expect(visitor.see("travel-next-text")).to_contain_text("today's unit for Alex")
    house.journeys.gate.clear()
    await visitor.see("travel-next").click()
    await expect(visitor.see("travel")).to_have_attribute("data-travelling", "true")
    await expect(visitor.see("travel-next-text")).to_have_text("Travelling…")
    await expect(visitor.see("travel-60")).to_have_attribute("aria-disabled", "true")
    house.journeys.next = None
    house.journeys.gate.set()
    await expect(visitor.see("travel")).to_have_attribute("data-travelling", "false")
    await expect(visitor.see("travel-offset")).to_have_text(re.compile(r"^(5 h|4 h 59 min) ahead$"))
    await expect(visitor.see("travel-next-text")).to_have_text("Nothing is planned")
    await expect(visitor.see("travel-next")).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize(("button", "seconds"), [("travel-60", 60), ("travel-1500", 25 * 60), ("travel-86400", 86400)])
async def test_each_jump_is_as_long_as_it_says(house: House, visitor: Visitor, button: str, seconds: int) -> None:
    await visitor.come()
    await visitor.see(button).press("Enter")
    await expect(visitor.see("travel-offset")).to_contain_text("ahead")
    assert timedelta(seconds=seconds - 5) < house.clock.offset <= timedelta(seconds=seconds)
    there = house.clock.now()
    await expect(visitor.see("travel-utc")).to_have_text(
        re.compile("|".join(f"{(there + timedelta(minutes=late)):%H:%M} UTC" for late in (0, 1)))
    )


async def test_a_new_day_begins_in_the_timeline(house: House, visitor: Visitor) -> None:
    house.begin()
    await visitor.come()
    await visitor.see("travel-86400").click()
    await expect(visitor.see("travel-offset")).to_contain_text("ahead")
    await house.send(ALEX, "Good morning")
    await expect(visitor.page.locator(".day")).to_have_count(2)


async def test_the_page_says_how_the_bot_and_the_engine_are(house: House, visitor: Visitor) -> None:
    house.health.now.update(engine="missing", detail="docker.sock: no such file")
    await visitor.come()
    status = visitor.see("status")
    await expect(status).to_have_attribute("data-state", "engine-missing")
    await expect(status).to_contain_text("docker.sock: no such file")
    await visitor.see("hide-status").click()
    await expect(status).to_have_count(0)
    house.health.now.update(engine="ready", detail="ready")
    await expect(visitor.page.locator("body")).to_have_attribute("data-engine", "ready")
    house.health.now.update(engine="missing", detail="build_failed")
    await expect(status).to_contain_text("pomodock lab build")
    await expect(status).not_to_contain_text("build_failed")
    house.health.now.update(engine="building", detail="")
    await expect(status).to_have_attribute("data-state", "engine-building")
    house.health.now.update(bot="stopped", engine="ready")
    await expect(status).to_have_attribute("data-state", "bot-stopped")
    await expect(status).to_contain_text("start it again")
    house.health.now.update(bot="running")
    await expect(status).to_have_count(0)


async def test_a_lost_connection_is_said_and_what_was_missed_is_there_afterwards(
    house: House, visitor: Visitor
) -> None:
    house.begin()
    await visitor.come()
    port = house.port
    await house.server.stop()
    await expect(visitor.see("status")).to_have_attribute("data-state", "lost")
    await visitor.write("said into the void")
    await expect(visitor.see("toast")).to_contain_text("does not answer")
    await expect(visitor.see("composer")).to_have_value("said into the void")
    await house.send(ALEX, "You missed this")
    await house.open(port)
    await expect(visitor.see("message").last).to_contain_text("You missed this")
    await expect(visitor.see("status")).to_have_count(0)
    await house.send(ALEX, "And this is new")
    await expect(visitor.see("message").last).to_contain_text("And this is new")


async def test_a_page_of_an_earlier_start_says_where_to_go(house: House, visitor: Visitor) -> None:
    await visitor.come()
    port = house.port
    await house.server.stop()
    house.chat.close()
    house.chat = LocalChat(house.folder, house.clock)
    await house.open(port)
    await expect(visitor.see("expired")).to_contain_text("new address that is printed in the terminal")
