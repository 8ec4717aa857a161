"""What the page asks of the server: state, messages as one person may see them, acts, time travel, events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.clock import Clock
from bot.localchat import LocalChat, Server
from bot.tasks import spawn
from tests.localchat.raw_bot import ADA, ALEX, GROUP, MEI, HeldClock, RawBot
from tests.localchat.test_files import picture


class Journey:
    """A bot whose next event is in an hour, and who travels when told that it may."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.planned: datetime | None = clock.now() + timedelta(hours=1)
        self.may_go = asyncio.Event()
        self.may_go.set()

    def now(self) -> datetime:
        return self.clock.now()

    async def travel(self, to: datetime) -> None:
        await self.may_go.wait()
        self.clock.advance_to(to)

    async def next_event(self, language: str) -> tuple[datetime, str] | None:
        return (self.planned, {"en": "the unit for Mei", "zh": "小梅的单元"}[language]) if self.planned else None


class Engine:
    """A bot that runs, on a machine without a container engine."""

    def __init__(self) -> None:
        self.words = {"bot": "running", "engine": "missing", "detail": "Install Docker."}

    def status(self) -> dict[str, str]:
        return dict(self.words)


@pytest.fixture
def journey(chat: LocalChat, clock: HeldClock) -> Journey:
    control = Journey(clock)
    chat.attach(control, Engine())
    return control


@pytest.fixture
async def page(server: Server, chat: LocalChat) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, headers={"X-Pomodock-Key": chat.page_key}) as client:
        yield client


async def messages(page: httpx.AsyncClient, chat_id: int, person: int, **query: int) -> list[dict[str, Any]]:
    answer = await page.get(f"/ui/chats/{chat_id}/messages", params={"person": person, **query})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["messages"]
    return found


async def refused(call: Any) -> tuple[int, str]:
    answer = await call
    return answer.status_code, answer.json()["error"]


async def test_the_state(page: httpx.AsyncClient, bot: RawBot, journey: Journey) -> None:
    await bot.ok("setMyDescription", description="Learn Docker")
    await bot.ok("setMyDescription", description="学 Docker", language_code="zh")
    state = (await page.get("/ui/state", params={"person": MEI})).json()
    assert state["bot"]["description"] == "学 Docker"
    assert state["bot"]["username"] == "pomodock_bot"
    assert [person["name"] for person in state["people"]] == ["Alex", "小梅 Mei", "Ada"]
    assert [(c["id"], c["started"], c["person_ids"]) for c in state["chats"]] == [
        (ALEX, True, [ALEX]),
        (MEI, False, [MEI]),
        (ADA, False, [ADA]),
        (GROUP, True, [ALEX, MEI, ADA]),
    ]
    assert state["chats"][0]["last"] == {"text": "/start", "date": int(journey.now().timestamp())}
    assert state["status"] == {"bot": "running", "engine": "missing", "detail": "Install Docker."}
    assert state["clock"] == {
        "now": "2026-03-02T08:00:00+00:00",
        "offset_seconds": 0,
        "travelling": False,
        "next": {"at": "2026-03-02T09:00:00+00:00", "text": {"en": "the unit for Mei", "zh": "小梅的单元"}},
    }
    english = (await page.get("/ui/state", params={"person": MEI, "language": "en"})).json()
    assert english["bot"]["description"] == "Learn Docker"


async def test_messages_by_pages_with_ones_own_marked(page: httpx.AsyncClient, bot: RawBot, chat: LocalChat) -> None:
    await bot.ok("setMyCommands", commands=[{"command": "today", "description": "Today"}])
    for number in range(5):
        chat.say(MEI, GROUP, str(number))
        chat.say(ALEX, GROUP, str(number))
    newest = await messages(page, GROUP, MEI, limit=3)
    assert [(m["text"], m["mine"]) for m in newest] == [("3", False), ("4", True), ("4", False)]
    older = await messages(page, GROUP, MEI, limit=2, before=newest[0]["message_id"])
    assert [m["message_id"] for m in older] == [6, 7]
    menu = (await page.get(f"/ui/chats/{GROUP}/messages", params={"person": MEI})).json()["commands"]
    assert menu == [{"command": "today", "description": "Today"}]
    assert (await page.get(f"/ui/chats/{ALEX}/messages", params={"person": MEI})).status_code == 404


async def test_a_quiz_keeps_its_secret_until_the_person_has_voted(page: httpx.AsyncClient, bot: RawBot) -> None:
    quiz = {"type": "quiz", "correct_option_ids": [1], "explanation": "why", "is_anonymous": False}
    sent = await bot.ok("sendPoll", chat_id=GROUP, question="?", options=[{"text": "a"}, {"text": "b"}], **quiz)
    url = f"/ui/chats/{GROUP}/messages/{sent['message_id']}/vote"
    assert (await page.post(url, json={"person": ALEX, "options": [0]})).status_code == 200
    (his,) = await messages(page, GROUP, ALEX)
    (hers,) = await messages(page, GROUP, MEI)
    assert (his["my_vote"], his["poll"]["correct_option_ids"], his["poll"]["explanation"]) == ([0], [1], "why")
    assert hers["my_vote"] is None
    assert not {"correct_option_ids", "explanation"} & hers["poll"].keys()
    assert await refused(page.post(url, json={"person": ALEX, "options": [1]})) == (
        409,
        "Your answer is given; this poll takes no second one.",
    )


async def test_writing_editing_and_a_sticker(page: httpx.AsyncClient, chat: LocalChat) -> None:
    said = await page.post(f"/ui/chats/{ALEX}/messages", json={"person": ALEX, "text": "helo", "reply_to": 1})
    number = said.json()["message_id"]
    await page.post(f"/ui/chats/{ALEX}/messages/{number}/edit", json={"person": ALEX, "text": "hello"})
    assert chat.messages(ALEX)[-1]["text"] == "hello"
    assert chat.messages(ALEX)[-1]["reply_to_message"]["message_id"] == 1
    await page.post(f"/ui/chats/{ALEX}/sticker", json={"person": ALEX})
    assert "sticker" in chat.messages(ALEX)[-1]


async def test_uploading(page: httpx.AsyncClient, chat: LocalChat) -> None:
    url = f"/ui/chats/{ALEX}/upload"
    form = {"person": str(ALEX), "kind": "document", "caption": "my notes"}
    assert (await page.post(url, data=form, files={"file": ("学.md", b"# hi")})).status_code == 200
    sent = chat.messages(ALEX)[-1]
    assert (sent["document"]["file_name"], sent["caption"]) == ("学.md", "my notes")
    photo = {"person": str(ALEX), "kind": "photo"}
    assert (await page.post(url, data=photo, files={"file": ("x.png", picture())})).status_code == 200
    assert await refused(page.post(url, data=photo, files={"file": ("x.png", b"no")})) == (
        400,
        "This file cannot be sent: IMAGE_PROCESS_FAILED.",
    )
    assert await refused(page.post(url, data=photo, files={"other": ("x", b"x")})) == (400, "Choose a file first.")
    kind = {"person": str(ALEX), "kind": "video"}
    assert (await page.post(url, data=kind, files={"file": ("x", b"x")})).status_code == 400


async def test_a_tap_waits_for_the_bots_answer(page: httpx.AsyncClient, bot: RawBot, chat: LocalChat) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await bot.ok("sendMessage", chat_id=ALEX, text="?", reply_markup=markup)
    press = page.post(f"/ui/chats/{ALEX}/messages/{sent['message_id']}/press", json={"person": ALEX, "data": "go"})
    pressed = spawn(press, name="tap")
    (update,) = await bot.ok("getUpdates", timeout=10)
    await bot.ok("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="Well done")
    assert (await pressed).json() == {"answered": True, "text": "Well done", "show_alert": False}
    toasts = [event for _number, event in chat.world.events.after(0) if event["type"] == "toast"]
    assert toasts == [{"type": "toast", "person": ALEX, "chat": ALEX, "text": "Well done", "show_alert": False}]


async def test_blocking(page: httpx.AsyncClient, bot: RawBot) -> None:
    await page.post(f"/ui/people/{ALEX}/block", json={"blocked": True})
    assert (await page.get("/ui/state")).json()["people"][0]["blocked_bot"] is True
    words = (409, "You have blocked the bot; unblock it first.")
    assert await refused(page.post(f"/ui/chats/{ALEX}/messages", json={"person": ALEX, "text": "x"})) == words
    await page.post(f"/ui/people/{ALEX}/block", json={"blocked": False})
    await bot.ok("sendMessage", chat_id=ALEX, text="welcome back")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/ui/chats/1001/messages", {"person": "me", "text": "x"}),
        ("/ui/chats/1001/messages", {"person": ALEX, "text": 5}),
        ("/ui/chats/1001/messages", {"person": ALEX, "text": "x", "reply_to": "y"}),
        ("/ui/chats/home/messages", {"person": ALEX, "text": "x"}),
        ("/ui/chats/1001/messages/1/vote", {"person": ALEX, "options": 1}),
        ("/ui/chats/1001/messages/1/vote", {"person": ALEX, "options": [True]}),
        ("/ui/people/1001/block", {"blocked": "yes"}),
        ("/ui/time", {"advance_seconds": "far"}),
        ("/ui/time", {"advance_seconds": 10**12}),
        ("/ui/time", {"advance_seconds": -60}),
        ("/ui/faults", {"kind": "earthquake"}),
        ("/ui/faults", []),
    ],
)
async def test_bad_input_gets_a_sentence(page: httpx.AsyncClient, path: str, body: Any) -> None:
    status, words = await refused(page.post(path, json=body))
    assert status == 400
    assert words.endswith(".")


async def test_broken_and_endless_bodies(page: httpx.AsyncClient) -> None:
    url = f"/ui/chats/{ALEX}/messages"
    assert await refused(page.post(url, content=b"{")) == (400, "The request must be JSON.")
    assert await refused(page.post(url, content=b"[" * 100_000)) == (400, "The request must be JSON.")
    assert (await page.post(url, content=b" " * (1024 * 1024 + 1))).status_code == 413


async def test_time_travel(page: httpx.AsyncClient, journey: Journey) -> None:
    answer = await page.post("/ui/time", json={"advance_seconds": 60})
    assert answer.json() == {"now": "2026-03-02T08:01:00+00:00"}
    answer = await page.post("/ui/time", json={"to_next": True})
    assert answer.json() == {"now": "2026-03-02T09:00:00+00:00"}
    journey.planned = None
    assert await refused(page.post("/ui/time", json={"to_next": True})) == (
        409,
        "Nothing is planned yet, so there is no next event to travel to.",
    )


async def test_one_journey_at_a_time(page: httpx.AsyncClient, chat: LocalChat, journey: Journey) -> None:
    journey.may_go.clear()
    first = spawn(page.post("/ui/time", json={"advance_seconds": 60}), name="journey")
    async for event in chat.world.events.follow(chat.world.events.cursor):
        if event and event[1]["type"] == "clock":
            break
    words = (409, "The clock is already travelling; wait until it has arrived.")
    assert await refused(page.post("/ui/time", json={"advance_seconds": 60})) == words
    assert (await page.get("/ui/state")).json()["clock"]["travelling"] is True
    journey.may_go.set()
    assert (await first).status_code == 200
    assert (await page.get("/ui/state")).json()["clock"]["travelling"] is False


async def test_without_a_bot_the_clock_just_jumps(page: httpx.AsyncClient, clock: HeldClock) -> None:
    before = clock.now()
    assert (await page.post("/ui/time", json={"advance_seconds": 60})).status_code == 200
    assert clock.now() == before + timedelta(seconds=60)


async def test_events_come_in_order_and_go_on_after_a_break(
    page: httpx.AsyncClient, chat: LocalChat, bot: RawBot
) -> None:
    start = chat.world.events.cursor
    async with page.stream("GET", "/ui/events", params={"after": start}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        chat.say(ALEX, ALEX, "hello")
        sent = await bot.ok("sendMessage", chat_id=ALEX, text="hi")
        await bot.ok("editMessageText", chat_id=ALEX, message_id=sent["message_id"], text="hi!")
        await bot.ok("deleteMessage", chat_id=ALEX, message_id=sent["message_id"])
        chat.block(ALEX)
        seen = await first_events(stream, 5)
    assert [event["type"] for _id, event in seen] == ["message", "message", "edit", "delete", "person"]
    assert seen[2][1]["message"]["text"] == "hi!"
    assert seen[3][1] == {"type": "delete", "chat": ALEX, "message_id": sent["message_id"]}
    async with page.stream("GET", "/ui/events", headers={"Last-Event-ID": seen[2][0]}) as stream:
        assert await first_events(stream, 2) == seen[3:]


async def test_events_tell_nobody_the_answer_of_a_quiz(page: httpx.AsyncClient, chat: LocalChat, bot: RawBot) -> None:
    quiz = {"type": "quiz", "correct_option_ids": [1], "explanation": "why"}
    async with page.stream("GET", "/ui/events") as stream:
        sent = await bot.ok("sendPoll", chat_id=GROUP, question="?", options=[{"text": "a"}, {"text": "b"}], **quiz)
        chat.say(ALEX, GROUP, "hm", reply_to=sent["message_id"])
        chat.vote(ALEX, GROUP, sent["message_id"], [1])
        seen = await first_events(stream, 3)
    assert [event["type"] for _id, event in seen] == ["message", "message", "poll"]
    assert "correct_option_ids" not in json.dumps(seen)
    assert "why" not in json.dumps(seen)


async def test_an_open_page_hears_of_the_bots_state(page: httpx.AsyncClient, journey: Journey) -> None:
    async with page.stream("GET", "/ui/events") as stream:
        seen = await first_events(stream, 2)
    assert {event["type"] for _id, event in seen} == {"status", "clock"}


async def test_who_fell_behind_is_told_to_start_afresh(chat: LocalChat) -> None:
    for number in range(2100):
        chat.world.events.publish({"type": "typing", "chat": number})
    assert chat.world.events.after(1) == [(chat.world.events.cursor, {"type": "reset"})]
    assert chat.world.events.after(10**6) == [(chat.world.events.cursor, {"type": "reset"})]


async def test_stopping_ends_streams_and_long_polls_at_once(chat: LocalChat) -> None:
    server = await chat.serve()
    async with httpx.AsyncClient(base_url=server.url, headers={"X-Pomodock-Key": chat.page_key}) as page:
        poll = spawn(page.get(f"/bot{chat.bot_token}/getUpdates", params={"timeout": 50}, timeout=60), name="poll")
        async with page.stream("GET", "/ui/events") as stream:
            lines = stream.aiter_lines()
            assert await anext(lines) == ": here"
            async with asyncio.timeout(10):
                await server.stop()
                assert [line async for line in lines if line] == []
                await poll


async def first_events(stream: httpx.Response, count: int) -> list[tuple[str, dict[str, Any]]]:
    seen: list[tuple[str, dict[str, Any]]] = []
    number = ""
    async with asyncio.timeout(10):
        async for line in stream.aiter_lines():
            if line.startswith("id: "):
                number = line.removeprefix("id: ")
            elif line.startswith("data: "):
                seen.append((number, json.loads(line.removeprefix("data: "))))
                if len(seen) == count:
                    break
    return seen
