"""A learner at the page, in a real browser: what he sees, taps, writes and waits for."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e.looks import Camera, Look

PATIENCE = 30_000
"""Milliseconds: others use this machine too, and one message a second is Telegram's own limit."""
RECITATION = {
    "en": "There is no OS to boot, it's just a process sharing the kernel",
    "zh": "不用启动操作系统，只是一个普通进程，共享内核",
}


class Learner:
    """Somebody who learns; he finds buttons by what they do, so one walk serves both languages."""

    def __init__(self, page: Page, look: Look, camera: Camera, person: int) -> None:
        self.page, self.look, self.camera, self.person = page, look, camera, person

    def see(self, testid: str) -> Locator:
        """A part of the page."""
        return self.page.get_by_test_id(testid)

    @property
    def newest(self) -> Locator:
        """The last message."""
        return self.see("message").last

    def button(self, action: str) -> Locator:
        """The first button that does this (``action``, or ``action:subject:seq:value``) in the newest such message."""
        start = action if ":" in action else f"{action}:"
        fitting = self.page.locator(f"[data-testid=inline-button][data-callback^='{start}']")
        return self.page.locator("[data-testid=message]", has=fitting).last.locator(fitting).first

    async def arrive(self, address: str) -> None:
        """Open the page and become the person."""
        await self.page.goto(address)
        await expect(self.page.locator("body[data-ready=true][data-link=online]")).to_be_attached(timeout=PATIENCE)
        if self.look.language == "zh":
            await self.see("speak-as").click()
            await self.see(f"speak-as-{self.person}").click()
            await expect(self.page.locator("html")).to_have_attribute("lang", "zh-Hans")
        await expect(self.page.locator("html")).to_have_attribute("data-theme", self.look.scheme)

    async def tap(self, action: str, *, then: str | None = None, step: str | None = None) -> None:
        """Tap a button, wait until what it leads to is there, take a picture."""
        button = self.button(action)
        await expect(button).to_be_visible(timeout=PATIENCE)
        await button.click()
        if then is not None:
            await expect(self.button(then)).to_be_visible(timeout=PATIENCE)
        if step is not None:
            await self.picture(step)

    async def turn_page(self, number: int) -> None:
        """Turn to page ``number`` of what is being read."""
        await self.newest.locator("[data-callback^='page:']").last.click()
        page = re.compile(f"Page {number} of|第 {number} 页")
        await expect(self.newest).to_contain_text(page, timeout=PATIENCE)

    async def write(self, text: str) -> None:
        """Write to the bot."""
        await self.see("composer").fill(text)
        await self.page.keyboard.press("Enter")
        mine = self.page.locator("[data-testid=message][data-mine=true]").last
        await expect(mine).to_contain_text(text[:40], timeout=PATIENCE)

    async def picture(self, step: str, *, either: bool = False) -> None:
        """Take a picture once nothing moves any more."""
        await expect(self.page.locator("[aria-busy=true]")).to_have_count(0, timeout=PATIENCE)
        await self.camera.take(step, either=either)

    async def comes(self, action: str) -> None:
        """Wait for a message that has a button which does this, as the newest one."""
        last = self.newest.locator(f"[data-testid=inline-button][data-callback^='{action}:']").first
        await expect(last).to_be_visible(timeout=PATIENCE)

    async def says(self, english: str, chinese: str) -> None:
        """Wait until the newest message says this."""
        words = english if self.look.language == "en" else chinese
        await expect(self.newest).to_contain_text(re.compile(words), timeout=PATIENCE)

    async def look_at_picture(self, step: str) -> None:
        """Wait for a picture with its words, then look at it in full."""
        drawn = self.newest.get_by_test_id("photo").and_(self.page.locator("img"))
        await expect(drawn).to_be_visible(timeout=PATIENCE)
        await expect(drawn).to_have_js_property("complete", True, timeout=PATIENCE)
        assert await drawn.evaluate("(one) => one.naturalWidth") > 0
        await self.picture(step)
        await drawn.click()
        await expect(self.see("viewer")).to_be_visible(timeout=PATIENCE)
        await self.picture(f"{step}-picture")
        await self.page.keyboard.press("Escape")
        await expect(self.see("viewer")).to_have_count(0)

    async def travel(self, button: str, step: str | None = None) -> None:
        """Press a button of the clock and wait for the arrival."""
        await self.see(button).click()
        await expect(self.see("travel")).to_have_attribute("data-travelling", "false", timeout=4 * PATIENCE)
        if step is not None:
            await self.picture(step)

    async def answer_poll(self, number: int, step: str | None = None) -> None:
        """Answer the newest poll with its first option, and see why it was right or wrong."""
        poll = self.newest.get_by_test_id("poll")
        await expect(poll).to_have_attribute("data-voted", "false", timeout=PATIENCE)
        if step is not None:
            await self.picture(f"{step}-{number}-asked")
        vote = poll.get_by_test_id("poll-vote")
        several = await vote.count()
        await poll.get_by_test_id("poll-option").first.click()
        if several:
            await vote.click()
        await expect(self.page.locator("[data-testid=poll][data-voted=true]")).to_have_count(number, timeout=PATIENCE)
        await self.comes("next_card")
        if step is not None:
            await self.picture(f"{step}-{number}-answered")
