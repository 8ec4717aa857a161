"""The sender: in order within a chat, edited in place or below, again after what passes, never twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.clock import Clock
from bot.domain.delivery import Address, Owed
from bot.domain.focus import FOCUS, Block, Phase
from bot.domain.messages import Message
from bot.domain.messages.run import RunQueued, RunWithdrawn
from bot.services.ports import MessageGone, NoAnswer, Refused, RetryLater, Unreachable
from bot.services.sender import Sender
from bot.storage import deliveries, focus, migrate, people
from bot.storage.database import Database
from bot.storage.schema import ChatRow, DeliveryRow
from bot.texts.renderer import TextRenderer
from tests.fakes.messenger import FakeMessenger

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


class Post:
    """A sender with one chat, and a database behind it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.messenger = FakeMessenger()
        self.clock = Clock()
        self.sender = self.fresh()
        self.slot = 0

    def fresh(self) -> Sender:
        """A sender as a new process has it."""
        return Sender(self.database, self.messenger, TextRenderer(), self.clock, backoff=0.001)

    async def owe(self, word: str, *, to: int = 1001, message: Message | None = None, **how: Any) -> Owed:
        """Commit one message; it is sent when it is handed over."""
        async with self.database.begin() as tx:
            met = await people.meet(tx, to, "Alex", NOW)
            self.slot += 1
            address = Address(met.chat.id, to, "en")
            owed = await deliveries.add(
                tx, address, message or RunQueued(word, 1), item="x", slot=str(self.slot), now=NOW, **how
            )
        assert owed is not None
        return owed

    async def send(self, *owed: Owed) -> None:
        self.sender.send(owed)
        await self.sender.drain()

    async def states(self) -> list[str]:
        async with self.database.begin() as tx:
            return list(await tx.scalars(select(DeliveryRow.state).order_by(DeliveryRow.id)))

    def words(self, what: str = "send") -> list[str]:
        """The first word of each message that went out."""
        return [
            call.text.split("</code>")[0].removeprefix("<code>") for call in self.messenger.calls if call.what == what
        ]


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    await migrate.upgrade(database)
    made = Post(database)
    yield made
    await made.sender.stop()
    await database.close()


async def test_in_order_and_marked_when_it_is_taken(post: Post) -> None:
    await post.send(*[await post.owe(word) for word in ("one", "two", "three")])
    assert post.words() == ["one", "two", "three"]
    assert await post.states() == ["sent"] * 3


async def test_what_an_earlier_process_left_is_sent(post: Post) -> None:
    for word in ("one", "two"):
        await post.owe(word)
    await post.owe("three", to=1002)
    await post.sender.start()
    await post.sender.drain()
    assert sorted(post.words()) == ["one", "three", "two"]
    assert await post.states() == ["sent"] * 3


async def test_looking_again_sends_nothing_twice(post: Post) -> None:
    owed = await post.owe("one")
    post.sender.release([owed.address.chat])
    post.sender.send([owed])
    await post.sender.start()
    await post.sender.drain()
    await post.send(owed)
    assert post.words() == ["one"]


async def test_committed_while_the_database_is_read_it_is_sent_once(post: Post) -> None:
    first = await post.owe("one")
    for number in range(20):
        post.sender.release([first.address.chat])
        post.sender.send([await post.owe(f"more{number}")])
    await post.sender.drain()
    assert post.words() == ["one", *(f"more{number}" for number in range(20))]


async def test_a_flow_is_edited_in_place_or_goes_on_below(post: Post) -> None:
    await post.send(await post.owe("one", flow="f"))
    await post.send(await post.owe("two", flow="f", edit=True))
    await post.send(await post.owe("three", flow="f"))
    await post.send(await post.owe("four", flow="f", edit=True))
    assert [(call.what, call.message_id) for call in post.messenger.calls] == [
        ("send", 1),
        ("edit", 1),
        ("send", 2),
        ("strip", 1),
        ("edit", 2),
    ]


async def test_a_flow_is_known_after_a_restart(post: Post) -> None:
    await post.send(await post.owe("one", flow="f"))
    post.sender = post.fresh()
    await post.send(await post.owe("two", flow="f", edit=True))
    assert [(call.what, call.message_id) for call in post.messenger.calls] == [("send", 1), ("edit", 1)]


async def test_a_flow_without_a_message_yet_gets_one(post: Post) -> None:
    await post.send(await post.owe("one", flow="f", edit=True))
    assert post.words() == ["one"]


async def test_a_message_that_is_gone_is_written_anew(post: Post) -> None:
    await post.send(await post.owe("one", flow="f"))
    post.messenger.trouble.append(MessageGone("deleted"))
    await post.send(await post.owe("two", flow="f", edit=True))
    await post.send(await post.owe("three", flow="f", edit=True))
    assert [(call.what, call.message_id) for call in post.messenger.calls] == [("send", 1), ("send", 2), ("edit", 2)]


async def test_an_adopted_message_is_the_flows(post: Post) -> None:
    await post.send(await post.owe("one", flow="f"))
    post.sender.adopt(1, "f", 77)
    await post.send(await post.owe("two", flow="f", edit=True))
    assert post.messenger.calls[-1].message_id == 77


async def test_a_redraw_is_not_stored_and_not_missed(post: Post) -> None:
    owed = await post.owe("one", flow="f")
    await post.send(owed)
    redraw = Owed(0, owed.address, RunWithdrawn("redrawn"), "f", edit=True)
    for trouble in (None, NoAnswer("x"), RetryLater(9), MessageGone("x"), Refused("x"), Unreachable("x")):
        post.messenger.trouble.append(trouble)
        await post.send(redraw)
    assert post.words("edit") == ["redrawn"]
    assert await post.states() == ["sent"]


async def test_no_answer_is_tried_again_until_there_is_one(post: Post) -> None:
    post.messenger.trouble.extend(NoAnswer("502") for _ in range(4))
    await post.send(await post.owe("one"), await post.owe("two"))
    assert post.words() == ["one", "two"]


async def test_retry_later_is_obeyed_and_order_kept(post: Post) -> None:
    post.messenger.trouble.extend([RetryLater(0.01), RetryLater(0.01)])
    await post.send(await post.owe("one"), await post.owe("two"))
    assert post.words() == ["one", "two"]


async def test_refused_is_marked_logged_and_holds_nothing_up(post: Post) -> None:
    post.messenger.trouble.append(Refused("can't parse entities"))
    with capture_logs() as logs:
        await post.send(await post.owe("one"), await post.owe("two"))
    assert post.words() == ["two"]
    assert await post.states() == ["failed", "sent"]
    assert [entry["event"] for entry in logs] == ["Telegram refuses a message"]


async def test_unreachable_lets_go_of_all_and_remembers_it(post: Post) -> None:
    post.messenger.trouble.append(Unreachable("blocked"))
    await post.send(await post.owe("one"), await post.owe("two"))
    assert post.messenger.calls == []
    assert await post.states() == ["dropped", "dropped"]
    async with post.database.begin() as tx:
        assert (await tx.scalars(select(ChatRow.blocked_at))).one() is not None


async def test_one_chat_that_waits_holds_no_other_up(post: Post) -> None:
    post.messenger.gate.clear()
    slow = await post.owe("slow")
    post.sender.send([slow])
    await post.messenger.called.wait()
    post.messenger.gate.set()
    await post.send(await post.owe("quick", to=1002))
    assert set(post.words()) == {"slow", "quick"}


async def test_a_row_that_cannot_be_read_is_marked_and_passed_over(post: Post) -> None:
    bad, good = await post.owe("bad"), await post.owe("good")
    async with post.database.begin() as tx:
        await tx.execute(update(DeliveryRow).where(DeliveryRow.id == bad.id).values(kind="NotOurs"))
    post.sender.release([good.address.chat])
    await post.sender.drain()
    assert post.words() == ["good"]
    assert await post.states() == ["failed", "sent"]


async def test_a_message_that_cannot_be_worded_is_marked_and_passed_over(post: Post) -> None:
    bad = await post.owe("bad")
    broken = Owed(bad.id, bad.address, object())
    with capture_logs() as logs:
        await post.send(broken, await post.owe("good"))
    assert post.words() == ["good"]
    assert await post.states() == ["failed", "sent"]
    assert len(logs) == 1


async def test_in_a_block_only_what_was_asked_for_goes_out(post: Post) -> None:
    held = await post.owe("held", asked_for=False)
    async with post.database.begin() as tx:
        block = await focus.add(tx, Block(0, held.address.chat, None, 1, Phase.RUNNING, NOW, FOCUS), [1])
    await post.send(held, await post.owe("asked"))
    assert post.words() == ["asked"]
    async with post.database.begin() as tx:
        await focus.save(tx, replace(block, phase=Phase.BREAK))
    post.sender.release([held.address.chat])
    await post.sender.drain()
    assert post.words() == ["asked", "held"]


async def test_stopping_lets_the_message_on_its_way_arrive_and_keeps_the_rest_owed(post: Post) -> None:
    post.messenger.gate.clear()
    post.sender.send([await post.owe("one"), await post.owe("two")])
    await post.messenger.called.wait()
    stopping = asyncio.ensure_future(post.sender.stop())
    await asyncio.sleep(0)
    post.messenger.gate.set()
    await stopping
    assert post.words() == ["one"]
    assert await post.states() == ["sent", "owed"]


async def test_stopping_does_not_wait_for_a_server_that_is_away(post: Post) -> None:
    post.messenger.trouble.extend(RetryLater(3600) for _ in range(3))
    post.sender.send([await post.owe("one")])
    await post.messenger.called.wait()
    await post.sender.stop()
    assert await post.states() == ["owed"]


async def test_an_interactive_answer_is_handed_on_as_one(post: Post) -> None:
    await post.send(await post.owe("one", interactive=True), await post.owe("two"))
    assert [call.interactive for call in post.messenger.calls] == [True, False]
