"""``kill -9`` at any moment: what was answered is there at the next start, and nothing half done."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from bot.clock import Clock
from bot.localchat import LocalChat, saved_offset
from tests.localchat.raw_bot import ALEX, GROUP, MEI, HeldClock, RawBot

PROGRAM = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from bot.clock import Clock
from bot.localchat import LocalChat, saved_offset

async def main(folder):
    clock = Clock(saved_offset(folder))
    chat = LocalChat(folder, clock, limits=False)
    server = await chat.serve()
    chat.say(1001, 1001, "/start")
    clock.advance_to(clock.now() + timedelta(days=3))
    print(server.url, chat.bot_token, flush=True)
    await server.wait()

asyncio.run(main(Path(sys.argv[1])))
"""


async def started(folder: Path) -> tuple[asyncio.subprocess.Process, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(folder), stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None
    url, token = (await process.stdout.readline()).decode().split()
    return process, url, token


async def test_kill_9_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    process, url, token = await started(tmp_path)
    answered: list[dict[str, Any]] = []

    async def call(method: str, **params: Any) -> Any:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.post(f"{url}bot{token}/{method}", json=params)
        return answer.json()["result"]

    (update,) = await call("getUpdates")
    quiz = {"type": "quiz", "correct_option_ids": [0], "is_anonymous": False}
    poll = await call("sendPoll", chat_id=ALEX, question="?", options=[{"text": "a"}, {"text": "b"}], **quiz)
    await call("setMyCommands", commands=[{"command": "today", "description": "Today"}])
    async with httpx.AsyncClient(timeout=10) as client:
        form = {"chat_id": str(ALEX)}
        answer = await client.post(f"{url}bot{token}/sendDocument", data=form, files={"document": ("a.txt", b"hi")})
        document = answer.json()["result"]

        async def send(number: int) -> None:
            sent = await client.post(f"{url}bot{token}/sendMessage", json={"chat_id": ALEX, "text": str(number)})
            answered.append(sent.json()["result"])
            if number == 20:
                process.send_signal(signal.SIGKILL)

        results = await asyncio.gather(*(send(number) for number in range(60)), return_exceptions=True)
    assert any(isinstance(result, httpx.HTTPError) for result in results), "some calls were cut off"
    assert await process.wait() == -signal.SIGKILL

    offset = saved_offset(tmp_path)
    assert abs(offset - timedelta(days=3)) < timedelta(seconds=1)
    chat = LocalChat(tmp_path, Clock(offset), limits=False)
    bot = RawBot(chat)
    assert chat.bot_token == token
    stored = {message["message_id"]: message for message in chat.messages(ALEX)}
    assert len(answered) >= 1
    for message in [poll, document, *answered]:
        assert stored[message["message_id"]] == message
    assert await bot.updates() == [update]
    assert await bot.ok("getMyCommands") == [{"command": "today", "description": "Today"}]
    assert (await bot.ok("getFile", file_id=document["document"]["file_id"]))["file_size"] == 2
    chat.vote(ALEX, ALEX, poll["message_id"], [0])
    kinds = [next(iter(update.keys() - {"update_id"})) for update in await bot.updates(update["update_id"] + 1)]
    assert kinds == ["poll", "poll_answer"]
    following = await bot.ok("sendMessage", chat_id=ALEX, text="goes on")
    assert following["message_id"] > max(stored)
    chat.close()


async def test_a_restart_keeps_people_blocks_votes_and_callbacks(tmp_path: Path, clock: HeldClock) -> None:
    chat = LocalChat(tmp_path, clock, limits=False)
    chat.say(ALEX, ALEX, "/start")
    chat.say(MEI, MEI, "/start")
    chat.block(MEI)
    bot = RawBot(chat)
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await bot.ok("sendMessage", chat_id=ALEX, text="?", reply_markup=markup)
    poll = await bot.ok("sendPoll", chat_id=GROUP, question="?", options=[{"text": "a"}], open_period=60)
    chat.vote(ALEX, GROUP, poll["message_id"], [0])
    query = chat.press(ALEX, ALEX, sent["message_id"], "Go")
    await bot.ok("getUpdates", allowed_updates=["message", "poll"])
    chat.close()

    again = LocalChat(tmp_path, clock, limits=False)
    bot = RawBot(again)
    assert await bot.refused("sendMessage", chat_id=MEI, text="x") == "Forbidden: bot was blocked by the user"
    await bot.ok("answerCallbackQuery", callback_query_id=query)
    assert again.messages(GROUP)[-1]["poll"]["options"][0]["voter_count"] == 1
    assert (await bot.ok("getWebhookInfo"))["allowed_updates"] == ["message", "poll"]
    clock.advance_to(clock.now() + timedelta(seconds=60))
    assert again.messages(GROUP)[-1]["poll"]["is_closed"] is True
    again.close()


def test_a_folder_never_used_has_no_offset(tmp_path: Path) -> None:
    assert saved_offset(tmp_path / "nowhere") == timedelta()
    (tmp_path / "localchat.sqlite3").touch()
    assert saved_offset(tmp_path) == timedelta()


def test_every_jump_is_remembered(tmp_path: Path) -> None:
    clock = Clock()
    chat = LocalChat(tmp_path, clock)
    clock.advance_to(clock.now() + timedelta(hours=5))
    clock.advance_to(clock.now() + timedelta(days=1))
    assert saved_offset(tmp_path) == clock.offset
    chat.close()
    clock.advance_to(clock.now() + timedelta(days=1))
    assert saved_offset(tmp_path) < clock.offset, "a closed chat writes nothing more"
