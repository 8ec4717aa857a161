"""Text that is no command: the answer to whatever question is open."""

from __future__ import annotations

from telegram import Message

from bot.domain.errors import NeedsText
from bot.domain.people import DialogKind
from bot.services import assessment, general, onboarding, project, review, study
from bot.services.turn import Turn
from bot.storage import people
from bot.storage.people import Met

from . import who


async def dispatch(turn: Turn, met: Met, message: Message) -> None:
    """Hand text to the open question. Raises ``NeedsText`` for what is not text."""
    question = await people.dialog(turn.tx, met.chat.id, met.person.id)
    if question is None:
        await general.not_understood(turn, met)
        return
    text = who.words_of(message)
    if text is None:
        raise NeedsText
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
