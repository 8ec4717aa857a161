"""/run: what comes back, one at a time a person, a queue for the rest, and no engine."""

from __future__ import annotations

import pytest

from bot.domain.messages.general import Cancelled, Sorry, Trouble
from bot.domain.messages.run import RunFinished, RunOutputFile, RunQueued, RunRunning, RunUnavailable
from bot.domain.run import RunOutcome, SandboxState
from tests.world import Somebody, World


def text_of(somebody: Somebody, command: str) -> str:
    """The message of this command as it looks now."""
    return next(screen.text for screen in reversed(somebody.bots) if screen.text.startswith(command))


async def test_output_comes_back_as_code_with_exit_code_and_duration(world: World) -> None:
    alex = world.alex
    world.sandbox.will("uname -r", "6.1.0\n")
    await alex.say("/run uname -r")
    await world.commands_done()
    assert "6.1.0" in alex.last.text
    assert "0 · 0.2" in alex.last.text
    kinds = [entity["type"] for entity in alex.last.raw["entities"]]
    assert kinds == ["code", "pre"]
    assert len(alex.bots) == 1  # one message, edited


async def test_the_first_command_and_the_next_are_both_answered(world: World) -> None:
    alex = world.alex
    for command in ("echo one", "echo two", "echo three"):
        await alex.say(f"/run {command}")
        await world.commands_done()
        assert f"{command}\n{command}" in alex.last.text


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (RunOutcome.FAILED, 127),
        (RunOutcome.TIMEOUT, None),
        (RunOutcome.OUT_OF_MEMORY, None),
        (RunOutcome.TOO_MUCH_OUTPUT, None),
    ],
)
async def test_every_ending_is_told(world: World, outcome: RunOutcome, code: int | None) -> None:
    alex = world.alex
    world.sandbox.will("strange", "so far\n", outcome, code)
    async with alex.watching():
        await alex.say("/run strange")
        await world.commands_done()
    finished = alex.heard(RunFinished)
    assert (finished.outcome, finished.exit_code) == (outcome, code)
    assert "so far" in alex.last.text


async def test_silence_is_told(world: World) -> None:
    world.sandbox.will("true", "")
    await world.alex.say("/run true")
    await world.commands_done()
    assert len(world.alex.last.text.split("\n")) >= 3


async def test_long_output_is_head_and_tail_and_a_file(world: World) -> None:
    alex = world.alex
    output = "".join(f"line {number}\n" for number in range(1000))
    world.sandbox.will("seq", output)
    async with alex.watching():
        await alex.say("/run seq")
        await world.commands_done()
    finished = alex.heard(RunFinished)
    assert finished.left_out == 960
    alex.heard(RunOutputFile)
    shown, file = alex.bots
    assert "line 0\n" in shown.text
    assert "line 999" in shown.text
    assert "line 500" not in shown.text
    assert file.raw["document"]["file_size"] == len(output)
    assert file.raw["document"]["file_name"] == "output.txt"


async def test_output_of_every_kind_reaches_the_chat(world: World) -> None:
    alex = world.alex
    for output in (
        "<b>&amp;</b></code></pre>\n",
        "\x1b[31mred\x1b[0m\x00\x07\n",
        "字" * 30000,
        "👍" * 5000,
        "\n" * 3000,
        "a" * 65536,
        "`**_~[x](y)",
    ):
        world.sandbox.will("print", output)
        await alex.say("/run print")
        await world.commands_done()
        assert "Running" not in text_of(alex, "print")


async def test_an_empty_command_says_how(world: World) -> None:
    for command in ("/run", "/run   ", "/run \n\t"):
        await world.alex.say(command)
        assert world.alex.heard(Trouble).error == "EmptyRun"
        assert "/run uname -r" in world.alex.last.text
    assert world.sandbox.started == []


async def test_a_command_of_five_thousand_characters(world: World) -> None:
    alex = world.alex
    await alex.say("/run " + "x" * 3000)
    assert alex.heard(Trouble).fields == {"length": 3000, "limit": 1000}
    async with alex.watching():
        message = {"message_id": 900, "date": 1772440000, "chat": {"id": alex.id, "type": "private", "first_name": "A"}}
        user = {"id": alex.id, "is_bot": False, "first_name": "Alex"}
        await world.inject({"message": {**message, "from": user, "text": "/run " + "y" * 5000}})
    assert alex.heard(Trouble).fields["length"] == 5000
    assert world.sandbox.started == []


async def test_one_at_a_time_a_person(world: World) -> None:
    alex = world.alex
    world.sandbox.gate.clear()
    await alex.say("/run sleep 1")
    alex.heard(RunRunning)
    await alex.say("/run sleep 2")
    assert alex.heard(Trouble).error == "RunBusy"
    assert "sleep 1" in alex.last.text
    world.sandbox.gate.set()
    await world.commands_done()
    assert world.sandbox.started == ["sleep 1"]


async def test_the_queue_tells_each_his_place_and_moves_on(world: World) -> None:
    alex, mei, ada = world.alex, world.mei, world.ada
    world.sandbox.gate.clear()
    await alex.say("/run one")
    await mei.say("/run two")
    alex.heard(RunRunning)
    mei.heard(RunRunning)
    await ada.say("/run three")
    assert ada.heard(RunQueued).place == 1
    await alex.say("/cancel")
    alex.heard(Cancelled)
    assert "Running" not in text_of(alex, "one")
    await world.settle()
    world.sandbox.gate.set()
    await world.commands_done()
    assert "three\nthree" in text_of(ada, "three")
    assert "two\ntwo" in text_of(mei, "two")
    assert "one\none" not in alex.transcript()


async def test_cancel_in_the_queue(world: World) -> None:
    alex, mei, ada = world.alex, world.mei, world.ada
    world.sandbox.gate.clear()
    for somebody in (alex, mei, ada):
        await somebody.say("/run wait")
    await ada.say("/cancel")
    assert ada.heard(Cancelled).run
    world.sandbox.gate.set()
    await world.commands_done()
    assert world.sandbox.started == ["wait", "wait"]
    await ada.say("/run again")
    await world.commands_done()
    assert "again\nagain" in ada.last.text


@pytest.mark.parametrize(
    "state", [SandboxState.NO_ENGINE, SandboxState.NO_IMAGE, SandboxState.BUILDING, SandboxState.BUILD_FAILED]
)
async def test_no_engine_says_how_to_get_one_and_all_else_works(world: World, state: SandboxState) -> None:
    alex = world.alex
    world.sandbox.now = state
    async with alex.watching():
        await alex.say("/run id")
        await world.commands_done()
    assert alex.heard(RunUnavailable).state is state
    await alex.enrol()
    await alex.press("begin", "now")
    assert "Boil an egg" in alex.last


async def test_a_sandbox_that_breaks_is_our_fault_and_the_queue_goes_on(world: World) -> None:
    alex = world.alex
    world.forgive("a command could not be run")
    world.sandbox.will_break("boom")
    async with alex.watching():
        await alex.say("/run boom")
        await world.commands_done()
    alex.heard(Sorry)
    await alex.say("/run id")
    await world.commands_done()
    assert "id\nid" in alex.last.text


async def test_what_ran_when_the_bot_died_runs_again(world: World) -> None:
    alex, mei, ada = world.alex, world.mei, world.ada
    world.sandbox.gate.clear()
    for somebody in (alex, mei, ada):
        await somebody.say(f"/run echo {somebody.id}")
    await world.sandbox.has_started(2)
    await world.abandon()
    world.sandbox.gate.set()
    await world.start()
    await world.commands_done()
    for somebody in (alex, mei, ada):
        assert f"echo {somebody.id}\necho {somebody.id}" in somebody.last.text


async def test_a_command_that_kills_the_bot_is_given_up(world: World) -> None:
    alex = world.alex
    world.sandbox.gate.clear()
    await alex.say("/run bomb")
    for attempt in (1, 2):
        await world.sandbox.has_started(attempt)
        await world.crash()
    await world.sandbox.has_started(3)
    async with alex.watching():
        await world.crash()
        await world.commands_done()
    alex.heard(Sorry)
    assert world.sandbox.started == ["bomb"] * 3


async def test_run_works_before_start_and_in_a_focus_block(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.say("/run id")
    await world.commands_done()
    assert "id\nid" in alex.last.text
