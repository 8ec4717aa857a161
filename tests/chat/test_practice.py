"""/quiz [TOPIC] [N]: a quiz whenever somebody wants one, with every kind of card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.messages.general import Cancelled
from bot.domain.messages.quiz import (
    CardFront,
    ClozeBack,
    ClozeFront,
    ClozeRated,
    OutputBack,
    OutputFront,
    OutputRated,
    QuizBegins,
    QuizDone,
    QuizFeedback,
    QuizGoesOn,
    QuizPoll,
    QuizTopics,
    ReviewDone,
)
from bot.domain.messages.study import Recital
from bot.storage import review as memories
from tests.chat.test_map import finish_unit
from tests.world import Somebody, World


async def learnt(somebody: Somebody) -> Somebody:
    """Both units are done."""
    await somebody.enrol()
    await somebody.press("begin", "now")
    await finish_unit(somebody)
    await somebody.press("day_start")
    await finish_unit(somebody)
    await somebody.say("/cancel")
    return somebody


async def answer_all(somebody: Somebody, *, right: bool = True) -> QuizDone:
    """Go through an open quiz, whatever it asks; answers its end."""
    for _ in range(20):
        if "QuizPoll" in somebody.kinds:
            await somebody.answer(right=right)
            await somebody.press("next_card")
        elif {"CardFront", "ClozeFront", "OutputFront"} & set(somebody.kinds):
            await somebody.press("turn_card")
            await somebody.press("rate_card", "3" if right else "1")
        else:
            break
    return somebody.heard(QuizDone)


async def reviews_of(world: World) -> int:
    async with world.bot.database.begin() as tx:
        return len(await memories.reviewed_since(tx, 1, world.now - timedelta(days=99)))


async def test_before_the_first_unit_topics_are_offered(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say("/quiz 3")
    offered = alex.heard(QuizTopics)
    assert (offered.reason, offered.questions) == ("nothing_learnt", 3)
    await alex.press("Tea leaves")
    assert alex.heard(QuizBegins).count == 2


async def test_a_quiz_on_what_was_learnt(tea: World) -> None:
    alex = await learnt(tea.alex)
    await tea.travel(days=1)
    await alex.say("/quiz")
    begins = alex.heard(QuizBegins)
    assert (begins.topic, begins.count, begins.closed) == (None, 4, False)
    done = await answer_all(alex)
    assert (done.right, done.count, done.weakest) == (4, 4, None)
    assert "4 of 4 right" in alex.last.text
    assert alex.has("5 more")


async def test_the_weakest_topic_is_named(tea: World) -> None:
    alex = await learnt(tea.alex)
    await alex.say("/quiz")
    done = await answer_all(alex, right=False)
    assert done.right == 0
    assert done.weakest is not None
    assert "Most to gain" in alex.last.text


@pytest.mark.parametrize(
    "words", ["water 1", "1 WATER", "tea-water 1", "2 1", "１　水", "泡茶的水 1", "water for tea 1"]
)
async def test_a_topic_in_any_words(tea: World, words: str) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say(f"/quiz {words}")
    begins = alex.heard(QuizBegins)
    assert begins.topic is not None
    assert (begins.topic["en"], begins.count) == ("Water for tea", 1)


async def test_several_topics_are_asked_back(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say("/quiz tea 4")
    assert alex.heard(QuizTopics).reason == "several"
    await alex.press("quiz", "leaves")
    alex.heard(QuizBegins)


async def test_no_topic_of_that_name(tea: World) -> None:
    mei = tea.mei
    await mei.enrol(language="zh")
    await mei.say("/quiz 咖啡<b>")
    asked = mei.heard(QuizTopics)
    assert (asked.reason, len(asked.topics)) == ("none", 2)
    assert "咖啡<b>" in mei.last.text


@pytest.mark.parametrize("words", ["0", "21", "leaves 99", "9" * 3000])
async def test_too_many_questions_or_none(tea: World, words: str) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say(f"/quiz {words}")
    assert "from 1 to 20" in alex.last.text


async def test_a_sentence_is_filled_by_writing(tea: World) -> None:
    alex = await at_the_sentence(tea)
    assert "`" not in alex.last.text
    assert "kettle ____ (until it bubbles), then pour over ____." in alex.last.text
    await alex.say("Boil, LEAVES")
    back = alex.heard(ClozeBack)
    assert (back.said, back.right) == ("Boil, LEAVES", True)
    assert "kettle --boil, then pour over leaves." in alex.last.text
    await alex.press("rate_card", "4")
    alex.heard(ClozeRated)
    await alex.say("Boil")
    assert "not expecting" in alex.last.text, "the card is done"


async def test_what_does_not_fit_is_said_and_rated_by_the_learner(tea: World) -> None:
    alex = await at_the_sentence(tea)
    await alex.say("cups")
    assert not alex.heard(ClozeBack).right
    assert "You wrote: cups – not quite the same." in alex.last.text
    await alex.press("rate_card", "1")
    alex.heard(ClozeRated)


async def test_a_sentence_may_just_be_turned_over(tea: World) -> None:
    alex = await at_the_sentence(tea)
    turn = alex.data("turn_card")
    await alex.press("turn_card")
    assert alex.heard(ClozeBack).said == ""
    assert "You wrote" not in alex.last.text
    assert not await alex.forge(turn)
    await alex.say("boil leaves")
    assert "not expecting" in alex.last.text


async def test_an_essay_is_no_word(tea: World) -> None:
    alex = await at_the_sentence(tea)
    await alex.say("x" * 600)
    assert "500" in alex.last.text
    await alex.say("boil leafs")
    assert not alex.heard(ClozeBack).right


async def test_after_cancel_words_are_no_attempt(tea: World) -> None:
    alex = await at_the_sentence(tea)
    await alex.say("/cancel")
    assert alex.heard(Cancelled).quiz
    await alex.say("boil leaves")
    assert "not expecting" in alex.last.text


async def test_the_recitation_is_still_asked_after_a_card_came_between(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await to_the_sentence(alex)
    await alex.say("boil leaves")
    assert alex.heard(ClozeBack).right
    await alex.say("time decides, long is bitter")
    alex.heard(Recital)


async def test_what_a_command_prints(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say("/quiz water 2")
    if "QuizPoll" in alex.kinds:
        await alex.answer()
        await alex.press("next_card")
    front = alex.heard(OutputFront)
    assert (front.command, front.setup) == ("cat kettle.txt", "sed -i s/water/steam/ kettle.txt")
    assert "kettle.txt\nwater" in alex.last.text
    assert "steam\n" not in alex.last.text
    await alex.press("turn_card")
    assert alex.heard(OutputBack).prints == "steam"
    assert "changed the file" in alex.last.text
    await alex.press("rate_card", "3")
    alex.heard(OutputRated)


async def test_both_kinds_come_back_in_reviews(tea: World) -> None:
    alex = await learnt(tea.alex)
    await tea.travel(days=1)
    await alex.say("/review")
    seen = set()
    for _ in range(6):
        seen |= set(alex.kinds)
        if "ReviewDone" in alex.kinds:
            break
        await alex.press("turn_card")
        await alex.press("rate_card", "3")
    assert {"ClozeFront", "OutputFront"} <= seen
    assert alex.heard(ReviewDone).right == 2


async def test_quiz_alone_goes_on_and_anything_else_begins_anew(tea: World) -> None:
    alex = await learnt(tea.alex)
    await alex.say("/quiz")
    await alex.say("/quiz")
    going = alex.heard(QuizGoesOn)
    assert (going.number, going.count) == (1, 4)
    await alex.say("/quiz leaves 1")
    assert alex.heard(QuizBegins).closed
    assert "ends here" in alex.said
    await answer_all(alex)
    await alex.say("/quiz")
    assert not alex.heard(QuizBegins).closed


async def test_another_one_instead(tea: World) -> None:
    alex = await learnt(tea.alex)
    await alex.say("/quiz leaves")
    if "QuizPoll" in alex.kinds:
        await alex.answer()
        await alex.press("next_card")
    else:
        await alex.press("turn_card")
        await alex.press("rate_card", "3")
    await alex.say("/quiz")
    assert alex.heard(QuizGoesOn).number == 2
    await alex.press("Start another one instead")
    begins = alex.heard(QuizBegins)
    assert begins.closed
    assert begins.topic is not None


async def test_five_more_twice_is_five_more(tea: World) -> None:
    alex = await learnt(tea.alex)
    await alex.say("/quiz leaves")
    await answer_all(alex)
    await alex.tap_twice("5 more")
    assert alex.toast
    alex.heard(QuizBegins)


async def test_quiz_review_and_unit_live_side_by_side(tea: World) -> None:
    """Each goes on where it was, and none takes the other's answers."""
    alex = tea.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.recite_and_rate("time")
    unit_poll = alex.last
    await alex.say("/quiz water 2")
    quiz = alex.messages
    await alex.vote("Black tea", message=unit_poll)
    assert alex.heard(QuizFeedback).count == 1
    await alex.press("next_card")
    assert quiz
    await alex.say("/quiz")
    alex.heard(QuizGoesOn)
    assert (await answer_all(alex)).count == 2
    await tea.travel(days=1)
    await alex.say("/review")
    assert {"ClozeFront", "CardFront", "OutputFront", "QuizPoll"} & set(alex.kinds)


async def test_a_quiz_twice_on_a_day_counts_once(tea: World) -> None:
    alex = await learnt(tea.alex)
    await tea.travel(days=1)
    await alex.say("/quiz")
    await answer_all(alex)
    async with tea.bot.database.begin() as tx:
        before = await memories.memories(tx, 1, "tea")
    rated = await reviews_of(tea)
    await alex.say("/quiz")
    await answer_all(alex)
    async with tea.bot.database.begin() as tx:
        assert await memories.memories(tx, 1, "tea") == before
    assert await reviews_of(tea) == rated


async def test_a_quiz_is_found_after_a_crash(tea: World) -> None:
    alex = await learnt(tea.alex)
    await alex.say("/quiz")
    await tea.crash()
    await alex.say("/quiz")
    alex.heard(QuizGoesOn)


async def test_forged_quizzes_do_no_harm(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    for data in ("quiz:0:0:leaves", "quiz:zz:0:leaves", "quiz:5:0:no-such-topic"):
        assert not await alex.forge(data)
        assert alex.toast


async def test_the_real_course_asks_in_both_languages(docker: World) -> None:
    for somebody, language, words in ((docker.alex, "en", "docker compose 20"), (docker.mei, "zh", "20 数据卷")):
        await somebody.enrol(language=language)
        await somebody.say(f"/quiz {words}")
        assert somebody.heard(QuizBegins).count == 20
        assert (await answer_all(somebody)).right == 20


async def to_the_sentence(alex: Somebody) -> None:
    await alex.say("/quiz leaves 2")
    if "QuizPoll" in alex.kinds:
        alex.heard(QuizPoll)
        await alex.answer()
        await alex.press("next_card")
    assert not [message for message in alex.messages if isinstance(message, CardFront)]
    assert alex.heard(ClozeFront).gaps == 2


async def at_the_sentence(tea: World) -> Somebody:
    """Alex has a sentence with two gaps before him."""
    await tea.alex.enrol()
    await to_the_sentence(tea.alex)
    return tea.alex
