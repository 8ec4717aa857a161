"""PTB's Application with handlers that only parse and delegate, behind the port ``UpdateHandler``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from telegram import CallbackQuery, ChatMember, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    PollAnswerHandler,
    filters,
)

from bot.chat import commands, taps, texts, who
from bot.chat.context import App, Context, Handling, current
from bot.chat.limiter import Limiter
from bot.chat.reach import Way
from bot.domain.course import Language
from bot.domain.errors import BrokenTap, EditNotRead, PomodockError
from bot.domain.messages import Message
from bot.domain.messages.general import Sorry
from bot.services import placement, quiz
from bot.services.inbox import Unreadable
from bot.services.trouble import trouble_of
from bot.services.turn import Turn
from bot.storage import deliveries, people

Toast = Callable[[Message, Language], str]
"""Words a message as plain text for the answer to a callback."""


def build(token: str, api_url: str, request: Way, limiter: Limiter) -> App:
    """An Application without an updater, a job queue or persistence. ``api_url`` ends in ``/bot``."""
    builder = (
        Application.builder()
        .token(token)
        .base_url(api_url)
        .base_file_url(f"{api_url.removesuffix('/bot')}/file/bot")
        .request(request)
        .get_updates_request(request)
        .rate_limiter(limiter)
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .job_queue(None)
    )
    return builder.build()


class UpdateDesk:
    """Handles one update at a time in the turn it is given."""

    def __init__(self, application: App, toast: Toast) -> None:
        self._application = application
        self._toast = toast
        private = filters.ChatType.PRIVATE
        for handler in (
            MessageHandler(filters.UpdateType.MESSAGE & private & filters.Regex(r"^/"), _on_command),
            MessageHandler(filters.UpdateType.MESSAGE & private, _on_text),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & private, _on_edit),
            MessageHandler(filters.UpdateType.MESSAGE & ~private, _on_group_message),
            CallbackQueryHandler(self._on_tap),
            PollAnswerHandler(_on_poll_answer),
            ChatMemberHandler(_on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ):
            application.add_handler(handler)
        application.add_error_handler(_on_error)

    async def handle(self, body: Mapping[str, Any], turn: Turn) -> None:
        """Handle one raw update. Raises ``Unreadable``, or what the handler raised."""
        handling = Handling(turn)
        token = current.set(handling)
        try:
            await self._application.process_update(self._parse(body))
        finally:
            current.reset(token)
        if handling.error is not None:
            raise handling.error

    async def explain(self, body: Mapping[str, Any], turn: Turn, error: PomodockError | None) -> None:
        """Say what was wrong: a toast after a tap, a message otherwise, and in groups nothing."""
        message = Sorry() if error is None else trouble_of(error)
        update = self._parse(body)
        met = await who.met(update, turn)
        if met is None:
            return
        if update.callback_query is not None:
            words = self._toast(message, met.person.speaks)
            turn.after.append(_answer(update.callback_query, words, alert=error is None))
        elif who.is_private(update.effective_chat):
            await turn.say(met.person, met.chat, message)

    def _parse(self, body: Mapping[str, Any]) -> Update:
        try:
            update = Update.de_json(dict(body), self._application.bot)
        except Exception as error:  # whatever a broken update makes PTB raise
            msg = f"{type(error).__name__}: {error}"
            raise Unreadable(msg) from error
        return update

    async def _on_tap(self, update: Update, context: Context) -> None:
        query = update.callback_query
        met = await who.met(update, context.turn)
        if query is None or met is None:
            return
        if query.message is None or not who.is_private(query.message.chat):
            raise BrokenTap(query.data or "")
        await taps.dispatch(context.turn, met, query.data or "")
        context.turn.after.append(_answer(query, None))


async def _on_command(update: Update, context: Context) -> None:
    met = await who.met(update, context.turn)
    if met is not None and update.message is not None:
        await commands.dispatch(context.turn, met, update.message)


async def _on_text(update: Update, context: Context) -> None:
    message = update.message
    if message is None or _is_service(update):
        return
    met = await who.met(update, context.turn)
    if met is not None:
        await texts.dispatch(context.turn, met, message)


async def _on_edit(update: Update, context: Context) -> None:
    """What was edited was read when it was sent. Who edits a command or an answer is told."""
    met = await who.met(update, context.turn)
    message = update.edited_message
    if met is None or message is None or message.text is None:
        return
    asked = await people.dialog(context.turn.tx, met.chat.id, met.person.id) is not None
    if asked or message.text.startswith("/"):
        raise EditNotRead


async def _on_group_message(update: Update, context: Context) -> None:
    message, turn = update.message, context.turn
    user = update.effective_user
    if message is None or user is None or user.is_bot:
        return
    if message.migrate_to_chat_id is not None:
        await people.move_chat(turn.tx, message.chat.id, message.migrate_to_chat_id)
    elif message.text is not None and message.text.startswith("/"):
        person = await people.meet_person(turn.tx, user.id, who.name_of(user), turn.now)
        await commands.hint_in_group(turn, person, message, context.bot.username)


async def _on_poll_answer(update: Update, context: Context) -> None:
    answer = update.poll_answer
    if answer is None or answer.user is None:
        return
    met = await who.met(update, context.turn)
    if met is None:
        return
    chosen = tuple(answer.option_ids)
    if not await placement.answer(context.turn, met, answer.poll_id, chosen):
        await quiz.answer(context.turn, met, answer.poll_id, chosen)


async def _on_membership(update: Update, context: Context) -> None:
    """Somebody blocked the bot, or let it in again."""
    change = update.my_chat_member
    if change is None or not who.is_private(change.chat):
        return
    met = await who.met(update, context.turn)
    if met is not None and change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
        await people.set_blocked(context.turn.tx, met.chat.id, context.turn.now)
        await deliveries.drop_owed(context.turn.tx, met.chat.id, "the chat cannot be written to", context.turn.now)


async def _on_error(_update: object, context: Context) -> None:
    current.get().error = context.error


def _is_service(update: Update) -> bool:
    """Whether a message only reports something (a pinned message, a changed title)."""
    message = update.effective_message
    return message is not None and bool(filters.StatusUpdate.ALL.check_update(update))


def _answer(query: CallbackQuery, words: str | None, *, alert: bool = False) -> Any:
    async def answer() -> None:
        # A query older than a quarter of an hour cannot be answered any more; nothing is lost by that.
        with suppress(TelegramError):
            await query.answer(words, show_alert=alert)

    return answer
