"""What is owed to which chat, what was sent, and in which message each flow lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from bot.domain.delivery import Address, Owed
from bot.domain.focus import Phase
from bot.domain.messages import Message
from bot.domain.people import DEFAULT_LANGUAGE
from bot.storage import codec, inserts
from bot.storage.database import Transaction
from bot.storage.schema import ChatRow, DeliveryRow, FlowRow, FocusBlockRow, PersonRow, table

DELIVERIES, FLOWS = table(DeliveryRow), table(FlowRow)
_ANSWER = insert(DELIVERIES).returning(DELIVERIES.c.id)
_SETTLE = update(DELIVERIES).where(DELIVERIES.c.id == bindparam("at"))
_FLOW = select(FLOWS.c.message_id).where(FLOWS.c.chat_id == bindparam("chat"), FLOWS.c.flow == bindparam("flow"))
_HOLDING = (Phase.RUNNING, Phase.PAUSED)


async def add(
    tx: Transaction,
    address: Address,
    message: Message,
    *,
    item: str,
    slot: str,
    now: datetime,
    flow: str | None = None,
    edit: bool = False,
    asked_for: bool = True,
    interactive: bool = False,
) -> Owed | None:
    """Owe a message once per (chat, item, slot); ``None`` where it is owed or sent already."""
    row = {
        "chat_id": address.chat,
        "thread_id": address.thread,
        "item": item,
        "slot": slot,
        "kind": type(message).__name__,
        "version": codec.VERSION,
        "fields": codec.dump(message),
        "flow": flow,
        "edit": edit,
        "asked_for": asked_for,
        "interactive": interactive,
        "created_at": now,
    }
    # An answer to an update that is owed twice means that the update was handled twice: that may not pass.
    number = await tx.scalar(_ANSWER if interactive else inserts.keep(tx, DELIVERIES, "id"), row)
    return None if number is None else Owed(number, address, message, flow, edit, asked_for, interactive)


async def owed(tx: Transaction, chat_id: int) -> tuple[list[Owed], list[int]]:
    """What can be sent to a chat now, and the ids of rows that cannot be read: first what was asked for, oldest first.

    While a focus block runs, what was not asked for stays back. A blocked chat gets nothing.
    """
    query = (
        select(DeliveryRow, ChatRow.telegram_id, PersonRow.language)
        .join(ChatRow, ChatRow.id == DeliveryRow.chat_id)
        .outerjoin(PersonRow, PersonRow.id == ChatRow.person_id)
        .where(DeliveryRow.chat_id == chat_id, DeliveryRow.state == "owed", ChatRow.blocked_at.is_(None))
        .order_by(DeliveryRow.asked_for.desc(), DeliveryRow.id)
    )
    holding = select(FocusBlockRow.id).where(FocusBlockRow.chat_id == chat_id, FocusBlockRow.phase.in_(_HOLDING))
    if await tx.scalar(holding.limit(1)) is not None:
        query = query.where(DeliveryRow.asked_for.is_(True))
    found: list[Owed] = []
    unreadable: list[int] = []
    for row, telegram_id, language in await tx.execute(query):
        try:
            message = codec.load(row.kind, row.version, row.fields)
        except ValueError:
            unreadable.append(row.id)
            continue
        address = Address(row.chat_id, telegram_id, language or DEFAULT_LANGUAGE, row.thread_id)
        found.append(Owed(row.id, address, message, row.flow, row.edit, row.asked_for, row.interactive, row.attempts))
    return found, unreadable


async def chats_owed(tx: Transaction) -> Sequence[int]:
    """The chats that something is owed to and that can be written to."""
    query = (
        select(DeliveryRow.chat_id)
        .join(ChatRow, ChatRow.id == DeliveryRow.chat_id)
        .where(DeliveryRow.state == "owed", ChatRow.blocked_at.is_(None))
        .distinct()
    )
    return (await tx.scalars(query)).all()


async def mark_sent(tx: Transaction, delivery_id: int, message_id: int | None, now: datetime) -> None:
    """Telegram has taken it."""
    await _settle(tx, delivery_id, "sent", now, message_id=message_id)


async def mark_failed(tx: Transaction, delivery_id: int, reason: str, now: datetime) -> None:
    """It will never be taken; ``reason`` says why."""
    await _settle(tx, delivery_id, "failed", now, reason=reason)


async def count_attempt(tx: Transaction, delivery_id: int) -> None:
    """It was tried, and it is not known whether it arrived."""
    await tx.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(attempts=DeliveryRow.attempts + 1))


async def drop_owed(tx: Transaction, chat_id: int, reason: str, now: datetime) -> None:
    """Nothing of what is owed to this chat shall be sent any more."""
    await tx.execute(
        update(DeliveryRow)
        .where(DeliveryRow.chat_id == chat_id, DeliveryRow.state == "owed")
        .values(state="dropped", reason=reason, sent_at=now)
    )


async def supersede(tx: Transaction, chat_id: int, flow: str, now: datetime) -> None:
    """Something newer of a flow is said: what of it was held back until now would only repeat it."""
    await tx.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.chat_id == chat_id,
            DeliveryRow.flow == flow,
            DeliveryRow.state == "owed",
            DeliveryRow.asked_for.is_(False),
        )
        .values(state="dropped", reason="something newer was said", sent_at=now)
    )


async def flow_message(tx: Transaction, chat_id: int, flow: str) -> int | None:
    """The message in which a flow lives."""
    return await tx.scalar(_FLOW, {"chat": chat_id, "flow": flow})


async def set_flow(tx: Transaction, chat_id: int, flow: str, message_id: int) -> None:
    """The flow lives in this message from now on."""
    await tx.execute(inserts.replace(tx, FLOWS), {"chat_id": chat_id, "flow": flow, "message_id": message_id})


async def flow_of(tx: Transaction, chat_id: int, message_id: int) -> str | None:
    """The flow that lives in a message."""
    query = select(FlowRow.flow).where(FlowRow.chat_id == chat_id, FlowRow.message_id == message_id)
    return await tx.scalar(query.limit(1))


async def prune(tx: Transaction, before: datetime) -> None:
    """Forget deliveries that were settled before an instant."""
    await tx.execute(delete(DeliveryRow).where(DeliveryRow.state != "owed", DeliveryRow.sent_at < before))


async def _settle(
    tx: Transaction,
    delivery_id: int,
    state: str,
    now: datetime,
    *,
    reason: str | None = None,
    message_id: int | None = None,
) -> None:
    values = {"state": state, "reason": reason, "message_id": message_id, "sent_at": now}
    await tx.execute(_SETTLE, {"at": delivery_id, **values})
