"""Polls and quizzes: what can be asked, who may vote how often, and when it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.localchat import PeopleError
from tests.localchat.raw_bot import ADA, ALEX, GROUP, MEI, HeldClock, RawBot

QUIZ: dict[str, Any] = {
    "question": "Who boots the kernel?",
    "options": [{"text": "The container"}, {"text": "The host"}],
    "type": "quiz",
    "is_anonymous": False,
    "correct_option_ids": [1],
    "explanation": "There is <b>one</b> kernel.\nThe host's.",
    "explanation_parse_mode": "HTML",
}


async def test_a_quiz_is_answered_once_and_the_bot_hears_who_chose_what(bot: RawBot) -> None:
    message = await bot.ok("sendPoll", chat_id=ALEX, **QUIZ)
    poll = message["poll"]
    assert poll["correct_option_ids"] == [1]
    assert poll["explanation"] == "There is one kernel.\nThe host's."
    assert (poll["allows_revoting"], poll["members_only"], poll["is_closed"]) == (False, False, False)
    bot.chat.vote(ALEX, ALEX, message["message_id"], [0])
    counted, answered = await bot.updates()
    assert [option["voter_count"] for option in counted["poll"]["options"]] == [1, 0]
    assert counted["poll"]["total_voter_count"] == 1
    assert answered["poll_answer"]["user"]["id"] == ALEX
    assert answered["poll_answer"]["option_ids"] == [0]
    assert answered["poll_answer"]["option_persistent_ids"] == [poll["options"][0]["persistent_id"]]
    with pytest.raises(PeopleError, match="no second"):
        bot.chat.vote(ALEX, ALEX, message["message_id"], [1])


async def test_an_anonymous_poll_tells_only_the_count(bot: RawBot) -> None:
    message = await bot.ok("sendPoll", chat_id=GROUP, question="Tea?", options=[{"text": "Yes"}, {"text": "No"}])
    bot.chat.vote(MEI, GROUP, message["message_id"], [0])
    assert [next(iter(update.keys() - {"update_id"})) for update in await bot.updates()] == ["poll"]


async def test_votes_can_be_changed_and_withdrawn_where_allowed(bot: RawBot) -> None:
    options = [{"text": text} for text in "abc"]
    ask = {"question": "Which?", "options": options, "allows_multiple_answers": True, "is_anonymous": False}
    message = await bot.ok("sendPoll", chat_id=GROUP, **ask)
    bot.chat.vote(ALEX, GROUP, message["message_id"], [0, 2])
    bot.chat.vote(ALEX, GROUP, message["message_id"], [1])
    bot.chat.vote(ADA, GROUP, message["message_id"], [1])
    bot.chat.vote(ADA, GROUP, message["message_id"], [])
    answers = [u["poll_answer"]["option_ids"] for u in await bot.updates() if "poll_answer" in u]
    assert answers == [[0, 2], [1], [1], []]
    poll = bot.chat.messages(GROUP)[-1]["poll"]
    assert [option["voter_count"] for option in poll["options"]] == [0, 1, 0]


async def test_votes_no_client_would_send(bot: RawBot) -> None:
    message = await bot.ok("sendPoll", chat_id=ALEX, **QUIZ)
    number = message["message_id"]
    for options, words in (([2], "no such option"), ([-1], "no such option"), ([0, 1], "one option"), ([], "Choose")):
        with pytest.raises(PeopleError, match=words):
            bot.chat.vote(ALEX, ALEX, number, options)
    with pytest.raises(PeopleError, match="no poll"):
        bot.chat.vote(ALEX, ALEX, 1, [0])
    assert await bot.updates() == []


async def test_a_stopped_poll_takes_no_votes(bot: RawBot) -> None:
    message = await bot.ok("sendPoll", chat_id=ALEX, **QUIZ)
    stop = {"chat_id": ALEX, "message_id": message["message_id"]}
    assert (await bot.ok("stopPoll", **stop))["is_closed"] is True
    assert await bot.refused("stopPoll", **stop) == "Bad Request: poll has already been closed"
    with pytest.raises(PeopleError, match="closed"):
        bot.chat.vote(ALEX, ALEX, message["message_id"], [1])
    words = await bot.refused("stopPoll", chat_id=ALEX, message_id=99)
    assert words == "Bad Request: message to edit not found"


async def test_a_poll_with_a_deadline_ends_when_the_clock_passes_it(bot: RawBot, clock: HeldClock) -> None:
    message = await bot.ok("sendPoll", chat_id=ALEX, open_period=600, **QUIZ)
    assert message["poll"]["close_date"] == message["date"] + 600
    clock.advance_to(clock.now() + timedelta(seconds=599))
    assert bot.chat.messages(ALEX)[-1]["poll"]["is_closed"] is False
    clock.advance_to(clock.now() + timedelta(seconds=1))
    assert bot.chat.messages(ALEX)[-1]["poll"]["is_closed"] is True
    (update,) = await bot.updates()
    assert update["poll"]["is_closed"] is True


async def test_a_poll_ends_in_real_time_too(bot: RawBot, clock: HeldClock) -> None:
    message = await bot.ok("sendPoll", chat_id=ALEX, close_date=int(clock.now().timestamp()) + 5, **QUIZ)
    clock.pass_real(5)
    with pytest.raises(PeopleError, match="closed"):
        bot.chat.vote(ALEX, ALEX, message["message_id"], [1])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"question": ""}, "poll question must be non-empty"),
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"options": []}, "poll must have at least 1 option"),
        ({"options": [{"text": "x"}] * 13}, "poll can't have more than 12 options"),
        ({"options": [{"text": "x" * 101}] * 2}, "poll options length must not exceed 100"),
        ({"options": [{"text": ""}] * 2}, "poll options must be non-empty"),
        ({"options": ["a", "b"]}, "object expected as InputPollOption"),
        ({"correct_option_ids": []}, "wrong correct option ID specified"),
        ({"correct_option_ids": [2]}, "wrong correct option ID specified"),
        ({"correct_option_ids": [1, 0]}, "wrong correct option ID specified"),
        ({"explanation": "x" * 201}, "poll explanation length must not exceed 200"),
        ({"explanation": "a\nb\nc\nd"}, "poll explanation must have at most 2 line feeds"),
        ({"explanation": "<x>"}, 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
        ({"type": "riddle"}, "unsupported poll type specified"),
        ({"type": "regular"}, "correct options and explanations are for quizzes only"),
        ({"open_period": 4}, "poll must be open for 5 to 2628000 seconds"),
        ({"close_date": 5}, "poll must be open for 5 to 2628000 seconds"),
        ({"open_period": 10, "close_date": 5}, "only one of open_period and close_date can be specified"),
        ({"correct_option_id": 1}, 'unknown parameter "correct_option_id" of sendPoll'),
    ],
)
async def test_polls_that_telegram_refuses(bot: RawBot, change: dict[str, Any], words: str) -> None:
    assert await bot.refused("sendPoll", **{"chat_id": ALEX, **QUIZ, **change}) == f"Bad Request: {words}"


async def test_the_largest_quiz_there_is(bot: RawBot) -> None:
    options = [{"text": "x" * 100}] * 12
    largest = {"question": "x" * 300, "options": options, "correct_option_ids": [0, 11], "explanation": "x" * 200}
    await bot.ok("sendPoll", **{"chat_id": ALEX, **QUIZ, **largest})
