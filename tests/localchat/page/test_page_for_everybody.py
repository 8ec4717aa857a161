"""Keyboard, screen reader, both languages, both themes, a narrow phone, less movement."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from tests.localchat.page.visiting import (
    ALEX,
    CHINESE_DESCRIPTION,
    MEI,
    House,
    Visitor,
    fill_with_everything,
    quiz,
    rows,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_the_keyboard_is_enough(house: House, visitor: Visitor) -> None:
    await visitor.come()
    press = visitor.page.keyboard.press
    for _ in range(40):
        await press("Tab")
        focused = visitor.page.locator(":focus")
        assert await focused.evaluate("(one) => getComputedStyle(one).outlineStyle") != "none"
        if await focused.get_attribute("data-testid") == "start":
            break
    await press("Enter")
    assert (await house.update("message"))["text"] == "/start"
    await expect(visitor.see("composer")).to_be_focused()
    await house.send(ALEX, "First step", reply_markup=rows({"text": "Go", "callback_data": "go"}))
    await expect(visitor.see("inline-button")).to_be_visible()
    await press("Shift+Tab")
    for _ in range(8):
        if await visitor.page.locator(":focus").get_attribute("data-testid") == "inline-button":
            break
        await press("Shift+Tab")
    await press("Enter")
    assert (await house.update("callback_query"))["data"] == "go"
    await press("Escape")
    await expect(visitor.see("composer")).to_be_focused()
    await visitor.see("timeline").focus()
    await press("ArrowUp")
    await expect(visitor.see("message").last).to_be_focused()
    await press("Enter")
    await expect(visitor.see("menu-reply")).to_be_focused()
    await press("Enter")
    await expect(visitor.see("composer-bar")).to_contain_text("Reply to Pomodock")


async def test_every_control_has_a_name(house: House, visitor: Visitor) -> None:
    await fill_with_everything(house)
    await visitor.come()
    nameless = """() => [...document.querySelectorAll('button, a, textarea, [role=button]')]
      .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim()))
      .map((one) => one.outerHTML.slice(0, 120))"""
    assert await visitor.page.evaluate(nameless) == []


async def test_new_messages_are_read_out(house: House, visitor: Visitor) -> None:
    house.begin()
    await visitor.come()
    await house.send(ALEX, "Twenty-five minutes are over.")
    await expect(visitor.page.locator("#announcer")).to_have_text("Pomodock: Twenty-five minutes are over.")


async def test_both_languages_have_the_same_words_and_blanks(visitor: Visitor) -> None:
    await visitor.come()
    blanks = """async () => {
      const { WORDS } = await import('/static/js/words.js');
      const shape = (words) => Object.fromEntries(Object.entries(words).map(([key, value]) =>
        [key, typeof value === 'function' ? 'plural' : [...value.matchAll(/{\\w+}/g)].map(String).sort()]));
      return [JSON.stringify(shape(WORDS.en)), JSON.stringify(shape(WORDS.zh))];
    }"""
    english, chinese = (json.loads(shape) for shape in await visitor.page.evaluate(blanks))
    assert english == chinese


async def test_mei_reads_chinese_and_anybody_may_choose(house: House, visitor: Visitor) -> None:
    await visitor.come(f"#{MEI}")
    await expect(visitor.see("start")).to_have_text("开始")
    await expect(visitor.see("bot-description")).to_have_text(CHINESE_DESCRIPTION)
    house.begin(MEI)
    await expect(visitor.see("composer")).to_have_attribute("placeholder", "输入消息")
    foreign = """async () => {
      const { WORDS } = await import('/static/js/words.js');
      const english = new Set(Object.values(WORDS.en).filter((one) => typeof one === 'string' && !/^\\W*$/.test(one)));
      const same = new Set(Object.values(WORDS.zh));
      const said = [];
      for (const one of document.querySelectorAll('body *')) {
        for (const name of ['aria-label', 'title', 'placeholder']) said.push(one.getAttribute(name));
        for (const node of one.childNodes) if (node.nodeType === 3) said.push(node.data.trim());
      }
      return said.filter((one) => one && english.has(one) && !same.has(one));
    }"""
    assert await visitor.page.evaluate(foreign) == []
    await visitor.see("settings").click()
    await visitor.see("language-en").click()
    await expect(visitor.see("composer")).to_have_attribute("placeholder", "Message")
    await visitor.page.reload()
    await expect(visitor.page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_chosen_theme_stays_and_every_word_can_be_read(house: House, visitor: Visitor, theme: str) -> None:
    await fill_with_everything(house)
    house.health.now.update(bot="stopped", engine="missing")
    await visitor.come()
    await visitor.see("settings").click()
    await visitor.see(f"theme-{theme}").click()
    await visitor.page.reload()
    await expect(visitor.page.locator("html")).to_have_attribute("data-theme", theme)
    await expect(visitor.see("poll-option").first).to_be_visible()
    await expect(visitor.page.locator("body[data-ready=true][data-link=online]")).to_be_attached()
    assert await visitor.page.evaluate(FAINT) == []


# Text whose contrast with the nearest painted ground is below 4.5 : 1 (the wallpaper, a picture, is left out).
FAINT = """() => {
  const linear = (part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const channel = (value) => linear(value / 255);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  const paint = (colours) => {
    brush.clearRect(0, 0, 1, 1);
    for (const colour of colours) { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); }
    return [...brush.getImageData(0, 0, 1, 1).data];
  };
  const grounds = (one) => {
    const found = [];
    for (let at = one; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') return null;
      found.unshift(style.backgroundColor);
      if (paint([style.backgroundColor])[3] === 255) return found;
    }
    return found;
  };
  const faint = [];
  for (const one of document.querySelectorAll('#app *')) {
    const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || !one.checkVisibility({ visibilityProperty: true })) continue;
    const under = grounds(one);
    if (!under) continue;
    const style = getComputedStyle(one);
    const [a, b] = [light(paint(under)), light(paint([...under, style.color]))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${one.className} ${one.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return faint;
}"""


async def test_without_a_choice_the_page_follows_the_system(house: House, visitor: Visitor) -> None:
    await visitor.page.emulate_media(color_scheme="dark")
    await visitor.come()
    await expect(visitor.page.locator("html")).to_have_attribute("data-theme", "dark")
    await visitor.page.emulate_media(color_scheme="light")
    await expect(visitor.page.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("person", [ALEX, MEI])
async def test_a_narrow_phone_shows_everything_in_one_pane(house: House, visitor: Visitor, person: int) -> None:
    await visitor.page.set_viewport_size({"width": 360, "height": 740})
    house.journeys.next = house.clock.now() + timedelta(days=2, hours=3)
    house.health.now.update(engine="missing", detail="/var/run/docker.sock: no such file or directory")
    await visitor.come(f"#{person}/{person}")
    await expect(visitor.see("start")).to_be_in_viewport()
    await visitor.fits()
    await fill_with_everything(house, person)
    await expect(visitor.see("sticker-message")).to_be_visible()
    await visitor.fits()
    await visitor.see("timeline").evaluate("(one) => { one.scrollTop = 0; }")
    await visitor.see("poll-option").nth(1).click()
    await expect(visitor.see("poll-explanation")).to_be_visible()
    await visitor.fits()
    for opener in ("menu", "attach", "chat-menu", "speak-as"):
        await visitor.see(opener).click()
        await visitor.fits()
        await visitor.page.keyboard.press("Escape")
    await visitor.see("back").click()
    await expect(visitor.see("composer")).to_be_hidden()
    await expect(visitor.see("person").nth(2)).to_be_in_viewport(ratio=1)
    await visitor.fits()
    await visitor.see("settings").click()
    await visitor.fits()
    await visitor.page.keyboard.press("Escape")
    await visitor.see("chat").last.click()
    await expect(visitor.see("composer")).to_be_visible()
    await visitor.fits()
    await visitor.page.go_back()
    await expect(visitor.see("composer")).to_be_hidden()


REMEMBER_CONFETTI = """() => new MutationObserver(() => {
  if (document.querySelector('.confetti-piece')) document.body.dataset.thrown = 'true';
}).observe(document.body, { childList: true, subtree: true })"""


async def test_who_asked_for_calm_gets_no_confetti_and_others_do(
    house: House, visitor: Visitor, browser: Browser
) -> None:
    house.begin()
    await quiz(house)
    await quiz(house)
    await visitor.come()
    await visitor.see("poll-option").nth(1).click()
    await expect(visitor.see("poll-explanation")).to_be_visible()
    await expect(visitor.page.locator(".confetti")).to_have_count(0)
    lively = await browser.new_context(reduced_motion="no-preference")
    other = Visitor(await lively.new_page(), house)
    await other.come()
    await other.page.evaluate(REMEMBER_CONFETTI)
    await other.page.locator("[data-testid=poll][data-voted=false] [data-testid=poll-option]").nth(1).click()
    await expect(other.page.locator("body[data-thrown]")).to_be_attached()
    await lively.close()
