"""/lab: a machine of one's own; commands, files, checks, hints; its end, and going on after it."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.lab_session import Ending
from bot.domain.lab_shell import LabState, ShellOutcome
from bot.domain.messages.general import Sorry, Trouble
from bot.domain.messages.lab import (
    LabFile,
    LabInterrupted,
    LabNoFile,
    LabOver,
    LabPut,
    LabRan,
    LabReplayed,
    LabShelf,
    LabUnavailable,
    LabWaiting,
    LabWarning,
)
from bot.storage import review
from tests.world import Somebody, World


async def opened(world: World, who: Somebody) -> str:
    """An enrolled person with the kettle lab open; answers with its container's name."""
    await who.enrol()
    await who.say("/lab kettle")
    await world.labs_done()
    return next(reversed(world.labs.open))


async def memory_of(world: World, who: Somebody, card: str) -> int:
    """How often a card was reviewed."""
    async with world.bot.database.begin() as tx:
        known = await review.memory(tx, (await world.person(who)).id, "tea", card)
    return 0 if known is None else known.reviews


async def test_the_shelf_lists_the_labs_and_a_button_opens_one(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    async with alex.watching():
        await alex.say("/lab")
    assert alex.heard(LabShelf).labs[0].state == "new"
    await alex.press("lab", "kettle")
    await tea.labs_done()
    assert "A kettle of your own" in alex.last.text
    assert alex.has("lab_check")
    (container,) = tea.labs.open
    assert tea.labs.files[container] == {"label.txt": b"Handle with care.\n"}


@pytest.mark.parametrize("name", ["boil-water", "KETTLE", " kettle "])
async def test_a_lab_is_found_by_its_name_or_its_units(tea: World, name: str) -> None:
    await tea.alex.enrol()
    await tea.alex.say(f"/lab {name}")
    await tea.labs_done()
    assert len(tea.labs.open) == 1


async def test_a_lab_that_is_not_there_is_said_to_be_so(tea: World) -> None:
    await tea.alex.enrol()
    async with tea.alex.watching():
        await tea.alex.say("/lab samovar")
    assert tea.alex.heard(Trouble).error == "UnknownLab"


async def test_messages_are_commands_and_their_output_comes_back(tea: World) -> None:
    alex = tea.alex
    container = await opened(tea, alex)
    tea.labs.will("docker ps", "CONTAINER ID\n")
    async with alex.watching():
        await alex.say("docker ps")
        await tea.labs_done()
    assert alex.heard(LabRan).outcome is ShellOutcome.OK
    assert "CONTAINER ID" in alex.last.text
    await alex.say("/sh echo one\necho two")
    await tea.labs_done()
    assert tea.labs.open[container] == ["docker ps", "echo one\necho two"]


async def test_without_a_lab_a_command_for_one_says_where_to_get_it(tea: World) -> None:
    await tea.alex.enrol()
    for text in ("/sh ls", "/get cup"):
        async with tea.alex.watching():
            await tea.alex.say(text)
        assert tea.alex.heard(Trouble).error == "NoLab"


@pytest.mark.parametrize("text", ["/sh", "/get"])
async def test_a_command_with_nothing_behind_it_gets_an_example(tea: World, text: str) -> None:
    await opened(tea, tea.alex)
    async with tea.alex.watching():
        await tea.alex.say(text)
    assert tea.alex.heard(Trouble).error == "EmptyShell"


async def test_while_a_program_waits_messages_are_its_input_and_stop_is_ctrl_c(tea: World) -> None:
    alex = tea.alex
    await opened(tea, alex)
    tea.labs.gate.clear()
    await alex.say("read name")
    await tea.settle()
    await alex.say("Mei")
    await tea.settle()
    assert tea.labs.typed == ["Mei"]
    running = next(screen for screen in reversed(alex.bots) if "read name" in screen.text)
    await alex.forge(next(data for data in running.data.values() if data.startswith("lab_stop")))
    async with alex.watching():
        await tea.labs_done()
    assert "Stopped" in next(screen.text for screen in reversed(alex.bots) if "read name" in screen.text)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (ShellOutcome.FULL_SCREEN, "as a document"),
        (ShellOutcome.TOO_MUCH_OUTPUT, "more than I keep"),
        (ShellOutcome.SHELL_ENDED, "new one"),
        (ShellOutcome.FAILED, "Exit code 3"),
    ],
)
async def test_every_ending_of_a_command_is_told(tea: World, outcome: ShellOutcome, words: str) -> None:
    await opened(tea, tea.alex)
    tea.labs.will("strange", "", outcome, 3)
    await tea.alex.say("strange")
    await tea.labs_done()
    assert words in tea.alex.last.text


async def test_a_document_lands_in_the_lab_and_get_brings_it_back(tea: World) -> None:
    alex = tea.alex
    container = await opened(tea, alex)
    async with alex.watching():
        tea.chat.send_document(alex.id, alex.id, "../../etc/Dockerfile", b"FROM alpine\n")
        await tea.labs_done()
    assert alex.heard(LabPut) == LabPut("Dockerfile", 12, there=True)
    assert tea.labs.files[container]["Dockerfile"] == b"FROM alpine\n"
    async with alex.watching():
        await alex.say("/get Dockerfile")
        await tea.labs_done()
    alex.heard(LabFile)
    assert alex.last.raw["document"]["file_name"] == "Dockerfile"
    async with alex.watching():
        await alex.say("/get nothing")
        await tea.labs_done()
    assert alex.heard(LabNoFile).path == "nothing"


async def test_a_document_that_is_too_large_is_not_even_fetched(tea: World) -> None:
    alex = tea.alex
    await opened(tea, alex)
    async with alex.watching():
        tea.chat.send_document(alex.id, alex.id, "big", bytes(2 * 1024 * 1024))
        await tea.labs_done()
    assert alex.heard(Trouble).error == "FileTooLarge"


async def test_a_check_that_fails_says_what_was_expected_and_seen_and_offers_one_hint(tea: World) -> None:
    alex = tea.alex
    await opened(tea, alex)
    tea.labs.will_fail("kettle-$NONCE", "a cold kettle")
    await alex.press("lab_check")
    await tea.labs_done()
    assert "✗ 1." in alex.last.text
    assert "a kettle that is hot" in alex.last.text
    assert "a cold kettle" in alex.last.text
    assert "○ 2." in alex.last.text  # it waits for the first
    await alex.press("lab_hint")
    assert "Water needs a fire." in alex.last.text
    assert not alex.has("lab_hint")


@pytest.mark.parametrize(("hinted", "rating"), [(False, 3), (True, 2)])
async def test_a_pass_rates_the_cards_once_good_or_hard_with_a_hint(tea: World, hinted: bool, rating: int) -> None:
    alex = tea.alex
    container = await opened(tea, alex)
    if hinted:
        tea.labs.will_fail("test -s cup", "")
        await alex.press("lab_check")
        await tea.labs_done()
        await alex.press("lab_hint")
        tea.labs.will_pass()
    assert await memory_of(tea, alex, "water-which") == 0  # no check rates anything by itself
    await alex.press("lab_check")
    await tea.labs_done()
    assert "✓ 2." in alex.last.text
    async with alex.watching():
        await alex.press("lab_give_up")
        await tea.labs_done()
    over = alex.heard(LabOver)
    assert (over.ending, over.hinted, over.cards) == (Ending.PASSED, hinted, 1)
    assert await memory_of(tea, alex, "water-which") == 1
    async with tea.bot.database.begin() as tx:
        known = await review.memory(tx, (await tea.person(alex)).id, "tea", "water-which")
    assert known is not None
    assert container not in tea.labs.open
    async with alex.watching():
        await alex.say("/lab")
    assert alex.heard(LabShelf).labs[0].state == "done"


async def test_one_lab_a_person(tea: World) -> None:
    alex = tea.alex
    await opened(tea, alex)
    await alex.say("/lab kettle")
    await tea.labs_done()
    assert len(tea.labs.open) == 1
    assert alex.has("lab_check")


async def test_who_comes_when_all_labs_are_taken_waits_and_is_told_his_place(tea: World) -> None:
    tea.bot.labs.at_once = 1
    await opened(tea, tea.alex)
    mei = tea.mei
    await mei.enrol()
    await mei.say("/lab kettle")
    await tea.labs_done()
    assert "You are next" in mei.last.text
    await tea.alex.press("lab_give_up")
    await tea.labs_done()
    assert any("kettle-" in screen.text for screen in mei.bots)
    assert len(tea.labs.open) == 1


async def test_cancel_takes_somebody_off_the_queue(tea: World) -> None:
    tea.bot.labs.at_once = 0
    await tea.alex.enrol()
    await tea.alex.say("/lab kettle")
    await tea.labs_done()
    await tea.alex.say("/cancel")
    await tea.labs_done()
    tea.bot.labs.at_once = 1
    await tea.labs_done()
    assert not tea.labs.open


@pytest.mark.parametrize("state", [LabState.NO_ENGINE, LabState.NO_IMAGE])
async def test_without_an_engine_or_image_it_says_so_and_one_may_ask_again(tea: World, state: LabState) -> None:
    tea.labs.now = state
    await tea.alex.enrol()
    async with tea.alex.watching():
        await tea.alex.say("/lab kettle")
        await tea.labs_done()
    assert tea.alex.heard(LabUnavailable).state is state
    tea.labs.now = LabState.READY
    await tea.alex.say("/lab kettle")
    await tea.labs_done()
    assert len(tea.labs.open) == 1


async def test_a_quiet_lab_is_asked_for_five_minutes_before_its_end_and_kept_by_a_tap(tea: World) -> None:
    alex = tea.alex
    container = await opened(tea, alex)
    async with alex.watching():
        await tea.travel(minutes=26)
    warning = next(m for m in alex.messages if isinstance(m, LabWarning))
    assert warning.minutes == 5
    await alex.press("lab_extend")
    await tea.labs_done()
    await tea.travel(minutes=20)
    assert container in tea.labs.open
    await tea.travel(minutes=20)
    await tea.labs_done()
    assert container not in tea.labs.open


async def test_after_its_time_a_lab_is_gone_rated_again_and_can_be_resumed(tea: World) -> None:
    alex = tea.alex
    await opened(tea, alex)
    await alex.say("mkdir a")
    await tea.labs_done()
    tea.labs.will("boom", "", ShellOutcome.FAILED, 1)
    await alex.say("boom")
    await tea.labs_done()
    async with alex.watching():
        await tea.travel(minutes=40)
        await tea.labs_done()
    over = next(m for m in tea.sent_to(alex.id).values() if isinstance(m, LabOver))
    assert over.ending is Ending.EXPIRED
    assert over.resumable
    assert await memory_of(tea, alex, "water-which") == 1
    await alex.press("lab_resume")
    await tea.labs_done()
    (container,) = tea.labs.open
    assert tea.labs.open[container] == ["mkdir a"]  # what failed is not repeated
    told = next(m for m in tea.sent_to(alex.id).values() if isinstance(m, LabReplayed))
    assert (told.done, told.total) == (1, 1)


async def test_a_resumed_lab_says_where_it_stopped(tea: World) -> None:
    alex = tea.alex
    await opened(tea, alex)
    for command in ("one", "two", "three"):
        await alex.say(command)
        await tea.labs_done()
    await alex.press("lab_give_up")
    await tea.labs_done()
    tea.labs.will("two", "no\n", ShellOutcome.FAILED, 1)
    await alex.press("lab_resume")
    await tea.labs_done()
    told = next(m for m in tea.sent_to(alex.id).values() if isinstance(m, LabReplayed))
    assert (told.done, told.total, told.stopped_at, told.why) == (1, 3, "two", "failed")


async def test_starting_over_gives_a_fresh_machine_and_rates_nothing(tea: World) -> None:
    alex = tea.alex
    first = await opened(tea, alex)
    await alex.press("lab_over")
    await tea.labs_done()
    (second,) = tea.labs.open
    assert second != first
    assert await memory_of(tea, alex, "water-which") == 0


async def test_after_a_crash_the_lab_is_still_there_and_the_command_that_ran_is_told(tea: World) -> None:
    alex = tea.alex
    container = await opened(tea, alex)
    tea.labs.gate.clear()
    await alex.say("sleep 100")
    await tea.settle()
    await tea.crash()
    tea.labs.gate.set()
    await tea.labs_done()
    assert any(isinstance(m, LabInterrupted) for m in tea.sent_to(alex.id).values())
    await alex.say("ls")
    await tea.labs_done()
    assert tea.labs.open[container][-1] == "ls"


async def test_a_container_that_is_gone_ends_its_lab_and_rates_nothing(tea: World) -> None:
    alex = tea.alex
    container = await opened(tea, alex)
    del tea.labs.open[container]
    async with alex.watching():
        await alex.say("ls")
        await tea.labs_done()
    over = next(m for m in tea.sent_to(alex.id).values() if isinstance(m, LabOver))
    assert (over.ending, over.cards) == (Ending.LOST, 0)


async def test_somebody_elses_lab_cannot_be_touched(tea: World) -> None:
    await opened(tea, tea.alex)
    data = [value for screen in tea.alex.bots for value in screen.data.values() if value.startswith("lab_")]
    assert data
    await tea.mei.enrol()
    for each in data:
        await tea.mei.forge(each)
    await tea.labs_done()
    assert len(tea.labs.open) == 1


async def test_a_question_that_is_open_gets_the_text(tea: World) -> None:
    alex = tea.alex
    container = await opened(tea, alex)
    await alex.say("/settings")
    await alex.press("settings", "zone")
    await alex.press("zone_ask")
    await alex.say("Berlin")
    await tea.labs_done()
    assert tea.labs.open[container] == []


async def test_the_wait_is_told_before_the_lab_is_there(tea: World) -> None:
    await tea.alex.enrol()
    await tea.alex.say("/lab kettle")
    await tea.labs_done()
    assert any(isinstance(m, LabWaiting) for m in tea.sent_to(tea.alex.id).values())


async def test_a_lab_whose_time_is_over_takes_what_runs_in_it_along(tea: World) -> None:
    alex = tea.alex
    container = await opened(tea, alex)
    tea.labs.gate.clear()
    await alex.say("sleep 100000")
    await tea.settle()
    await tea.travel(minutes=40)
    await tea.settle()
    for _ in range(100):
        if container not in tea.labs.open:
            break
        await asyncio.sleep(0.01)
    assert container not in tea.labs.open
    tea.labs.gate.set()
    await tea.labs_done()


async def test_two_who_come_together_both_get_a_lab(tea: World) -> None:
    for who in (tea.alex, tea.mei):
        await who.enrol()
    await tea.alex.say("/lab kettle")
    await tea.mei.say("/lab kettle")
    await tea.labs_done()
    assert len(tea.labs.open) == 2


async def test_a_lab_that_cannot_be_made_ready_is_not_blamed_on_the_engine(tea: World) -> None:
    tea.labs.will_fail("> tap", "no tap")
    await tea.alex.enrol()
    async with tea.alex.watching():
        await tea.alex.say("/lab kettle")
        await tea.labs_done()
    assert tea.alex.heard(LabUnavailable).state is LabState.READY
    assert not tea.labs.open


async def test_what_breaks_in_between_is_said_and_the_lab_goes_on(tea: World) -> None:
    alex = tea.alex
    container = await opened(tea, alex)
    tea.labs.broken = "boom"
    async with alex.watching():
        await alex.say("boom")
        await tea.labs_done()
    alex.heard(Sorry)
    await alex.say("ls")
    await tea.labs_done()
    assert tea.labs.open[container][-1] == "ls"
    tea.forgive("a step of a lab could not be done")


async def test_a_check_that_was_under_way_is_tried_again_after_a_crash(tea: World) -> None:
    alex = tea.alex
    await opened(tea, alex)
    tea.labs.gate.clear()
    await alex.press("lab_check")
    await tea.crash()
    tea.labs.gate.set()
    await tea.labs_done()
    assert "✓ 2." in alex.last.text
