"""sendPoll and stopPoll: regular polls and quizzes, their votes and their end."""

from __future__ import annotations

import json
from typing import Any

from bot.localchat import history, people, utf16
from bot.localchat.edits import count_edit, editable
from bot.localchat.entities import entity_list, formatted, with_entities
from bot.localchat.errors import PeopleError, bad_request
from bot.localchat.keyboards import inline_keyboard
from bot.localchat.params import Arguments, array, boolean, chat_id, fields, integer, integers, method, text
from bot.localchat.sending import SEND_PARAMETERS, keyboard, send
from bot.localchat.world import Person, World

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
MOST_OPTIONS = 12
EXPLANATION_LIMIT = 200
EXPLANATION_LINE_FEEDS = 2
SHORTEST_SECONDS = 5
LONGEST_SECONDS = 2_628_000

Poll = dict[str, Any]


def send_poll(world: World, arguments: Arguments) -> history.Message:
    """Send a poll or a quiz."""
    number = str(world.store.next_number("poll") + 5_000_000_000_000_000)
    poll = _poll(world, arguments, number)
    message = send(world, arguments, {"poll": poll})
    world.store.run(
        "INSERT INTO polls VALUES (?, ?, ?, ?, ?)",
        number, message["chat"]["id"], message["message_id"], poll.get("close_date"), poll["is_closed"],
    )  # fmt: skip
    return message


def stop_poll(world: World, arguments: Arguments) -> Poll:
    """End a poll; nobody can vote any more. Returns the poll."""
    message = editable(world, arguments)
    if "poll" not in message:
        raise bad_request("message with poll to stop not found")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    count_edit(world, message)
    message.pop("reply_markup", None)
    message.update(keyboard(arguments))
    return _close(world, message)


def close_due(world: World) -> None:
    """End the polls whose time is over."""
    due = world.store.all(
        "SELECT chat_id, message_id FROM polls WHERE closed = 0 AND close_at IS NOT NULL AND close_at <= ?",
        world.date(),
    )
    for row in due:
        message = history.get(world, row["chat_id"], row["message_id"])
        if message is not None:
            _close(world, message)
    world.store.run("UPDATE polls SET closed = 1 WHERE close_at IS NOT NULL AND close_at <= ?", world.date())


def next_close(world: World) -> int | None:
    """When the next poll ends by itself, in virtual Unix seconds; None if none does."""
    row = world.store.one("SELECT min(close_at) FROM polls WHERE closed = 0 AND close_at IS NOT NULL")
    return None if row[0] is None else int(row[0])


def vote(world: World, person: Person, message: history.Message, chosen: list[int]) -> None:
    """A person's vote, or its withdrawal by an empty list. Raises PeopleError where a client would not let him."""
    poll: Poll = message["poll"]
    before = votes_of(world, poll["id"], person.id)
    _check_vote(poll, before, chosen)
    if chosen:
        world.store.run("INSERT OR REPLACE INTO votes VALUES (?, ?, ?)", poll["id"], person.id, json.dumps(chosen))
    else:
        world.store.run("DELETE FROM votes WHERE poll_id = ? AND person_id = ?", poll["id"], person.id)
    _count(world, poll)
    history.replace(world, message, "poll")
    world.inbox.push("poll", poll)
    if not poll["is_anonymous"]:
        answer = {
            "poll_id": poll["id"],
            "user": people.user_object(person),
            "option_ids": chosen,
            "option_persistent_ids": [poll["options"][index]["persistent_id"] for index in chosen],
        }
        world.inbox.push("poll_answer", answer)


def votes_of(world: World, poll_id: str, person_id: int) -> list[int] | None:
    """What a person voted for, or None."""
    row = world.store.one("SELECT options FROM votes WHERE poll_id = ? AND person_id = ?", poll_id, person_id)
    return json.loads(row["options"]) if row else None


def _check_vote(poll: Poll, before: list[int] | None, chosen: list[int]) -> None:
    if poll["is_closed"]:
        raise PeopleError("This poll is closed.", 409)
    if before is not None and not poll["allows_revoting"]:
        raise PeopleError("Your answer is given; this poll takes no second one.", 409)
    if before is None and not chosen:
        raise PeopleError("Choose an option.")
    if any(not 0 <= index < len(poll["options"]) for index in chosen) or len(set(chosen)) != len(chosen):
        raise PeopleError("There is no such option.")
    if len(chosen) > 1 and not poll["allows_multiple_answers"]:
        raise PeopleError("Choose one option only.")


def _count(world: World, poll: Poll) -> None:
    rows = world.store.all("SELECT options FROM votes WHERE poll_id = ?", poll["id"])
    voted = [json.loads(row["options"]) for row in rows]
    for index, option in enumerate(poll["options"]):
        option["voter_count"] = sum(index in options for options in voted)
    poll["total_voter_count"] = len(voted)


def _close(world: World, message: history.Message) -> Poll:
    poll: Poll = message["poll"]
    poll["is_closed"] = True
    world.store.run("UPDATE polls SET closed = 1 WHERE id = ?", poll["id"])
    history.replace(world, message, "poll")
    world.inbox.push("poll", poll)
    return poll


def _poll(world: World, arguments: Arguments, number: str) -> Poll:
    kind = arguments.get("type", "regular")
    if kind not in {"regular", "quiz"}:
        raise bad_request("unsupported poll type specified")
    quiz = kind == "quiz"
    return {
        "id": number,
        "question": _plain(
            arguments, "question", "question_parse_mode", "question_entities", QUESTION_LIMIT, "poll question"
        ),
        "options": [_option(option, index) for index, option in enumerate(_options(arguments))],
        "total_voter_count": 0,
        "is_closed": arguments.get("is_closed", False),
        "is_anonymous": arguments.get("is_anonymous", True),
        "type": kind,
        "allows_multiple_answers": arguments.get("allows_multiple_answers", False),
        "allows_revoting": arguments.get("allows_revoting", not quiz),
        "members_only": False,
        **_solution(arguments, quiz=quiz),
        **_end(world, arguments),
    }


def _options(arguments: Arguments) -> list[Any]:
    options: list[Any] = arguments["options"]
    if not options:
        raise bad_request("poll must have at least 1 option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    return options


def _option(value: object, index: int) -> dict[str, Any]:
    option = fields(
        value, "InputPollOption", required="text", text=text, text_parse_mode=text, text_entities=entity_list
    )
    words = _plain(option, "text", "text_parse_mode", "text_entities", OPTION_LIMIT, "poll options")
    return {"persistent_id": str(index), "text": words, "voter_count": 0}


def _plain(arguments: Arguments, name: str, mode: str, entities: str, limit: int, called: str) -> str:
    """Text in which Telegram keeps no formatting but custom emoji, which the local chat does not have."""
    plain, _dropped = formatted(arguments, name, mode, entities)
    if not plain:
        raise bad_request(f"{called} must be non-empty")
    if utf16.length(plain) > limit:
        raise bad_request(f"{called} length must not exceed {limit}")
    return plain


def _solution(arguments: Arguments, *, quiz: bool) -> dict[str, Any]:
    correct = arguments.get("correct_option_ids", [])
    if not quiz:
        if correct or arguments.get("explanation"):
            raise bad_request("correct options and explanations are for quizzes only")
        return {}
    if not correct or correct != sorted(set(correct)) or correct[0] < 0 or correct[-1] >= len(arguments["options"]):
        raise bad_request("wrong correct option ID specified")
    solution: dict[str, Any] = {"correct_option_ids": correct}
    plain, entities = formatted(arguments, "explanation", "explanation_parse_mode", "explanation_entities")
    if utf16.length(plain) > EXPLANATION_LIMIT:
        raise bad_request(f"poll explanation length must not exceed {EXPLANATION_LIMIT}")
    if plain.count("\n") > EXPLANATION_LINE_FEEDS:
        raise bad_request(f"poll explanation must have at most {EXPLANATION_LINE_FEEDS} line feeds")
    return {**solution, **with_entities("explanation", plain, "explanation_entities", entities)} if plain else solution


def _end(world: World, arguments: Arguments) -> dict[str, Any]:
    if "open_period" in arguments and "close_date" in arguments:
        raise bad_request("only one of open_period and close_date can be specified")
    if "open_period" in arguments:
        close_date = world.date() + arguments["open_period"]
        end = {"open_period": arguments["open_period"], "close_date": close_date}
    elif "close_date" in arguments:
        close_date = arguments["close_date"]
        end = {"close_date": close_date}
    else:
        return {}
    if not SHORTEST_SECONDS <= close_date - world.date() <= LONGEST_SECONDS:
        raise bad_request(f"poll must be open for {SHORTEST_SECONDS} to {LONGEST_SECONDS} seconds")
    return end


METHODS = (
    method(
        "sendPoll", send_poll, "chat_id question options", **SEND_PARAMETERS,
        question=text, question_parse_mode=text, question_entities=entity_list, options=array,
        is_anonymous=boolean, type=text, allows_multiple_answers=boolean, allows_revoting=boolean,
        correct_option_ids=integers,
        explanation=text, explanation_parse_mode=text, explanation_entities=entity_list,
        open_period=integer, close_date=integer, is_closed=boolean,
    ),
    method(
        "stopPoll", stop_poll, "chat_id message_id",
        chat_id=chat_id, message_id=integer, reply_markup=inline_keyboard,
    ),
)  # fmt: skip
