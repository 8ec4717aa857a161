"""Nothing that a stranger sends becomes more than text."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.localchat.page.visiting import ADA, ALEX, GROUP, MEI, NASTY, House, Visitor, rows

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_nothing_that_strangers_write_becomes_markup(house: House, visitor: Visitor) -> None:
    house.begin()
    house.chat.rename(ALEX, NASTY)
    house.chat.rename(MEI, "\u202eevil\u2066<b>")
    house.chat.say(ALEX, ALEX, NASTY)
    house.chat.say(ALEX, GROUP, NASTY)
    house.chat.send_document(ALEX, ALEX, NASTY + ".html", b"<script>parent.document.title='pwned'</script>", NASTY)
    nasty_button = {"text": NASTY[:60], "callback_data": NASTY[:60]}
    marks = [{"type": "pre", "offset": 0, "length": 5, "language": NASTY}]
    await house.send(ALEX, NASTY, entities=marks, reply_markup=rows(nasty_button))
    await house.bot("sendPoll", chat_id=ALEX, question=NASTY, options=[{"text": NASTY[:90]}, {"text": "b"}])
    await house.bot("setMyDescription", description=NASTY)
    elements = "() => document.querySelectorAll('body script, img[src=x], [onerror], iframe').length"
    for address in (f"#{ALEX}/{ALEX}", f"#{MEI}/{GROUP}", f"#{ADA}/{ADA}"):
        await visitor.come(address)
        await expect(visitor.see("person").first).to_contain_text("<img src=x")
        assert await visitor.page.evaluate(elements) == 0
        await expect(visitor.page).not_to_have_title(re.compile("pwned"))
    await expect(visitor.see("bot-description")).to_have_text(NASTY)
    await expect(visitor.page.locator(".face-name").nth(1)).to_have_text("evil<b>")


async def test_an_uploaded_page_is_never_shown_as_one(house: House, visitor: Visitor) -> None:
    house.begin()
    house.chat.send_document(ALEX, ALEX, "x.html", b"<script>document.title='pwned'</script>")
    await visitor.come()
    async with visitor.page.expect_download() as download:
        await visitor.see("document").click()
    assert (await download.value).suggested_filename == "x.html"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", " "]
)
async def test_only_web_and_telegram_addresses_can_become_links(visitor: Visitor, address: str) -> None:
    await visitor.come()
    script = "async (address) => (await import('/static/js/links.js')).safeUrl(address)"
    assert await visitor.page.evaluate(script, address) is None
    marks = [
        {"type": "text_link", "offset": 0, "length": 4, "url": address},
        {"type": "bold", "offset": -1, "length": 9},
    ]
    render = """async (marks) => {
      const { formatted } = await import('/static/js/entities.js');
      const box = document.createElement('div');
      box.append(...formatted('text', marks, {}));
      return box.innerHTML;
    }"""
    assert await visitor.page.evaluate(render, marks) == "<span>text</span>"


async def test_entities_that_cross_or_lie_outside_lose_no_text(visitor: Visitor) -> None:
    await visitor.come()
    marks = [
        {"type": "bold", "offset": 0, "length": 4}, {"type": "italic", "offset": 2, "length": 4},
        {"type": "code", "offset": 3, "length": 99}, {"type": "constructor", "offset": 1, "length": 2},
        {"type": "spoiler", "offset": 50, "length": 1}, None, {"type": "url", "offset": "0", "length": 3},
    ]  # fmt: skip
    render = """async (marks) => {
      const { formatted } = await import('/static/js/entities.js');
      const box = document.createElement('div');
      box.append(...formatted('abcdefgh', marks, {}));
      return box.textContent;
    }"""
    assert await visitor.page.evaluate(render, marks) == "abcdefgh"
