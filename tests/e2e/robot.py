"""A learner without a browser: looks at the chat, does the next sensible thing, and so walks on and on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from threading import Event
from typing import Any, Literal

from bot.clock import Clock
from tests.e2e.demo import Demo
from tests.e2e.learner import RECITATION

Kind = Literal["focus", "quiz", "travel", "sending"]
Act = tuple[Kind, Callable[[], object]]
Step = tuple[Literal["press", "vote", "say", "nothing"], Any]
PATIENCE = 60.0
_ORDER = (
    "language", "zone", "hour", "begin", "unit_next", "guess", "recite", "page", "blank", "rate", "next_card",
    "turn_card", "rate_card", "break", "day_start", "unit_resume", "review", "extend", "today", "focus",
)  # fmt: skip
_OF_A_QUIZ = ("next_card", "turn_card", "rate_card", "rate")
_BLIND = 100
"""Looks at an unchanged chat before the robot asks what is on today."""


def until(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Look again and again until something is so."""
    clock, pause = Clock(), Event()
    deadline = clock.monotonic() + seconds
    while not condition():
        assert clock.monotonic() < deadline, f"still not so after {seconds} s: {what}"
        pause.wait(0.03)


class Robot:
    """Walks the day over HTTP. It keeps nothing in mind but the last message it acted on."""

    def __init__(self, demo: Demo, person: int, random: Random, restless: float = 0.0, asides: str = "") -> None:
        """``restless`` is how often something else than the next step is done: one of ``asides``."""
        self._demo, self._person, self._random = demo, person, random
        self._restless, self._asides = restless, asides.split()
        self._done: object = None

    def next_act(self) -> Act:
        """What to do next; waits until the chat has something new to act on."""
        pause = Event()
        for _ in range(_BLIND):
            act = self._act()
            if act is not None:
                return act
            pause.wait(0.02)
        self._done = None
        return "sending", lambda: self._demo.say(self._person, "/today")

    def _act(self) -> Act | None:
        messages = self._demo.messages(self._person)
        if not messages:
            return "sending", lambda: self._demo.say(self._person, "/start")
        newest = messages[-1]
        state = (newest["message_id"], newest.get("edit_date"), newest.get("reply_markup"), newest.get("my_vote"))
        if state == self._done or newest["mine"]:
            return None
        self._done = state
        if "poll" in newest and newest["my_vote"] is not None:
            return None
        if self._asides and self._random.random() < self._restless:
            self._done = None
            return self._aside()
        match next_step(newest, self._random):
            case ("vote", chosen):
                return "quiz", lambda: self._demo.vote(self._person, newest["message_id"], chosen)
            case ("say", text):
                return "focus", lambda: self._demo.say(self._person, text)
            case ("press", data):
                return self._tap(newest["message_id"], data)
        return self._onward()

    def _aside(self) -> Act:
        """Something that is not the next step."""
        if self._random.choice(self._asides) == "travel":
            minutes = self._random.choice((1, 10, 25))
            return "travel", lambda: self._demo.travel(advance_seconds=60 * minutes)
        command = self._random.choice(("/help", "/settings", "/today", "/progress"))
        return "sending", lambda: self._demo.say(self._person, command)

    def _tap(self, message_id: int, data: str) -> Act:
        action = data.split(":", 1)[0]
        if action in ("break", "review", "extend") and self._random.random() < 0.7:
            return self._onward()
        kind: Kind = "quiz" if action in _OF_A_QUIZ else "focus"
        return kind, lambda: self._demo.press(self._person, message_id, data)

    def _onward(self) -> Act:
        """Nothing to tap: let time pass, if anything is planned at all."""
        if self._demo.state()["clock"]["next"] is None:
            return "sending", lambda: self._demo.say(self._person, "/start")
        return "travel", lambda: self._demo.travel(to_next=True)


def next_step(message: Mapping[str, Any], random: Random) -> Step:
    """What a willing learner does with a message of the bot: tap, vote, write, or nothing."""
    if "poll" in message:
        return "vote", [random.randrange(len(message["poll"]["options"]))]
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    offered = [button["callback_data"] for row in rows for button in row]
    for action in _ORDER:
        fitting = [data for data in offered if data.split(":")[0] == action]
        if fitting and action == "blank":
            return "say", RECITATION["en"]
        if fitting:
            # The last page button is the one that goes forward; of the ratings any will do.
            return "press", fitting[-1] if action == "page" else random.choice(
                fitting
            ) if "rate" in action else fitting[0]
    return "nothing", None
