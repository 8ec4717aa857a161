"""``pomodock content preview``: an author reads his course in the page, and goes on writing."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect
from typer.testing import CliRunner

from bot.cli.content import app
from tests.components import chromium
from tests.e2e.demo import ROOT, Program
from tests.e2e.looks import Camera, Look
from tests.localchat.page.conftest import CHROMIUM_ARGS

TINY = Path(__file__).parent.parent / "curriculum" / "courses" / "tiny"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?key=\S+")
ALEX, MEI = 1001, 1002


@pytest.fixture
def eggs(tmp_path: Path) -> Path:
    return Path(copytree(TINY, tmp_path / "eggs"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_faulty_course_is_not_served_but_its_faults_are_named(eggs: Path) -> None:
    change(eggs / "units" / "boil" / "en.md", "correct: 1", "correct: 7")

    result = CliRunner().invoke(app, ["preview", str(eggs), "--no-browser", "--port", "0"])

    assert result.exit_code == 1
    assert result.stdout.startswith("units/boil/en.md:13: there is no option 7;")
    assert "units with faults: boil\n" in result.stderr
    assert "Nothing is served" in result.stderr


def test_a_fault_outside_of_the_units_blames_no_unit(eggs: Path) -> None:
    change(eggs / "cards" / "heat.yaml", "correct: [1]", "correct: [7]")

    result = CliRunner().invoke(app, ["preview", str(eggs), "--no-browser"])

    assert result.exit_code == 1
    assert "cards/heat.yaml:4" in result.stdout
    assert "units with faults" not in result.stderr


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["preview", str(tmp_path / "none"), "--no-browser"])

    assert result.exit_code == 1
    assert "there is no such folder" in result.stdout


class Author:
    """Somebody who reads his course in the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, label: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def sees(self, words: str) -> None:
        await expect(self.page.get_by_text(words).last).to_be_visible(timeout=20_000)


@pytest_asyncio.fixture
async def page(request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    chinese = request.param == "zh"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        context = await browser.new_context(
            viewport={"width": 1280, "height": 800}, reduced_motion="reduce", locale="zh-CN" if chinese else "en-US"
        )
        yield await context.new_page()
        await browser.close()


def preview(course: Path, log: Path) -> Program:
    command = [sys.executable, "-m", "bot", "content", "preview", str(course), "--no-browser", "--port", "0"]
    return Program(command, log)


@pytest.mark.browser
@pytest.mark.parametrize("page", ["en"], indirect=True)
async def test_an_english_author_reads_edits_slips_and_mends(page: Page, eggs: Path, tmp_path: Path) -> None:
    author = Author(page)
    camera = Camera(page, Look("en", "light", 1280), ROOT / "artifacts" / "preview" / "en")
    with preview(eggs, tmp_path / "stderr.log") as program:
        await page.goto(f"{program.line(ADDRESS, 60)}#{ALEX}/{ALEX}")
        await author.sees("The course as a learner will see it")
        await page.get_by_test_id("start").click()
        await author.sees("Boil one, then poach one.")
        await camera.take("contents")

        await author.press("Track: A week")
        await author.press("Day 1 · Boil an egg")
        await author.sees("That was unit 1 of 2 in A week.")
        for words in ("What heat does", "What sets first?", "The white. That is why", "Cold water stops it.",
                      "cold water stops the cooking"):  # fmt: skip
            await author.sees(words)
        await camera.take("unit")
        await page.locator("[data-testid=message]", has_text="units/boil/en.md").last.scroll_into_view_if_needed()
        await camera.take("heading")
        await author.press("First, a question")
        await author.sees("This button is the learner's")

        change(eggs / "units" / "boil" / "en.md", "Cold water stops it.", "Ice water stops it.")
        await author.press("Read the file again")
        await author.sees("Ice water stops it.")
        await expect(page.get_by_text("Cold water stops it.")).to_have_count(0)

        change(eggs / "units" / "boil" / "en.md", "correct: 1", "correct: 7")
        await author.press("Next unit ▶")
        await author.sees("units/boil/en.md:13")
        await author.sees("there is no option 7")
        await camera.take("faults")
        change(eggs / "units" / "boil" / "en.md", "correct: 7", "correct: 1")
        await author.press("Look again")
        await author.sees("All faults are mended.")
        await author.sees("That was unit 2 of 2 in A week.")
    program.quiet()
    camera.content()


@pytest.mark.browser
@pytest.mark.parametrize("page", ["zh"], indirect=True)
async def test_a_chinese_author_reads_the_real_course_and_answers_a_poll(page: Page, tmp_path: Path) -> None:
    author = Author(page)
    camera = Camera(page, Look("zh", "light", 1280), ROOT / "artifacts" / "preview" / "zh")
    with preview(ROOT / "content" / "docker", tmp_path / "stderr.log") as program:
        await page.goto(f"{program.line(ADDRESS, 60)}#{MEI}/{MEI}")
        await author.sees("学员眼里的这门课程")
        await page.get_by_test_id("start").click()
        await author.sees("这就是学员会看到的样子")
        await camera.take("contents")
        await author.press("从第一个单元读起 · 共 33 个")
        await author.sees("一共 33 个单元")
        await camera.take("shelf")
        await author.press("容器不是小号虚拟机")
        await author.sees("第 1 个单元到此为止，共 33 个。")
        await camera.take("unit")

        poll = page.locator("[data-testid=poll][data-voted=false]").first
        number = await poll.get_attribute("data-poll-id")
        await poll.get_by_test_id("poll-option").first.click()
        await expect(page.locator(f"[data-poll-id='{number}']")).to_have_attribute("data-voted", "true")
        await expect(page.get_by_text("第 1 题，共").last).to_be_visible(timeout=20_000)
        await expect(page.get_by_text("再来").last).to_be_visible()
        await camera.take("answered")

        await author.press("简体中文 ⇄ English")
        await author.sees("That was unit 1 of 33 in Docker in four weeks.")
    program.quiet()
    camera.content()
