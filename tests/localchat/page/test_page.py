"""The page as people meet it: arriving, people and chats, reading on."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Route, expect

from tests.localchat.page.visiting import ALEX, DESCRIPTION, GROUP, MEI, House, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_a_newcomer_sees_who_the_bot_is_and_starts_it(house: House, visitor: Visitor) -> None:
    await visitor.come()
    await expect(visitor.see("start-screen")).to_contain_text("Pomodock")
    await expect(visitor.see("bot-description")).to_have_text(DESCRIPTION)
    await expect(visitor.see("composer")).to_have_count(0)
    await visitor.see("start").click()
    assert (await house.update("message"))["text"] == "/start"
    await expect(visitor.see("message")).to_have_text(re.compile("^/start"))
    await expect(visitor.see("start-screen")).to_have_count(0)
    await expect(visitor.see("composer")).to_be_visible()


async def test_a_page_that_came_only_in_part_loads_itself_again_but_not_for_ever(visitor: Visitor) -> None:
    asked: list[str] = []
    left = [3]

    async def break_off(route: Route) -> None:
        asked.append(route.request.url)
        left[0] -= 1
        await (route.abort() if left[0] >= 0 else route.continue_())

    await visitor.page.route("**/js/poll.js", break_off)
    await visitor.come()
    await expect(visitor.see("start")).to_be_visible()
    assert len(asked) == 4
    left[0] = 99
    async with visitor.page.expect_event("load", lambda _: len(asked) == 4 + 6):
        await visitor.page.reload()
    await expect(visitor.page.locator("body[data-ready]")).to_have_count(0)


async def test_the_key_does_not_stay_in_the_address_and_the_cookie_opens_the_page_again(visitor: Visitor) -> None:
    await visitor.come()
    assert "key=" not in visitor.page.url
    await visitor.page.reload()
    await expect(visitor.see("start")).to_be_visible()


async def test_one_switches_between_people_and_sees_who_has_news(house: House, visitor: Visitor) -> None:
    house.begin(ALEX, MEI)
    await visitor.come()
    await house.send(MEI, "你好")
    mei = visitor.see("person").nth(1)
    await expect(mei.locator(".badge")).to_have_text("1")
    await mei.click()
    await expect(visitor.see("message").last).to_contain_text("你好")
    await expect(mei).to_have_attribute("aria-pressed", "true")
    await expect(visitor.see("unread")).to_have_count(0)
    await expect(visitor.page.locator("html")).to_have_attribute("lang", "zh-Hans")


async def test_the_group_shows_who_speaks_and_marks_it_unread_for_the_others(house: House, visitor: Visitor) -> None:
    await visitor.come()
    house.chat.say(MEI, GROUP, "大家好")
    await expect(visitor.see("unread")).to_have_text("1")
    await visitor.see("chat").nth(1).click()
    await expect(visitor.see("subtitle")).to_have_text("4 members")
    await expect(visitor.see("message").locator(".sender")).to_have_text("小梅 Mei")
    await visitor.write("hello Mei")
    await expect(visitor.see("message").last).to_have_attribute("data-mine", "true")
    await visitor.see("speak-as").click()
    await visitor.see(f"speak-as-{MEI}").click()
    await expect(visitor.see("message").last).to_have_attribute("data-mine", "false")
    assert [message["text"] for message in house.chat.messages(GROUP)] == ["大家好", "hello Mei"]


async def test_the_header_says_what_the_bot_is_doing(house: House, visitor: Visitor) -> None:
    house.begin()
    await visitor.come()
    await house.bot("sendChatAction", chat_id=ALEX, action="upload_photo")
    await expect(visitor.see("subtitle")).to_have_text("sending a picture")
    await house.send(ALEX, "There it is")
    await expect(visitor.see("subtitle")).to_have_text("bot")


async def test_reading_older_messages_is_not_disturbed_by_new_ones(house: House, visitor: Visitor) -> None:
    house.begin()
    ids = [await house.send(ALEX, f"Line {number}\n" * 3) for number in range(70)]
    await visitor.come()
    timeline = visitor.see("timeline")
    await expect(visitor.message(ids[-1])).to_be_in_viewport()
    await expect(visitor.message(ids[0])).to_have_count(0)
    await timeline.evaluate("(one) => { one.scrollTop = 150; }")
    await expect(visitor.message(ids[0])).to_be_attached()
    watched = visitor.message(ids[30])
    await watched.scroll_into_view_if_needed()
    before = await watched.bounding_box()
    await house.bot("editMessageText", chat_id=ALEX, message_id=ids[25], text="much\nlonger\nthan\nit\nwas\nbefore")
    await expect(visitor.message(ids[25])).to_contain_text("longer")
    await house.send(ALEX, "News")
    await expect(visitor.see("new-messages")).to_have_text("New messages: 1")
    assert await watched.bounding_box() == before
    await visitor.see("new-messages").click()
    await expect(visitor.see("message").last).to_be_in_viewport()
    await expect(visitor.see("new-messages")).to_be_hidden()
