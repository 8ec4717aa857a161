"""What all methods share: the store, the clock, the bot's identity, who listens, and what is still to be announced."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.localchat.events import EventHub
from bot.localchat.inbox import Inbox
from bot.localchat.limits import RateLimits
from bot.localchat.store import OFFSET_SETTING, Store

BOT_ID = 7_000_000_001
"""More than 32 bits, as new bots have."""
BOT_USERNAME = "pomodock_bot"
BOT_NAME = "Pomodock"


@dataclass(frozen=True)
class Person:
    """Somebody at the page."""

    id: int
    name: str
    language_code: str
    admin: bool
    blocked: bool


@dataclass(frozen=True)
class Chat:
    """A private chat (its id is the person's) or the supergroup; ``started``: a person has written to the bot in it."""

    id: int
    type: str
    title: str
    started: bool

    @property
    def private(self) -> bool:
        """Whether one person talks with the bot here."""
        return self.type == "private"


PEOPLE = (
    Person(1001, "Alex", "en", admin=False, blocked=False),
    Person(1002, "小梅 Mei", "zh-hans", admin=False, blocked=False),
    Person(1003, "Ada", "en", admin=True, blocked=False),
)
GROUP = Chat(-1001000000001, "supergroup", "Docker study group", started=True)


class World:
    """The state of one local chat; handlers change it inside ``change()`` only."""

    def __init__(self, store: Store, clock: Clock, *, limits: bool) -> None:
        self.store = store
        self.clock = clock
        self.limits = RateLimits(clock.monotonic) if limits else None
        self.events = EventHub()
        self.inbox = Inbox(store, clock)
        self.callback_waiters: dict[str, asyncio.Event] = {}
        self._announcements: list[dict[str, Any]] = []
        with store.transaction():
            self.token = self._token()
            self._furnish()
            self.save_offset()

    def _token(self) -> str:
        token = self.store.setting("bot_token")
        if token is None:
            token = f"{BOT_ID}:{secrets.token_urlsafe(27)[:35]}"
            self.store.set_setting("bot_token", token)
        return token

    def _furnish(self) -> None:
        if self.store.one("SELECT 1 FROM people"):
            return
        for person in PEOPLE:
            self.add_person(person)
        self._add_chat(GROUP, [person.id for person in PEOPLE])

    def add_person(self, person: Person) -> None:
        """Somebody new, with a private chat of his own."""
        values = (person.id, person.name, person.language_code, person.admin, person.blocked)
        self.store.run("INSERT INTO people VALUES (?, ?, ?, ?, ?)", *values)
        self._add_chat(Chat(person.id, "private", person.name, started=False), [person.id])

    def _add_chat(self, chat: Chat, person_ids: list[int]) -> None:
        self.store.run("INSERT INTO chats VALUES (?, ?, ?, ?)", chat.id, chat.type, chat.title, chat.started)
        for person_id in person_ids:
            self.store.run("INSERT INTO members VALUES (?, ?)", chat.id, person_id)

    def save_offset(self) -> None:
        """Remember how far the clock was moved."""
        self.store.set_setting(OFFSET_SETTING, repr(self.clock.offset.total_seconds()))

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction; its announcements and updates are heard only once it is committed."""
        self._announcements.clear()
        with self.store.transaction():
            yield
        announcements, self._announcements = self._announcements, []
        for event in announcements:
            self.events.publish(event)
        self.inbox.wake_for_news()

    def announce(self, event: dict[str, Any]) -> None:
        """Tell the page when the change is committed."""
        self._announcements.append(event)

    def date(self) -> int:
        """The virtual time as Telegram writes it: whole seconds."""
        return int(self.clock.now().timestamp())

    def real_seconds(self) -> float:
        """The machine's own time, which time travel does not move."""
        return (self.clock.now() - self.clock.offset).timestamp()
