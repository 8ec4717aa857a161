"""Labs when the bot dies: none outlives its time, and a learner goes on where he was, in a real lab."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.domain.messages.lab import LabInterrupted, LabReplayed
from bot.domain.run import BuildPart
from bot.sandbox.engine import Engine
from bot.sandbox.lab_host import DockerLabs
from bot.sandbox.policy import INSTANCE_LABEL
from tests.engine import built, missing, require_engine
from tests.world import World, open_world

pytestmark = [pytest.mark.engine, pytest.mark.slow]

_LABS = 10
_BOT = """
import asyncio, sys
from bot.clock import Clock
from bot.domain.lab_shell import LabLimits
from bot.sandbox.lab_host import DockerLabs

async def main():
    labs = DockerLabs(Clock(), instance=sys.argv[1], limits=LabLimits(seconds=int(sys.argv[2]), longest=600))
    names = await asyncio.gather(*(labs.claim(str(person)) for person in range(int(sys.argv[3]))))
    await asyncio.gather(*(labs.run(name, "docker run -d busybox sleep 1000") for name in names))
    print("working", flush=True)
    await asyncio.gather(*(labs.run(name, "sleep 1000") for name in names))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def lab_image() -> None:
    require_engine()
    for part in (BuildPart.IMAGES, BuildPart.LAB):
        if why_not := built(part):
            missing(why_not)


def test_a_bot_that_is_killed_with_ten_labs_leaves_none_after_their_time(lab_image: None) -> None:
    instance = f"test-{secrets.token_hex(6)}"
    engine = Engine(seconds=30)
    api: Any = engine.api()
    mine = {"label": f"{INSTANCE_LABEL}={instance}"}
    argv = [sys.executable, "-c", _BOT, instance, "45", str(_LABS)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        assert bot.stdout.readline() == "working\n"
        assert len(api.containers(filters=mine)) == _LABS
        os.kill(bot.pid, signal.SIGKILL)
    try:
        asyncio.run(_until_none_runs(api, mine))
        labs = DockerLabs(Clock(), instance=instance)
        assert asyncio.run(_swept(labs)) == _LABS
        assert api.containers(all=True, filters=mine) == []
    finally:
        for row in api.containers(all=True, filters=mine):
            api.remove_container(row["Id"], force=True)
        engine.close()


async def _until_none_runs(api: Any, mine: dict[str, str]) -> None:
    async with asyncio.timeout(120):
        while await asyncio.to_thread(api.containers, filters=mine):  # noqa: ASYNC110 - the engine is asked
            await asyncio.sleep(0.5)


async def _swept(labs: DockerLabs) -> int:
    try:
        return await labs.sweep(lambda name: False)
    finally:
        await labs.aclose()


@pytest.fixture
async def real(tmp_path: Path, lab_image: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A short course, with labs on the real engine."""
    hosts: list[DockerLabs] = []

    def host() -> DockerLabs:
        hosts.append(DockerLabs(Clock(), instance=f"test-{secrets.token_hex(6)}"))
        return hosts[-1]

    monkeypatch.setattr("tests.world.FakeLabs", host)
    async with open_world(tmp_path / "world", course="tea") as world:
        yield world
    for each in hosts:
        again = DockerLabs(Clock(), instance=each.instance)
        await again.sweep(lambda name: False)
        await again.aclose()


async def test_a_learner_goes_on_where_he_was(real: World) -> None:
    alex = real.alex
    await alex.enrol()
    await alex.say("/lab kettle")
    await real.labs_done()
    nonce = next(part for screen in alex.bots for part in screen.text.split() if part.startswith("kettle-")).strip(".")
    for command in (f"touch {nonce}", "mkdir a; cd a; export TEA=green", "docker run -d --name web nginx", "false"):
        await alex.say(command)
        await real.labs_done()
    real.chat.send_document(alex.id, alex.id, "leaves.txt", b"assam\n")
    await real.labs_done()

    await real.crash()  # the bot dies; the lab does not
    await alex.say("docker ps --format '{{.Names}}'")
    await real.labs_done()
    assert "web" in alex.last.text

    await real.travel(minutes=45)  # the lab's time is over
    await real.labs_done()
    await alex.press("lab_resume")
    await real.labs_done()
    told = next(m for m in real.sent_to(alex.id).values() if isinstance(m, LabReplayed))
    assert (told.done, told.why) == (told.total, "")
    await alex.say("pwd; cat leaves.txt; echo $TEA; docker ps --format '{{.Names}}'")
    await real.labs_done()
    for part in ("/home/learner/work/a", "assam", "green", "web"):
        assert part in alex.last.text
    await alex.say("cd ..; echo full > cup")
    await real.labs_done()
    await alex.press("lab_check")
    await real.labs_done()
    assert "✗" not in alex.last.text
    await alex.press("lab_give_up")
    await real.labs_done()
    assert not any(isinstance(m, LabInterrupted) for m in real.sent_to(alex.id).values())
