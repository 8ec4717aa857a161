"""Text that is no command: the answer to whatever question is open."""

from __future__ import annotations

from telegram import Message

from bot.domain.errors import NeedsText
from bot.domain.people import Dialog, DialogKind
from bot.services import assessment, general, lab, onboarding, project, review, study
from bot.services.turn import Turn
from bot.storage import deliveries, people
from bot.storage.people import Met

from . import who


async def dispatch(turn: Turn, met: Met, message: Message) -> None:
    """Hand text to the open lab or question. Raises ``NeedsText`` for what is not text."""
    if message.document is not None and await lab.is_open(turn, met):
        sent = message.document
        await lab.put(turn, met, sent.file_name or "", sent.file_id, sent.file_size or 0)
        return
    question = await people.dialog(turn.tx, met.chat.id, met.person.id)
    text = who.words_of(message)
    if text is not None and await _is_for_lab(turn, met, message, asked=question is not None):
        await lab.type_(turn, met, text)
    elif question is None:
        await general.not_understood(turn, met)
    elif text is None:
        raise NeedsText
    else:
        await _answer(turn, met, question, text)


async def _answer(turn: Turn, met: Met, question: Dialog, text: str) -> None:
    match question.kind:
        case DialogKind.ZONE:
            await onboarding.find_zone(turn, met, text)
        case DialogKind.HOUR:
            await onboarding.choose_hour(turn, met, text)
        case DialogKind.RECITE:
            await study.recite(turn, met, question.subject, text)
        case DialogKind.CARD:
            await review.attempt(turn, met, question.subject, text)
        case DialogKind.HAND_IN:
            await project.hand_in(turn, met, question.subject, text)
        case DialogKind.SELF_CHECK:
            await assessment.reflect(turn, met, question.subject, text)


async def _is_for_lab(turn: Turn, met: Met, message: Message, *, asked: bool) -> bool:
    """Whether text goes to the open lab: a reply to one of its messages, or any where no question is open."""
    if not await lab.is_open(turn, met):
        return False
    replied = message.reply_to_message
    if replied is None:
        return not asked
    flow = await deliveries.flow_of(turn.tx, met.chat.id, replied.message_id)
    return not asked or (flow is not None and flow.startswith(lab.FLOWS))
