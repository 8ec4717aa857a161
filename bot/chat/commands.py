"""Commands: one thin function each, private chats only. In a group a command gets a sentence and a link."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Message

from bot.domain.errors import UnknownCommand
from bot.domain.messages.general import GroupHint
from bot.domain.people import Person
from bot.services import (
    day,
    focus,
    general,
    lab,
    learner,
    notes,
    onboarding,
    placement,
    practice,
    progress,
    resources,
    review,
    run,
    settings,
    topics,
    track,
)
from bot.services.turn import Turn
from bot.storage import people
from bot.storage.people import Met

from . import who

Command = Callable[[Turn, Met, Message, str], Awaitable[None]]


async def start(turn: Turn, met: Met, message: Message, arguments: str) -> None:
    """/start, also from a link in a group, which names the command that was given there."""
    enrolled = await learner.find(turn, met.person, met.chat) is not None
    if enrolled and arguments in COMMANDS and arguments != "start":
        await COMMANDS[arguments](turn, met, message, "")
        return
    code = message.from_user.language_code if message.from_user else None
    await onboarding.start(turn, met, code)
    if enrolled:
        await day.today(turn, met, instead=False)


async def today(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/today."""
    await day.today(turn, met)


async def review_(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/review."""
    await review.start(turn, met)


async def map_(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/map."""
    await topics.show(turn, met)


async def quiz_(turn: Turn, met: Met, _message: Message, arguments: str) -> None:
    """/quiz [TOPIC] [N]."""
    await practice.ask(turn, met, arguments)


async def pomodoro(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/pomodoro."""
    await focus.free_block(turn, met)


async def run_(turn: Turn, met: Met, _message: Message, arguments: str) -> None:
    """/run COMMAND."""
    await run.ask(turn, met, arguments)


async def lab_(turn: Turn, met: Met, _message: Message, arguments: str) -> None:
    """/lab [LAB or UNIT]."""
    await lab.ask(turn, met, arguments)


async def sh(turn: Turn, met: Met, _message: Message, arguments: str) -> None:
    """/sh COMMAND."""
    await lab.type_(turn, met, arguments)


async def get(turn: Turn, met: Met, _message: Message, arguments: str) -> None:
    """/get FILE."""
    await lab.fetch(turn, met, arguments)


async def progress_(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/progress."""
    await progress.show(turn, met)


async def notes_(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/notes."""
    await notes.show(turn, met)


async def resources_(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/resources."""
    await resources.show(turn, met)


async def track_(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/track."""
    await track.menu(turn, met)


async def placement_(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/placement."""
    await placement.intro(turn, met)


async def settings_(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/settings."""
    await settings.menu(turn, met)


async def cancel(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/cancel."""
    await general.cancel(turn, met)


async def help_(turn: Turn, met: Met, _message: Message, _arguments: str) -> None:
    """/help."""
    await general.help_(turn, met)


COMMANDS: dict[str, Command] = {
    "start": start,
    "today": today,
    "review": review_,
    "quiz": quiz_,
    "map": map_,
    "pomodoro": pomodoro,
    "run": run_,
    "lab": lab_,
    "sh": sh,
    "get": get,
    "progress": progress_,
    "notes": notes_,
    "resources": resources_,
    "track": track_,
    "placement": placement_,
    "settings": settings_,
    "cancel": cancel,
    "help": help_,
}


def split(text: str) -> tuple[str, str, str]:
    """A command message as (command, addressed bot or empty, arguments); all empty for other text."""
    if not text.startswith("/"):
        return "", "", ""
    head, *rest = text.split(maxsplit=1)
    name, _, bot = head[1:].partition("@")
    return name.lower(), bot.lower(), "".join(rest).strip()


async def dispatch(turn: Turn, met: Met, message: Message) -> None:
    """Call the command of a private message. Raises ``UnknownCommand``."""
    name, _, arguments = split(who.words_of(message) or "")
    command = COMMANDS.get(name)
    if command is None:
        raise UnknownCommand(name[:32])
    await command(turn, met, message, arguments)


async def hint_in_group(turn: Turn, person: Person, message: Message, username: str) -> None:
    """A command in a group: one sentence, one private link."""
    name, bot, _ = split(who.words_of(message) or "")
    if bot not in ("", username.lower()) or (name not in COMMANDS and not bot):
        return
    chat = await people.meet_chat(turn.tx, message.chat.id, who.kind_of(message.chat), None)
    await turn.say(person, chat, GroupHint(f"https://t.me/{username}?start={name}"))
