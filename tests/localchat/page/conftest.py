"""Debian's Chromium, a served local chat, and a visitor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.localchat.page.visiting import CHINESE_DESCRIPTION, DESCRIPTION, House, Visitor

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    await house.bot("setMyDescription", description=DESCRIPTION)
    await house.bot("setMyDescription", description=CHINESE_DESCRIPTION, language_code="zh")
    commands = [{"command": "start", "description": "Begin"}, {"command": "today", "description": "Today's units"}]
    await house.bot("setMyCommands", commands=[*commands, {"command": "run", "description": "Run a command"}])
    await house.open()
    yield house
    await house.server.stop()
    house.chat.close()


@pytest_asyncio.fixture(loop_scope="module")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", timezone_id="Asia/Shanghai"
    )
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(context: BrowserContext, house: House) -> AsyncIterator[Visitor]:
    visitor = Visitor(await context.new_page(), house)
    yield visitor
    assert visitor.errors == []
