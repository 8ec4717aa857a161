"""The inbox: stored before it is confirmed, in order within a chat, side by side between chats."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.clock import Clock
from bot.domain.errors import EmptyRun, PomodockError
from bot.services.courses import Courses
from bot.services.inbox import Inbox, Unreadable, lane_of
from bot.services.turn import Desk, Turn
from bot.storage import inbox, migrate
from bot.storage.database import Database
from bot.texts.places import CityGazetteer


class Handler:
    """Keeps what it handles; the text of an update says what goes wrong."""

    def __init__(self) -> None:
        self.handled: list[int] = []
        self.explained: list[tuple[int, object]] = []
        self.tries: Counter[int] = Counter()

    async def handle(self, body: Mapping[str, Any], turn: Turn) -> None:
        number = body["update_id"]
        self.tries[number] += 1
        match body["message"].get("text"):
            case "unreadable":
                raise Unreadable("broken")
            case "empty":
                raise EmptyRun
            case "breaks":
                raise ZeroDivisionError
            case "breaks twice" if self.tries[number] <= 2:
                raise ZeroDivisionError
        self.handled.append(number)

    async def explain(self, body: Mapping[str, Any], turn: Turn, error: PomodockError | None) -> None:
        self.explained.append((body["update_id"], error and type(error).__name__))


class Door:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.handler = Handler()
        self.inbox = self.fresh()

    def fresh(self) -> Inbox:
        return Inbox(Desk(self.database, Clock(), Courses("none"), CityGazetteer()), self.handler)

    async def open(self) -> list[int]:
        async with self.database.begin() as tx:
            return [one.update_id for one in await inbox.waiting(tx)]


def message(number: int, chat: int = 1, text: str = "x") -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": chat}, "text": text}}


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    await migrate.upgrade(database)
    yield Door(database)
    await database.close()


async def test_updates_of_one_chat_in_order(door: Door) -> None:
    await door.inbox.receive([message(number) for number in range(1, 30)])
    await door.inbox.drain()
    assert door.handler.handled == list(range(1, 30))
    assert await door.open() == []


async def test_an_update_that_comes_again_is_handled_once(door: Door) -> None:
    for _ in range(3):
        await door.inbox.receive([message(1), message(1), message(2)])
    await door.inbox.drain()
    assert door.handler.handled == [1, 2]


async def test_what_was_stored_and_not_handled_is_handled_after_a_restart(door: Door) -> None:
    await door.inbox.stop()
    await door.inbox.receive([message(7), message(8)])
    assert await door.open() == [7, 8]
    after = door.fresh()
    assert await after.start() == 9
    await after.drain()
    assert door.handler.handled == [7, 8]


async def test_an_unreadable_one_is_set_aside_and_the_next_is_handled(door: Door) -> None:
    with capture_logs():
        await door.inbox.receive([message(1, text="unreadable"), message(2)])
        await door.inbox.drain()
    assert door.handler.handled == [2]
    assert door.handler.tries[1] == 1
    assert await door.open() == []


async def test_what_a_person_did_wrong_is_explained(door: Door) -> None:
    await door.inbox.receive([message(1, text="empty"), message(2)])
    await door.inbox.drain()
    assert door.handler.explained == [(1, "EmptyRun")]
    assert door.handler.handled == [2]


async def test_our_own_fault_is_tried_thrice_then_told_and_set_aside(door: Door) -> None:
    with capture_logs() as logs:
        await door.inbox.receive([message(1, text="breaks"), message(2)])
        await door.inbox.drain()
    assert door.handler.tries[1] == 3
    assert door.handler.explained == [(1, None)]
    assert door.handler.handled == [2]
    assert len([entry for entry in logs if entry["log_level"] == "error"]) == 3


async def test_what_passes_by_itself_is_not_told(door: Door) -> None:
    with capture_logs():
        await door.inbox.receive([message(1, text="breaks twice")])
        await door.inbox.drain()
    assert door.handler.handled == [1]
    assert door.handler.explained == []


async def test_bodies_without_a_number_are_not_updates(door: Door) -> None:
    await door.inbox.receive([{"message": {}}, {"update_id": "7"}, {"update_id": 2**80}, message(1)])
    await door.inbox.drain()
    assert door.handler.handled == [1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "chat", "user", "from", "message"]), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["update_id", "message", "callback_query", "poll_answer"]), JSON))
def test_a_lane_is_a_number_that_a_database_can_hold(body: dict[str, Any]) -> None:
    assert -(2**63) < lane_of(body) < 2**63


def test_the_lane_is_the_chat_and_else_the_person() -> None:
    person, chat = {"id": 5}, {"id": -100}
    assert lane_of({"update_id": 1, "message": {"chat": chat, "from": person}}) == -100
    assert lane_of({"update_id": 1, "callback_query": {"from": person, "message": {"chat": chat}}}) == -100
    assert lane_of({"update_id": 1, "callback_query": {"from": person}}) == 5
    assert lane_of({"update_id": 1, "poll_answer": {"user": person}}) == 5
    assert lane_of({"update_id": 1, "my_chat_member": {"chat": {"id": 5}, "from": person}}) == 5
