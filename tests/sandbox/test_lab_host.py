"""A learner's lab on the real engine: claimed, typed into, stopped, written to, read from, ended."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.clock import Clock
from bot.domain.lab_shell import FileProblem, LabLimits, LabState, ShellOutcome, ShellResult
from bot.sandbox.lab_host import DockerLabs

pytestmark = pytest.mark.engine

Type = Callable[[str], Awaitable[ShellResult]]


@pytest.fixture
async def host(lab_image: str) -> AsyncIterator[DockerLabs]:
    host = DockerLabs(Clock(), instance=f"test-{secrets.token_hex(6)}", limits=LabLimits(seconds=600, longest=900))
    yield host
    await host.sweep(lambda name: False)
    await host.aclose()


@pytest.fixture
async def lab(host: DockerLabs) -> AsyncIterator[str]:
    name = await host.claim("1")
    assert name is not None
    yield name
    await host.end(name)


@pytest.fixture
def types(host: DockerLabs, lab: str) -> Type:
    return lambda text: host.run(lab, text)


async def later(host: DockerLabs, lab: str, text: str) -> asyncio.Task[ShellResult]:
    """A command that runs when this returns."""
    task = asyncio.ensure_future(host.run(lab, text))
    async with asyncio.timeout(10):
        while not host.busy(lab):  # noqa: ASYNC110 - the shell has no event for it
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    return task


async def test_commands_share_one_shell(types: Type) -> None:
    assert (await types("cd /tmp; export A=5; (exit 7)")).exit_code == 7
    after = await types("echo $? $A; pwd")
    assert (after.output, after.folder) == ("7 5\n/tmp\n", "/tmp")


async def test_docker_works_and_many_lines_are_one_command(types: Type) -> None:
    ran = await types("for i in 1 2; do\n  docker run --rm hello-world | grep Hello\ndone")
    assert ran.output == "Hello from Docker!\n" * 2


async def test_long_commands_strange_signs_and_quotes_arrive_as_they_are(types: Type) -> None:
    text = "".join(f"echo '你好 \"$HOME\" {number}'\n" for number in range(400))
    ran = await types(text)
    assert ran.output.splitlines() == [f'你好 "$HOME" {number}' for number in range(400)]


async def test_what_waits_for_input_gets_what_is_typed(host: DockerLabs, lab: str) -> None:
    task = await later(host, lab, "read -r name; echo hello $name")
    host.type(lab, "Mei")
    assert (await task).output == "hello Mei\n"


@pytest.mark.parametrize("stubborn", ["sleep 100", "trap '' INT; bash -c \"trap '' INT; while :; do sleep 1; done\""])
async def test_stop_ends_it_whether_it_listens_or_not(host: DockerLabs, lab: str, stubborn: str) -> None:
    task = await later(host, lab, stubborn)
    await host.interrupt(lab)
    assert (await task).outcome is ShellOutcome.STOPPED
    assert (await host.run(lab, "echo on")).output == "on\n"


@pytest.mark.parametrize("editor", ["vi x", "nano x", "less /etc/passwd"])
async def test_a_full_screen_is_refused_at_once(types: Type, editor: str) -> None:
    assert (await types(editor)).outcome is ShellOutcome.FULL_SCREEN
    assert (await types("echo on")).output == "on\n"


async def test_a_flood_is_cut(host: DockerLabs, lab: str) -> None:
    ran = await host.run(lab, "yes")
    assert ran.outcome is ShellOutcome.TOO_MUCH_OUTPUT
    assert len(ran.output.encode()) <= host.limits.output_bytes


async def test_output_is_told_while_it_grows(host: DockerLabs, lab: str) -> None:
    told: list[str] = []
    await host.run(lab, "for i in 1 2 3; do echo $i; sleep 1.1; done", told.append)
    assert told
    assert told == sorted(told, key=len)
    assert told[0].startswith("1\n")


async def test_exit_ends_the_shell_and_the_next_command_has_a_new_one(types: Type) -> None:
    assert (await types("exit 3")).outcome is ShellOutcome.SHELL_ENDED
    assert (await types("pwd")).output == "/home/learner/work\n"


async def test_files_go_in_and_come_out(host: DockerLabs, lab: str) -> None:
    assert await host.put(lab, {"Dockerfile": b"FROM alpine\n", "run.sh": b"#!/bin/sh\necho ran\n"})
    assert (await host.run(lab, "./run.sh; mkdir sub; cd sub")).output == "ran\n"
    assert await host.put(lab, {"inner": b"\x00\xff"}, into_shell_folder=True)
    assert await host.fetch(lab, "inner") == b"\x00\xff"
    assert await host.fetch(lab, "../Dockerfile") == b"FROM alpine\n"


@pytest.mark.parametrize(
    ("made", "path", "problem"),
    [
        ("true", "nothing", FileProblem.MISSING),
        ("mkdir -p d/e", "d", FileProblem.NOT_A_FILE),
        ("mkfifo p", "p", FileProblem.NOT_A_FILE),
        ("ln -s /dev/zero z", "z", FileProblem.NOT_A_FILE),
        ("ln -s /etc/shadow s", "s", FileProblem.UNREADABLE),
        ("ln -s /proc/1/environ e", "e", FileProblem.UNREADABLE),
        ("truncate -s 1T huge", "huge", FileProblem.TOO_LARGE),
    ],
)
async def test_files_that_cannot_be_had(host: DockerLabs, lab: str, made: str, path: str, problem: FileProblem) -> None:
    await host.run(lab, made)
    assert await host.fetch(lab, path) is problem


async def test_names_that_are_no_text_do_no_harm(host: DockerLabs, lab: str) -> None:
    await host.run(lab, "touch $'bad\\xff\\xfe' $'two\\nlines'; ls")
    assert await host.fetch(lab, "two\nlines") == b""
    assert await host.fetch(lab, "bad\udcff") in (FileProblem.MISSING, FileProblem.GONE)
    assert (await host.run(lab, "echo on")).output == "on\n"


async def test_a_check_sees_nothing_of_what_the_shell_was_told(host: DockerLabs, lab: str) -> None:
    await host.run(lab, "export PATH=/nowhere DOCKER_HOST=tcp://elsewhere; docker() { echo faked; }; export -f docker")
    seen = await host.script(lab, "docker ps -q && echo $N", seconds=10, environment={"N": "nonce"})
    assert seen is not None
    assert (seen.exit_code, seen.output) == (0, "nonce\n")


async def test_a_check_that_hangs_is_cut(host: DockerLabs, lab: str) -> None:
    seen = await host.script(lab, "trap '' TERM; while :; do sleep 0.2; done", seconds=1)
    assert seen is not None
    assert seen.exit_code is None


async def test_health_checks_fire_by_themselves(types: Type) -> None:
    await types("docker run -d --name web --health-cmd true --health-interval 1s nginx")
    ran = await types("for i in $(seq 40); do docker inspect -f '{{.State.Health.Status}}' web | grep healthy && break;"
                      " sleep 0.25; done")  # fmt: skip
    assert ran.output == "healthy\n"


async def test_the_engine_comes_back_when_a_learner_ends_it(types: Type) -> None:
    await types("pkill -f 'podman system service'; sleep 2")
    ran = await types("for i in $(seq 40); do docker version >/dev/null 2>&1 && echo back && break; sleep 0.25; done")
    assert ran.output == "back\n"


async def test_a_lab_ends_by_itself_at_its_deadline(host: DockerLabs, lab: str) -> None:
    assert await host.keep(lab, 1)
    async with asyncio.timeout(20):
        while await host.alive(lab):  # noqa: ASYNC110 - the engine is asked
            await asyncio.sleep(0.2)
    assert (await host.run(lab, "echo on")).outcome is ShellOutcome.GONE
    assert await host.fetch(lab, "x") is FileProblem.GONE
    assert await host.script(lab, "true", seconds=5) is None


async def test_nobody_lives_beyond_the_longest_time(lab_image: str) -> None:
    host = DockerLabs(Clock(), instance=f"test-{secrets.token_hex(6)}", limits=LabLimits(seconds=2, longest=3))
    lab = await host.claim("1")
    assert lab is not None
    await host.keep(lab, 600)
    async with asyncio.timeout(30):
        while await host.alive(lab):  # noqa: ASYNC110 - the engine is asked
            await asyncio.sleep(0.2)
    await host.end(lab)
    await host.aclose()


async def test_warm_labs_are_handed_out_and_each_is_used_once(lab_image: str) -> None:
    host = DockerLabs(Clock(), instance=f"test-{secrets.token_hex(6)}", warm=2)
    try:
        assert await host.fill() == 2
        names = [await host.claim(str(person)) for person in range(3)]
        assert len(set(names)) == 3
        assert None not in names
    finally:
        await host.sweep(lambda name: False)
        for name in names:
            await host.end(name or "")
        await host.aclose()


async def test_a_sweep_takes_this_bots_lost_labs_and_leaves_the_others(host: DockerLabs, lab: str) -> None:
    other = DockerLabs(Clock(), instance=host.instance)
    try:
        assert await other.sweep(lambda name: name == lab) == 0
        assert await host.alive(lab)
        assert await other.sweep(lambda name: False) == 1
        assert not await host.alive(lab)
    finally:
        await other.aclose()


async def test_without_an_engine_there_is_no_lab() -> None:
    host = DockerLabs(Clock(), instance="none", host="unix:///nowhere.sock")
    assert await host.state() is LabState.NO_ENGINE
    assert await host.claim("1") is None
    await host.aclose()
