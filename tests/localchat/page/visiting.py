"""A local chat that is served with the test in the bot's role, and somebody who visits it in a real browser."""

from __future__ import annotations

import asyncio
import io
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Locator, Page, expect

from bot.clock import Clock
from bot.localchat import LocalChat, Server
from bot.localchat.params import Upload

ALEX, MEI, ADA = 1001, 1002, 1003
GROUP = -1001000000001
DESCRIPTION = "Docker in four weeks, one Pomodoro at a time."
CHINESE_DESCRIPTION = "四周学会 Docker，每次一个番茄钟。"
# Others may be using the machine: how long we are willing to wait says nothing about how long things take.
expect.set_options(timeout=20_000)
NASTY = "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>"


class Journeys:
    """A time control whose journeys take as long as the test wants."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.gate = asyncio.Event()
        self.gate.set()
        self.next: datetime | None = None

    def now(self) -> datetime:
        return self.clock.now()

    async def travel(self, to: datetime) -> None:
        await self.gate.wait()
        self.clock.advance_to(to)

    async def next_event(self, language: str) -> tuple[datetime, str] | None:
        words = {"en": "today's unit for Alex", "zh": "Alex 今天的单元"}
        return None if self.next is None else (self.next, words[language])


class Health:
    """A bot whose state the test decides."""

    def __init__(self) -> None:
        self.now = {"bot": "running", "engine": "ready", "detail": ""}

    def status(self) -> dict[str, str]:
        return dict(self.now)


class House:
    """A local chat that is being served, and the bot's side of it."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.folder = folder
        self.chat = LocalChat(folder, self.clock, limits=False)
        self.journeys, self.health = Journeys(self.clock), Health()
        self.chat.attach(self.journeys, self.health)
        self.server: Server
        self.offset = 0

    async def open(self, port: int = 0) -> None:
        self.server = await self.chat.serve(port=port)

    @property
    def port(self) -> int:
        return int(self.server.url.rsplit(":", 1)[1].strip("/"))

    async def bot(self, method: str, files: dict[str, Upload] | None = None, **params: Any) -> Any:
        status, body = await self.chat.call(self.chat.bot_token, method, params, files)
        assert status == 200, body
        return body["result"]

    async def send(self, chat_id: int, text: str, **params: Any) -> int:
        message = await self.bot("sendMessage", chat_id=chat_id, text=text, **params)
        return int(message["message_id"])

    async def update(self, kind: str) -> dict[str, Any]:
        """The next update of this kind; what comes before it is confirmed and dropped."""
        while True:
            for update in await self.bot("getUpdates", offset=self.offset, timeout=10):
                self.offset = update["update_id"] + 1
                if kind in update:
                    found: dict[str, Any] = update[kind]
                    return found

    def begin(self, *people: int) -> None:
        for person in people or (ALEX,):
            self.chat.say(person, person, "/start")


class Visitor:
    """Somebody at the page."""

    def __init__(self, page: Page, house: House) -> None:
        self.page, self.house = page, house
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: self.errors.append(line.text) if "Content Security" in line.text else None)

    async def come(self, address: str = "") -> None:
        await self.page.goto(self.house.server.page_url + address)
        await expect(self.page.locator("body[data-ready=true][data-link=online]")).to_be_attached()

    def see(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def message(self, message_id: int) -> Locator:
        return self.page.locator(f"[data-testid=message][data-message-id='{message_id}']")

    async def write(self, text: str) -> None:
        await self.see("composer").fill(text)
        await self.page.keyboard.press("Enter")

    async def fits(self) -> None:
        """Nothing reaches beyond the window, and nothing but code scrolls sideways."""
        too_wide = await self.page.evaluate(TOO_WIDE)
        assert too_wide == []


TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const box = one.getBoundingClientRect();
  if (!box.width || one.closest('pre, .people, .skip, .visually-hidden, .travel-progress')) return false;
  return box.right > innerWidth + 1 || box.left < -1;
}).map((one) => one.outerHTML.slice(0, 120))"""


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def entity(kind: str, part: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": units(text[: text.index(part)]), "length": units(part), **more}


def picture(width: int = 320, height: int = 180) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#1d72bd").save(file, "PNG")
    return file.getvalue()


async def quiz(house: House, chat_id: int = ALEX) -> int:
    """A quiz whose second option is right."""
    texts = ("The container itself, which brings along all that it needs", "The host", "Nobody")
    quiz = {"type": "quiz", "correct_option_ids": [1], "explanation": "One kernel for all.", "is_anonymous": False}
    options = [{"text": text} for text in texts]
    question = "Who boots the kernel?"
    message = await house.bot("sendPoll", chat_id=chat_id, question=question, options=options, **quiz)
    return int(message["message_id"])


async def fill_with_everything(house: House, person: int = ALEX) -> None:
    """One message of every kind."""
    house.begin(person)
    long_code = "docker run --rm --network none --read-only --tmpfs /tmp:size=16m,nr_inodes=1024 busybox true"
    text = f"Read this 🐳:\n{long_code}\nA quoted sentence\n" + "averylongwordwithoutanyblank" * 6
    entities = [entity("pre", long_code, text, language="bash"), entity("blockquote", "A quoted sentence", text)]
    buttons = [[{"text": "Again 10 min", "callback_data": "1"}, {"text": "Hard 1 d", "callback_data": "2"},
                {"text": "Good 3 d", "callback_data": "3"}, {"text": "Easy 8 d", "callback_data": "4"}]]  # fmt: skip
    await house.send(person, text, entities=entities, reply_markup={"inline_keyboard": buttons})
    await quiz(house, person)
    await house.bot("sendPhoto", {"photo": Upload("week.png", picture(900, 400), "image/png")}, chat_id=person,
                    photo="attach://photo", caption="Your week")  # fmt: skip
    house.chat.send_document(person, person, "a_file_with_quite_a_long_name_indeed_0123456789.txt", b"all of it")
    house.chat.send_sticker(person, person)


def rows(*buttons: dict[str, str]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}
