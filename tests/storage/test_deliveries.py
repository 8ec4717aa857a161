"""What is owed is owed once, in order, back behind a focus block, and readable or set aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.delivery import Address, Owed
from bot.domain.focus import FOCUS, Block, Phase
from bot.domain.messages.general import Help, Sorry
from bot.storage import deliveries, focus, people
from bot.storage.database import Database, Transaction
from bot.storage.schema import DeliveryRow
from tests.storage.conftest import NOW


async def address(tx: Transaction, telegram_id: int = 1001) -> Address:
    met = await people.meet(tx, telegram_id, "Alex", NOW)
    return Address(met.chat.id, telegram_id, "en")


async def owe(tx: Transaction, to: Address, slot: str, **how: object) -> Owed | None:
    return await deliveries.add(tx, to, Sorry(), item="item", slot=slot, now=NOW, **how)  # type: ignore[arg-type]


async def test_one_item_and_slot_is_owed_to_a_chat_once(database: Database) -> None:
    async with database.begin() as tx:
        to, other = await address(tx), await address(tx, 1002)
        assert await owe(tx, to, "0") is not None
        assert await owe(tx, to, "0") is None
        assert await owe(tx, to, "1") is not None
        assert await owe(tx, other, "0") is not None
    async with database.begin() as tx:
        assert await owe(tx, to, "0") is None


async def test_the_database_itself_keeps_it_unique(database: Database) -> None:
    async with database.begin() as tx:
        to = await address(tx)
        await owe(tx, to, "0")
        row = (await tx.scalars(select(DeliveryRow))).one()
    again = {column.name: getattr(row, column.name) for column in DeliveryRow.__table__.columns if column.name != "id"}
    with pytest.raises(IntegrityError):
        async with database.begin() as tx:
            await tx.execute(insert(DeliveryRow).values(**again))


async def test_oldest_first_and_what_was_asked_for_before_the_rest(database: Database) -> None:
    async with database.begin() as tx:
        to = await address(tx)
        ids = [await owe(tx, to, str(slot), asked_for=slot != 0) for slot in range(3)]
        found, unreadable = await deliveries.owed(tx, to.chat)
    first, second, third = (one.id for one in ids if one is not None)
    assert [one.id for one in found] == [second, third, first]
    assert unreadable == []


async def test_a_focus_block_holds_back_what_was_not_asked_for(database: Database) -> None:
    async with database.begin() as tx:
        to = await address(tx)
        await owe(tx, to, "0", asked_for=False)
        await owe(tx, to, "1")
        block = await focus.add(tx, Block(0, to.chat, None, 1, Phase.RUNNING, NOW, FOCUS), [1])
        assert len((await deliveries.owed(tx, to.chat))[0]) == 1
        await focus.save(tx, replace(block, phase=Phase.BREAK))
        assert len((await deliveries.owed(tx, to.chat))[0]) == 2


async def test_a_blocked_chat_is_owed_nothing_until_it_is_open_again(database: Database) -> None:
    async with database.begin() as tx:
        to = await address(tx)
        await owe(tx, to, "0")
        await people.set_blocked(tx, to.chat, NOW)
        assert await deliveries.owed(tx, to.chat) == ([], [])
        assert await deliveries.chats_owed(tx) == []
        await people.set_blocked(tx, to.chat, None)
        assert await deliveries.chats_owed(tx) == [to.chat]


@pytest.mark.parametrize("change", [{"version": 99}, {"kind": "NoSuchMessage"}, {"fields": {"no": "field"}}])
async def test_a_row_of_another_release_is_told_apart(database: Database, change: dict[str, object]) -> None:
    async with database.begin() as tx:
        to = await address(tx)
        bad = await deliveries.add(tx, to, Help(True, True), item="item", slot="bad", now=NOW)
        good = await owe(tx, to, "good")
        assert bad is not None
        assert good is not None
        await tx.execute(update(DeliveryRow).where(DeliveryRow.id == bad.id).values(**change))
        found, unreadable = await deliveries.owed(tx, to.chat)
    assert ([one.id for one in found], unreadable) == ([good.id], [bad.id])


async def test_what_was_sent_failed_or_dropped_is_not_owed(database: Database) -> None:
    async with database.begin() as tx:
        to = await address(tx)
        rows = [await owe(tx, to, str(slot)) for slot in range(3)]
        first, second, _ = (one.id for one in rows if one is not None)
        await deliveries.mark_sent(tx, first, 5, NOW)
        await deliveries.mark_failed(tx, second, "because", NOW)
        await deliveries.drop_owed(tx, to.chat, "gone", NOW)
        assert (await deliveries.owed(tx, to.chat))[0] == []


async def test_something_newer_takes_the_place_of_what_was_held_back(database: Database) -> None:
    async with database.begin() as tx:
        to = await address(tx)
        await owe(tx, to, "0", asked_for=False, flow="day")
        await owe(tx, to, "1", asked_for=False, flow="other")
        await owe(tx, to, "2", flow="day")
        await deliveries.supersede(tx, to.chat, "day", NOW)
        assert len((await deliveries.owed(tx, to.chat))[0]) == 2


async def test_pruning_forgets_what_is_settled_and_keeps_what_is_owed(database: Database) -> None:
    async with database.begin() as tx:
        to = await address(tx)
        old = await owe(tx, to, "0")
        assert old is not None
        await deliveries.mark_sent(tx, old.id, 5, NOW)
        await owe(tx, to, "1")
        await deliveries.prune(tx, NOW + timedelta(days=1))
        assert len((await deliveries.owed(tx, to.chat))[0]) == 1
        again = await owe(tx, to, "0")
    assert again is not None
    assert again.id > old.id


async def test_a_flow_lives_in_one_message(database: Database) -> None:
    async with database.begin() as tx:
        to = await address(tx)
        assert await deliveries.flow_message(tx, to.chat, "day") is None
        await deliveries.set_flow(tx, to.chat, "day", 5)
        await deliveries.set_flow(tx, to.chat, "day", 2**40)
        assert await deliveries.flow_message(tx, to.chat, "day") == 2**40
