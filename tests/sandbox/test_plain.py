"""A learner types a command, and the real engine runs it."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.domain.run import RunLimits, RunOutcome, RunResult, SandboxState
from bot.sandbox.image import Image
from bot.sandbox.plain import DockerSandbox
from bot.sandbox.policy import EXPIRY_LABEL, INSTANCE_LABEL, KIND_LABEL, OWNER_LABEL, Policy
from tests.sandbox.helpers import plugged, until

pytestmark = pytest.mark.engine

Run = Callable[..., Awaitable[RunResult]]
Containers = Callable[[], list[dict[str, Any]]]


async def test_hello(run: Run) -> None:
    assert await run("echo hello, 世界") == RunResult(RunOutcome.OK, 0, pytest.approx(0, abs=10), "hello, 世界\n")


async def test_the_exit_code_of_what_failed(run: Run) -> None:
    result = await run("ls /nowhere; exit 3")
    assert (result.outcome, result.exit_code) == (RunOutcome.FAILED, 3)
    assert "No such file" in result.output


async def test_the_duration_is_the_commands_own(run: Run) -> None:
    result = await run("sleep 1")
    assert result.outcome is RunOutcome.OK
    assert result.seconds >= 1.0


async def test_what_the_image_offers(run: Run) -> None:
    result = await run("for p in sh bash ls curl python3 ps sort; do command -v $p || echo no $p; done")
    assert "no " not in result.output
    assert result.output.count("\n") == 7


async def test_both_streams_come_in_the_order_written(run: Run) -> None:
    result = await run("for i in 1 2 3 4 5 6 7 8 9; do echo out $i; echo err $i >&2; done")
    assert result.output == "".join(f"out {i}\nerr {i}\n" for i in range(1, 10))


async def test_python_streams_come_in_order_too(run: Run) -> None:
    result = await run("""python3 -c 'import sys
for i in range(5):
    print("out", i)
    print("err", i, file=sys.stderr)'""")
    assert result.output == "".join(f"out {i}\nerr {i}\n" for i in range(5))


async def test_standard_input_is_closed_so_nothing_waits_for_it(run: Run) -> None:
    assert (await run("cat; echo done")).output == "done\n"


async def test_past_the_limit_the_container_is_killed_and_the_output_so_far_kept(
    run: Run, containers: Containers
) -> None:
    result = await run("echo before; sleep 60; echo after", seconds=1.0)
    assert (result.outcome, result.exit_code, result.output) == (RunOutcome.TIMEOUT, None, "before\n")
    assert result.seconds >= 1.0
    assert containers() == []


async def test_a_program_that_closes_its_output_is_still_held_to_the_limit(run: Run) -> None:
    assert (await run("exec >&- 2>&-; sleep 60", seconds=1.0)).outcome is RunOutcome.TIMEOUT


async def test_a_program_that_closes_its_output_still_tells_its_exit_code(run: Run) -> None:
    result = await run("exec >&- 2>&-; sleep 0.5; exit 7")
    assert (result.outcome, result.exit_code) == (RunOutcome.FAILED, 7)


async def test_a_stopped_guard_does_not_help(run: Run, containers: Containers) -> None:
    assert (await run("kill -STOP $PPID; sleep 60", seconds=1.0)).outcome is RunOutcome.TIMEOUT
    assert containers() == []


async def test_background_processes_end_with_the_command(run: Run, containers: Containers) -> None:
    result = await run("sleep 1000 & setsid sleep 1000 & echo gone")
    assert (result.outcome, result.output) == (RunOutcome.OK, "gone\n")
    assert containers() == []


async def test_too_much_memory(run: Run) -> None:
    result = await run("""python3 -c 'x = bytearray(10**9)'""")
    assert (result.outcome, result.exit_code) == (RunOutcome.OUT_OF_MEMORY, 137)


async def test_too_much_memory_in_a_child_is_told_even_if_the_shell_goes_on(run: Run) -> None:
    result = await run("""python3 -c 'x = bytearray(10**9)'; echo still here""")
    assert result.outcome is RunOutcome.OUT_OF_MEMORY
    assert result.output.endswith("still here\n")


async def test_a_command_that_kills_itself_is_not_out_of_memory(run: Run) -> None:
    result = await run("kill -9 $$")
    assert (result.outcome, result.exit_code) == (RunOutcome.FAILED, 137)


async def test_a_flood_is_stopped_at_the_cap(run: Run, containers: Containers) -> None:
    result = await run("yes flood")
    assert (result.outcome, result.exit_code) == (RunOutcome.TOO_MUCH_OUTPUT, None)
    assert len(result.output.encode()) == 64 * 1024
    assert containers() == []


async def test_a_flood_on_the_other_stream_is_stopped_too(run: Run) -> None:
    result = await run("cat /dev/zero | tr '\\0' x >&2")
    assert result.outcome is RunOutcome.TOO_MUCH_OUTPUT


async def test_exactly_the_cap_is_not_too_much(run: Run) -> None:
    result = await run("head -c 1000 /dev/zero | tr '\\0' x", output_bytes=1000)
    assert (result.outcome, result.output) == (RunOutcome.OK, "x" * 1000)
    more = await run("head -c 1001 /dev/zero | tr '\\0' x", output_bytes=1000)
    assert (more.outcome, more.output) == (RunOutcome.TOO_MUCH_OUTPUT, "x" * 1000)


async def test_binary_output_becomes_text(run: Run) -> None:
    result = await run("head -c 20000 /dev/urandom; printf '\\n\\033[31mred\\033[0m\\000end'")
    assert result.outcome is RunOutcome.OK
    assert result.output.endswith("\nredend")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", result.output)
    assert len(result.output.encode()) <= 64 * 1024


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("""echo 'it'"'"'s "quoted"'""", 'it\'s "quoted"\n'),
        ("echo one\necho two\n\n\necho three", "one\ntwo\nthree\n"),
        ("echo a\0b", "ab\n"),
        ("echo " + "x" * 4995, "x" * 4995 + "\n"),
        ("echo '\ud83d'", "?\n"),
        ("", ""),
        ("   \n ", ""),
        ("# only a remark", ""),
        ("cat <<'END'\n$HOME `id` $(id)\nEND", "$HOME `id` $(id)\n"),
        ("echo \\", "\\\n"),
        ("printf '%s' '\u202e\U0001f4a3'", "\u202e\U0001f4a3"),
    ],
)
async def test_hostile_strings_are_just_commands(run: Run, command: str, output: str) -> None:
    result = await run(command)
    assert (result.outcome, result.output) == (RunOutcome.OK, output)


@pytest.mark.parametrize(
    "command", ["-c id", "--help", "'", '"', "$(", "`", "&&", "; ;", "\x01", "x" * 5000, "exec nothing"]
)
async def test_nonsense_fails_inside_and_says_so(run: Run, command: str) -> None:
    result = await run(command)
    assert result.outcome is RunOutcome.FAILED
    assert result.exit_code not in {None, 0}
    assert "/bin/sh" in result.output


async def test_a_command_longer_than_a_program_can_take(run: Run, containers: Containers) -> None:
    result = await run("echo " + "世" * 60_000)
    assert (result.outcome, result.exit_code) == (RunOutcome.FAILED, 126)
    assert "too long" in result.output
    longest = await run("echo " + "x" * 99_000, output_bytes=100_000)
    assert longest.outcome is RunOutcome.OK
    assert containers() == []


async def test_two_at_once_and_no_more(sandbox: DockerSandbox, containers: Containers) -> None:
    runs = [asyncio.ensure_future(sandbox.run("sleep 1", owner=f"learner-{i}", limits=RunLimits())) for i in range(5)]
    most = 0
    while not all(run.done() for run in runs):
        most = max(most, len(await asyncio.to_thread(containers)))
        await asyncio.sleep(0.02)
    assert most == 2
    assert {run.result().outcome for run in runs} == {RunOutcome.OK}


async def test_cancelled_while_it_runs_the_container_goes(sandbox: DockerSandbox, containers: Containers) -> None:
    run = asyncio.ensure_future(sandbox.run("sleep 60", owner="learner-1", limits=RunLimits(seconds=60)))
    await until(lambda: any(row["State"] == "running" for row in containers()))
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert containers() == []


async def test_cancelled_before_it_starts_nothing_is_left(sandbox: DockerSandbox, containers: Containers) -> None:
    run = asyncio.ensure_future(sandbox.run("sleep 60", owner="learner-1", limits=RunLimits()))
    await asyncio.sleep(0)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert containers() == []


async def test_closing_stops_what_runs(sandbox: DockerSandbox, containers: Containers) -> None:
    run = asyncio.ensure_future(sandbox.run("sleep 60", owner="learner-1", limits=RunLimits(seconds=60)))
    await until(lambda: any(row["State"] == "running" for row in containers()))
    await sandbox.aclose()
    assert (await run).outcome is RunOutcome.UNAVAILABLE
    assert containers() == []


async def test_ready(sandbox: DockerSandbox) -> None:
    assert await sandbox.state() is SandboxState.READY


async def test_without_the_image_a_command_is_unavailable(api: Any) -> None:
    image = Image(repository=f"pomodock/none-{secrets.token_hex(4)}")
    sandbox = DockerSandbox(Clock(), instance="test-none", image=image)
    assert await sandbox.state() is SandboxState.NO_IMAGE
    assert (await sandbox.run("echo", owner="l", limits=RunLimits())).outcome is RunOutcome.UNAVAILABLE
    await sandbox.aclose()


# Leftovers


def _leftover(api: Any, image: Image, *, instance: str, expiry: str) -> str:
    """What a bot that was killed leaves: a container that runs and that nobody reads."""
    limits = RunLimits()
    labels = Policy().labels(owner="learner-1", instance=instance, limits=limits) | {EXPIRY_LABEL: expiry}
    made = api.create_container(
        image.tag,
        command=["sleep", "600"],
        labels=labels,
        host_config=api.create_host_config(**Policy().host_config(limits)),
    )
    api.start(made["Id"])
    return str(made["Id"])


def _there(api: Any, container: str) -> bool:
    return any(row["Id"] == container for row in api.containers(all=True))


async def test_the_sweep_takes_own_leftovers_and_anyones_expired(
    api: Any, sandbox: DockerSandbox, image: Image
) -> None:
    stranger = f"test-{secrets.token_hex(6)}"
    own = _leftover(api, image, instance=sandbox.instance, expiry="3600")
    expired = _leftover(api, image, instance=stranger, expiry="0")
    fresh = _leftover(api, image, instance=stranger, expiry="3600")
    odd = _leftover(api, image, instance=stranger, expiry="soon")
    try:
        assert await sandbox.sweep() >= 2
        assert [_there(api, c) for c in (own, expired, fresh, odd)] == [False, False, True, True]
    finally:
        for container in (fresh, odd):
            api.remove_container(container, force=True)


async def test_the_sweep_leaves_what_runs(sandbox: DockerSandbox, containers: Containers) -> None:
    run = asyncio.ensure_future(sandbox.run("sleep 2; echo done", owner="learner-1", limits=RunLimits()))
    await until(lambda: any(row["State"] == "running" for row in containers()))
    await sandbox.sweep()
    assert (await run).output == "done\n"


async def test_a_container_ends_by_itself_if_the_bot_never_comes_back(api: Any, image: Image) -> None:
    policy, limits = Policy(self_end_after=1), RunLimits(seconds=0)
    made = api.create_container(
        image.tag,
        command=policy.argv("trap '' TERM; while :; do sleep 1; done", limits),
        labels=policy.labels(owner="learner-1", instance="test-ends", limits=limits),
        host_config=api.create_host_config(**policy.host_config(limits)),
    )
    try:
        api.start(made["Id"])
        assert api.wait(made["Id"], timeout=60)["StatusCode"] != 0
    finally:
        api.remove_container(made["Id"], force=True)


async def test_the_labels_tell_whose_it_is(sandbox: DockerSandbox, containers: Containers) -> None:
    run = asyncio.ensure_future(sandbox.run("sleep 1", owner="learner-7", limits=RunLimits()))
    await until(lambda: bool(containers()))
    labels = containers()[0]["Labels"]
    await run
    assert labels[OWNER_LABEL] == "learner-7"
    assert labels[INSTANCE_LABEL] == sandbox.instance
    assert labels[KIND_LABEL] == "run"
    assert labels[EXPIRY_LABEL] == "70"


# An engine that is away, comes back, or hangs


def _engine_socket(api: Any) -> str:
    path = Path("/var/run/docker.sock")
    if not path.is_socket():
        pytest.skip("the engine is not behind the usual socket, so it cannot be unplugged")
    return str(path)


async def test_the_engine_restarts_and_commands_run_again(api: Any, image: Image, tmp_path: Path) -> None:
    async with plugged(tmp_path / "e.sock", _engine_socket(api)) as plug:
        sandbox = DockerSandbox(Clock(), instance="test-plug", image=image, host=plug.host)
        sandbox.fresh = 0.0
        assert (await sandbox.run("echo 1", owner="l", limits=RunLimits())).output == "1\n"
        assert await sandbox.state() is SandboxState.READY
        await plug.pull_out()
        assert (await sandbox.run("echo 2", owner="l", limits=RunLimits())).outcome is RunOutcome.UNAVAILABLE
        assert await sandbox.state() is SandboxState.NO_ENGINE
        await plug.put_in()
        assert (await sandbox.run("echo 3", owner="l", limits=RunLimits())).output == "3\n"
        assert await sandbox.state() is SandboxState.READY
        await sandbox.aclose()


async def test_the_engine_dies_during_a_command_and_the_next_sweep_cleans_up(
    api: Any, image: Image, tmp_path: Path
) -> None:
    instance = f"test-{secrets.token_hex(6)}"

    def listed() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = api.containers(all=True, filters={"label": f"{INSTANCE_LABEL}={instance}"})
        return found

    async with plugged(tmp_path / "e.sock", _engine_socket(api)) as plug:
        sandbox = DockerSandbox(Clock(), instance=instance, image=image, host=plug.host)
        run = asyncio.ensure_future(sandbox.run("sleep 60", owner="l", limits=RunLimits(seconds=60)))
        await until(lambda: any(row["State"] == "running" for row in listed()))
        await plug.pull_out()
        assert (await run).outcome is RunOutcome.UNAVAILABLE
        assert len(listed()) == 1
        assert await sandbox.sweep() == 0
        await plug.put_in()
        assert await sandbox.sweep() == 1
        assert listed() == []
        await sandbox.aclose()


async def test_a_silent_engine_costs_patience_and_never_the_event_loop(api: Any, image: Image, tmp_path: Path) -> None:
    async with plugged(tmp_path / "e.sock", _engine_socket(api)) as plug:
        plug.fall_silent()
        sandbox = DockerSandbox(Clock(), instance="test-mute", image=image, host=plug.host, engine_seconds=1.0)
        run = asyncio.ensure_future(sandbox.run("echo", owner="l", limits=RunLimits()))
        beats = 0
        while not run.done():
            await asyncio.sleep(0.01)
            beats += 1
        assert run.result().outcome is RunOutcome.UNAVAILABLE
        assert beats > 20
        assert await sandbox.state() is SandboxState.NO_ENGINE
        assert await sandbox.sweep() == 0
        await plug.pull_out()
        await sandbox.aclose()


class TestAContainerThatWaits:
    """Started ahead, it takes one command and differs in nothing but the wait for it."""

    @pytest.fixture
    async def warm(self, image: Image) -> AsyncIterator[DockerSandbox]:
        sandbox = DockerSandbox(Clock(), instance=f"test-{secrets.token_hex(6)}", image=image, warm=1)
        assert await sandbox.fill() == 1
        yield sandbox
        await sandbox.aclose()

    async def test_it_runs_what_a_cold_one_would(self, warm: DockerSandbox, run: Run) -> None:
        for command in (
            "echo 你好; id -u; pwd; env | sort",
            "cat; echo end",
            "exit 7",
            "printf 'a\\0b'; echo $0 $#",
            "",
        ):
            await warm.fill()
            mine = await warm.run(command, owner="1", limits=RunLimits())
            cold = await run(command)
            assert (mine.outcome, mine.exit_code, mine.output) == (cold.outcome, cold.exit_code, cold.output)

    async def test_each_is_used_once(self, warm: DockerSandbox) -> None:
        await warm.run("touch /tmp/left", owner="1", limits=RunLimits())
        await warm.fill()
        assert (await warm.run("ls /tmp", owner="2", limits=RunLimits())).output == ""

    async def test_its_limits_hold(self, warm: DockerSandbox) -> None:
        slow = await warm.run("sleep 60", owner="1", limits=RunLimits())
        assert slow.outcome is RunOutcome.TIMEOUT
        await warm.fill()
        loud = await warm.run("yes", owner="1", limits=RunLimits())
        assert loud.outcome is RunOutcome.TOO_MUCH_OUTPUT

    async def test_one_that_was_lost_costs_nobody_his_command(self, warm: DockerSandbox, api: Any) -> None:
        for row in api.containers(filters={"label": f"{INSTANCE_LABEL}={warm.instance}"}):
            api.kill(row["Id"])
        assert (await warm.run("echo on", owner="1", limits=RunLimits())).output == "on\n"

    async def test_a_sweep_leaves_it_alone_while_it_runs(self, warm: DockerSandbox) -> None:
        running = asyncio.ensure_future(warm.run("sleep 3; echo on", owner="1", limits=RunLimits()))
        await asyncio.sleep(1)
        assert await warm.sweep() == 0
        assert (await running).output == "on\n"

    async def test_nothing_is_left_of_it(self, image: Image, api: Any) -> None:
        sandbox = DockerSandbox(Clock(), instance=f"test-{secrets.token_hex(6)}", image=image, warm=2)
        assert await sandbox.fill() == 2
        assert await sandbox.sweep() == 0
        await sandbox.aclose()
        mine = {"label": f"{INSTANCE_LABEL}={sandbox.instance}"}
        await until(lambda: api.containers(all=True, filters=mine) == [])
