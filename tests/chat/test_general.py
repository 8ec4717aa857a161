"""/help, /progress, /cancel in every state, and words that nobody asked for."""

from __future__ import annotations

from bot.domain.messages.general import Cancelled, Help, NotUnderstood, ProgressReport, Trouble
from bot.domain.messages.quiz import CardFront, QuizPoll
from bot.domain.messages.study import AskRecite, Recital
from tests.world import Somebody, World


async def begun(somebody: Somebody) -> Somebody:
    await somebody.enrol()
    await somebody.press("begin", "now")
    return somebody


async def test_help_before_and_after(world: World) -> None:
    alex = world.alex
    await alex.say("/help")
    assert not alex.heard(Help).enrolled
    assert "/start" in alex.last.text
    await begun(alex)
    await alex.say("/help")
    assert alex.heard(Help).enrolled
    for command in ("today", "review", "pomodoro", "run", "progress", "settings", "cancel", "help"):
        assert f"/{command}" in alex.last.text


async def test_a_command_that_does_not_exist(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    for command in ("/launch", "/", "/ /today", "/RUN_IT_NOW", "/" + "x" * 4000, "/today2"):
        await alex.say(command)
        assert alex.heard(Trouble).error == "UnknownCommand", command
        assert "/help" in alex.last.text


async def test_commands_in_capitals_and_addressed_to_the_bot(world: World) -> None:
    alex = world.alex
    for command in ("/HELP", "/help@pomodock_bot", "/help please", "/help\nnow", "/help\tnow"):
        await alex.say(command)
        alex.heard(Help)


async def test_the_numbers_of_progress_are_true(world: World) -> None:
    alex = await begun(world.alex)
    await alex.say("/progress")
    report = alex.heard(ProgressReport)
    assert (report.units_done, report.units, report.blocks, report.due, report.day) == (0, 2, 0, 0, 1)
    assert alex.last.raw.get("photo")
    await alex.read_all()
    await alex.recite_and_rate(rating=1)
    await alex.answer(right=False)
    await alex.press("next_card")
    await alex.answer()
    await alex.press("next_card")
    await world.travel(minutes=31)
    await alex.say("/progress")
    report = alex.heard(ProgressReport)
    assert (report.units_done, report.blocks, report.streak) == (1, 1, 1)
    assert (report.due, report.learning, report.known) == (2, 3, 0)
    assert (report.recent[-1].blocks, report.recent[-1].reviews) == (1, 3)
    assert len(report.recent) == 14
    assert sum(topic.total for topic in report.topics) == len(world.bot.courses.current().course.cards)
    await world.travel(days=1)
    await alex.say("/progress")
    report = alex.heard(ProgressReport)
    assert (report.day, report.streak) == (2, 1)  # yesterday counts until today is over
    await world.travel(days=1)
    await alex.say("/progress")
    assert alex.heard(ProgressReport).streak == 0


async def test_cancel_when_nothing_goes_on(world: World) -> None:
    alex = world.alex
    await alex.say("/cancel")
    assert alex.heard(Trouble).error == "NothingToCancel"
    await alex.enrol()
    await alex.press("begin", "later")
    await alex.say("/cancel")
    assert alex.heard(Trouble).error == "NothingToCancel"


async def test_cancel_a_question_of_start(world: World) -> None:
    alex = world.alex
    await alex.say("/start")
    await alex.press("language")
    await alex.say("/cancel")
    assert alex.heard(Cancelled).question
    await alex.say("Oslo")
    alex.heard(NotUnderstood)
    await alex.say("/start")
    await alex.press("language")
    assert alex.has("zone")


async def test_cancel_in_the_middle_of_reading_keeps_the_place(world: World) -> None:
    alex = await begun(world.alex)
    await alex.press("unit_next")
    await alex.say("/cancel")
    cancelled = alex.heard(Cancelled)
    assert cancelled.block
    assert cancelled.unit is not None
    assert not alex.has("pause")
    await alex.press("today")
    await alex.press("day_start")
    assert alex.kinds == ["BlockBar", "AskGuess"]


async def test_cancel_a_recitation_and_say_it_later(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.say("/cancel")
    assert alex.heard(Cancelled).question
    await alex.say("the white sets first")
    lost = alex.heard(NotUnderstood)
    assert lost.title is not None
    await alex.press("unit_resume")
    alex.heard(AskRecite)
    await alex.say("the white sets first")
    alex.heard(Recital)


async def test_cancel_between_recitation_and_rating(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.say("the white sets first")
    await alex.say("/cancel")
    alex.heard(Cancelled)
    await alex.say("/today")
    await alex.press("day_start")
    alex.heard(Recital)
    await alex.press("rate", "3")
    alex.heard(QuizPoll)


async def test_cancel_in_the_quiz_and_go_on(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.recite_and_rate()
    await alex.say("/cancel")
    assert alex.heard(Cancelled).unit is not None
    await alex.say("/today")
    await alex.press("day_start")
    assert alex.heard(QuizPoll).position == 0
    await alex.finish_quiz()
    assert "UnitDone" in alex.kinds


async def test_cancel_in_the_break(world: World) -> None:
    alex = await begun(world.alex)
    await world.travel(minutes=26)
    await alex.say("/cancel")
    assert alex.heard(Cancelled).block
    await world.travel(minutes=10)
    assert "BreakOver" not in alex.kinds


async def test_cancel_a_review(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.recite_and_rate(rating=1)
    await alex.finish_quiz()
    await alex.press("break")
    await world.travel(minutes=15)
    await alex.say("/review")
    alex.heard(CardFront)
    turn = alex.data("turn_card")
    await alex.say("/cancel")
    assert alex.heard(Cancelled).review
    assert not await alex.forge(turn)
    assert alex.toast
    await alex.say("/review")
    alex.heard(CardFront)


async def test_words_outside_any_question(world: World) -> None:
    alex = world.alex
    await alex.say("hello?")
    assert alex.heard(NotUnderstood).title is None
    await begun(alex)
    await alex.say("hello?")
    assert alex.heard(NotUnderstood).title is not None
    await alex.press("unit_resume")
    assert alex.kinds == ["Survey"]


async def test_settings_in_the_middle_of_a_recitation(world: World) -> None:
    alex = await begun(world.alex)
    await alex.read_all()
    await alex.say("/settings")
    await alex.press("settings", "hour")
    await alex.press("hour", "1200")
    await alex.say("the white sets first")
    if "NotUnderstood" in alex.kinds:
        await alex.press("unit_resume")
        await alex.say("the white sets first")
    alex.heard(Recital)
