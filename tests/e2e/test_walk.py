"""A learner's whole day in a real browser, on the real program, with a picture of each step.

The pictures are left in ``artifacts/walk/LANGUAGE-SCHEME-WIDTH/``. Two learners go all the way: one in English by day
at a desk, one in Chinese by night on a phone. Six more come with every other mix of language, colours and width.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.components import chromium
from tests.e2e.demo import ALEX, MEI, PAGE_WITHIN, ROOT, Demo
from tests.e2e.learner import PATIENCE, RECITATION, Learner
from tests.e2e.looks import Camera, Look
from tests.engine import engine_available
from tests.localchat.page.conftest import CHROMIUM_ARGS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHOLE = (Look("en", "light", 1280), Look("zh", "dark", 360))
SHORTER = tuple(
    look for parts in product(("en", "zh"), ("light", "dark"), (1280, 360)) if (look := Look(*parts)) not in WHOLE
)
MOST_PAGES = 12
_IMAGE_WITHIN = 300_000
"""Milliseconds for the image of /run to be built, where it never was."""


@asynccontextmanager
async def learner_at(demo: Demo, look: Look, about: str = "walk") -> AsyncIterator[Learner]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        chinese = look.language == "zh"
        context = await browser.new_context(
            viewport={"width": look.width, "height": look.height},
            color_scheme="dark" if look.scheme == "dark" else "light",
            reduced_motion="reduce",
            locale="zh-CN" if chinese else "en-US",
            timezone_id="Asia/Shanghai" if chinese else "America/New_York",
            has_touch=look.width < 720,
        )
        page = await context.new_page()
        camera = Camera(page, look, ROOT / "artifacts" / about / str(look))
        learner = Learner(page, look, camera, MEI if chinese else ALEX)
        await learner.arrive(demo.page_url)
        yield learner
        await browser.close()
    camera.content()


async def enrol(learner: Learner) -> None:
    """From the first look to the first unit: five taps after Start."""
    await expect(learner.see("start-screen")).to_be_visible(timeout=PATIENCE)
    await expect(learner.see("bot-description")).to_contain_text("Docker")
    await learner.picture("welcome")
    await learner.see("start").click()
    await learner.comes("language")
    await learner.picture("language", either=True)
    await learner.tap(f"language:0:0:{learner.look.language}", then="zone", step="zone")


async def arrange(learner: Learner) -> None:
    await learner.tap("zone", then="hour", step="hour")
    await learner.tap("hour", then="begin", step="ready")
    await learner.tap("begin", then="unit_next", step="survey")


async def read(learner: Learner, *, every_page: bool) -> None:
    await learner.tap("unit_next", then="guess", step="question")
    await learner.tap("guess", then="page", step="guessed")
    await learner.tap("page", step="page-1")
    number = 1
    while not await learner.button("recite").is_visible():
        number += 1
        assert number <= MOST_PAGES
        await learner.turn_page(number)
        if every_page:
            await learner.picture(f"page-{number}")
    if not every_page:
        await learner.picture(f"page-{number}")


async def recite(learner: Learner) -> None:
    await learner.tap("recite", then="blank", step="say-it-back")
    await learner.write(RECITATION[learner.look.language])
    await learner.comes("claim")
    await learner.picture("recited")
    left = await learner.page.locator("[data-callback^='claim:']").count()
    await learner.tap("claim")
    await expect(learner.page.locator("[data-callback^='claim:']")).to_have_count(left - 1, timeout=PATIENCE)
    await learner.picture("claimed")
    await learner.tap("rate")
    await expect(learner.newest.get_by_test_id("poll")).to_be_visible(timeout=PATIENCE)


async def quizzed(learner: Learner, *, all_of_it: bool) -> int:
    questions = 0
    while True:
        questions += 1
        await learner.answer_poll(questions, "quiz" if all_of_it or questions == 1 else None)
        if not all_of_it:
            return questions
        await learner.tap("next_card")
        newer = learner.page.locator("[data-testid=poll][data-voted=false], [data-callback^='break:']").last
        await expect(newer).to_be_visible(timeout=PATIENCE)
        if await learner.button("break").is_visible():
            break
    await learner.picture("unit-done")
    return questions


async def run_a_command(learner: Learner) -> None:
    """In a real container where there is an engine; else the bot says how to get one."""
    if engine_available():
        body = learner.page.locator("body")
        await expect(body).to_have_attribute("data-engine", "ready", timeout=_IMAGE_WITHIN)
    await learner.write("/run uname -a")
    if engine_available():
        await learner.says(r"Linux pomodock [\s\S]*Exit code 0", r"Linux pomodock [\s\S]*退出码 0")
    else:
        await learner.says("apt install docker.io", r"apt install docker\.io")
    await learner.picture("run")


@pytest.mark.parametrize("look", WHOLE, ids=str)
async def test_a_whole_day(tmp_path: Path, look: Look) -> None:
    with Demo(tmp_path, within=PAGE_WITHIN) as demo:
        async with learner_at(demo, look) as learner:
            await enrol(learner)
            await arrange(learner)
            await read(learner, every_page=True)
            await recite(learner)
            questions = await quizzed(learner, all_of_it=True)
            await learner.travel("travel-1500")
            await learner.comes("extend")
            await learner.picture("break")
            await learner.travel("travel-next")
            await learner.comes("review")
            await learner.picture("break-over")
            await learner.travel("travel-next")
            await learner.comes("day_start")
            await learner.says(r"\d+ reviews", r"\d+ 张卡片")
            await learner.picture("next-day")
            await learner.write("/review")
            await learner.comes("turn_card")
            await learner.picture("review-front")
            await learner.tap("turn_card", then="rate_card", step="review-back")
            await learner.tap("rate_card")
            await learner.answer_poll(questions + 1, "review")
            await run_a_command(learner)
            await learner.write("/progress")
            await learner.look_at_picture("progress")
            await learner.write("/help")
            await learner.comes("today")
            await learner.picture("help")
            await learner.write("/settings")
            await learner.comes("set")
            await learner.picture("settings")
            await learner.travel("travel-86400")
            await learner.comes("day_start")
            await learner.picture("a-day-later")


@pytest.mark.parametrize("look", (Look("en", "dark", 360), Look("zh", "light", 1280)), ids=str)
async def test_without_an_engine_all_but_run_works_and_the_bot_says_how_to_get_one(tmp_path: Path, look: Look) -> None:
    with Demo(tmp_path, environment={"DOCKER_HOST": "tcp://127.0.0.1:9"}) as demo:
        async with learner_at(demo, look, "no-engine") as learner:
            await expect(learner.page.locator("[data-state=engine-missing]")).to_be_visible(timeout=PATIENCE)
            await enrol(learner)
            await learner.tap("zone", then="hour")
            await learner.write("/run uname -a")
            await learner.says("apt(-get)? install docker.io", r"apt(-get)? install docker\.io")
            await learner.picture("run")
            await learner.see("hide-status").click()
            await learner.write("/help")
            await learner.says("/pomodoro", "/pomodoro")
            await learner.picture("help")


@pytest.mark.parametrize("look", SHORTER, ids=str)
async def test_the_same_for_other_eyes(tmp_path: Path, look: Look) -> None:
    with Demo(tmp_path, within=PAGE_WITHIN) as demo:
        async with learner_at(demo, look) as learner:
            await enrol(learner)
            await arrange(learner)
            await read(learner, every_page=False)
            await recite(learner)
            await quizzed(learner, all_of_it=False)
            await learner.travel("travel-next")
            await learner.comes("extend")
            await learner.picture("break")
            await learner.travel("travel-86400")
            await learner.write("/review")
            await learner.comes("turn_card")
            await learner.picture("review")
            await learner.write("/progress")
            await learner.look_at_picture("progress")
            await learner.write("/run")
            await learner.says("/run uname", "/run uname")
            await learner.picture("empty-run")
