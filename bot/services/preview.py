"""A course shown to its author, from the folder it is written in: no learner, no database, nothing remembered.

Whatever is asked for, the folder is looked at first; a course that changed is read anew, and one with faults is
answered with them.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from bot.curriculum import source
from bot.curriculum.faults import CourseFaults, Fault
from bot.curriculum.load import load_course
from bot.domain import preview, screens
from bot.domain.course import LANGUAGES, Card, Course, Language
from bot.domain.messages import Message
from bot.domain.messages.common import PreviewFault
from bot.domain.messages.preview import (
    PreviewChanged,
    PreviewFaults,
    PreviewHint,
    PreviewIdle,
    PreviewMended,
    PreviewRefused,
)
from bot.domain.messages.quiz import QuizPoll
from bot.domain.quiz import QuizSession
from bot.domain.taps import Action, Tap
from bot.services.ports import Clock, MessageGone, Messenger, Refused, Renderer, Sent
from bot.services.rendered import Rendered

MOST_FAULTS = 12
"""Faults in one message."""


@dataclass(slots=True)
class _Open:
    """The unit that a chat shows: which button opened it, and its messages as they were sent."""

    tap: Tap
    sent: list[tuple[int, Rendered]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A poll that was sent, to be answered."""

    message: QuizPoll
    card: Card
    quiz: QuizSession
    language: Language


@dataclass(slots=True)
class _Reader:
    """What one chat shows."""

    open: _Open | None = None
    faults: int | None = None
    """The message that tells of faults, while there are some."""
    polls: dict[str, _Asked] = field(default_factory=dict)


class Preview:
    """One course folder, for whoever reads in it."""

    def __init__(self, folder: Path, messenger: Messenger, renderer: Renderer, clock: Clock) -> None:
        self._folder = folder
        self._messenger = messenger
        self._renderer = renderer
        self._clock = clock
        self._digest = ""
        self._course: Course | None = None
        self._readers: dict[int, _Reader] = {}

    async def begin(self, chat: int, language: Language) -> None:
        """/start: the contents, as a new message."""
        await self._do(chat, None, Tap(Action.PREVIEW, LANGUAGES.index(language)))

    async def hint(self, chat: int, language: Language) -> None:
        """Anything else that somebody writes."""
        await self._say(chat, PreviewHint(), language)

    async def tap(self, chat: int, message_id: int, tap: Tap) -> Message | None:
        """A button. Answers what to say beside it, if anything."""
        if tap.action not in (Action.PREVIEW, Action.PREVIEW_SHELF, Action.PREVIEW_UNIT):
            return PreviewIdle()
        return await self._do(chat, message_id, tap)

    async def vote(self, chat: int, poll_id: str, chosen: tuple[int, ...]) -> None:
        """An answer to a poll is told what a learner is told, as if it were his first."""
        asked = self._reader(chat).polls.get(poll_id)
        if asked is None or not chosen:
            return
        right = set(chosen) == set(asked.message.correct)
        again, _, good, _ = preview.first_intervals(self._clock.now())
        message = screens.feedback(asked.quiz, asked.card, right=right, interval=good if right else again)
        await self._say(chat, message, asked.language)

    async def _do(self, chat: int, message_id: int | None, tap: Tap) -> Message | None:
        language, reader = _language(tap), self._reader(chat)
        try:
            course = await self._read()
        except CourseFaults as error:
            await self._tell_faults(chat, _faults(error, tap), language)
            return None
        if reader.faults is not None:
            await self._edit(chat, reader.faults, PreviewMended(), language)
            message_id = None if message_id == reader.faults else message_id
            reader.faults = None
        if tap.action is Action.PREVIEW_UNIT:
            return await self._unit(chat, course, tap)
        message = preview.contents(course) if tap.action is Action.PREVIEW else preview.shelf(course, tap.seq)
        if message_id is None or not await self._edit(chat, message_id, message, language):
            await self._say(chat, message, language)
        return None

    async def _read(self) -> Course:
        """The course as it is on the disk now. Raises ``CourseFaults``."""
        try:
            files = source.read_folder(self._folder)
        except OSError as error:
            what, mend = f"it cannot be read ({error.strerror})", "look at it, then press the button again"
            raise CourseFaults([Fault(str(error.filename), 1, what, mend)]) from error
        digest = source.digest(files)
        if self._course is None or digest != self._digest:
            self._course = await asyncio.to_thread(load_course, files)
            self._digest = digest
        return self._course

    async def _unit(self, chat: int, course: Course, tap: Tap) -> Message | None:
        """Send a unit, or bring it up to date where it is the open one and only its texts have changed."""
        reader, language = self._reader(chat), _language(tap)
        messages = preview.unit(course, tap.value, tap.seq, self._clock.now())
        if reader.open is not None and reader.open.tap == tap:
            changed = self._changed(reader.open, messages, language)
            if changed is not None:
                for place, message_id, message in changed:
                    await self._edit(chat, message_id, message, language)
                    reader.open.sent[place] = message_id, self._renderer.render(message, language)
                return PreviewChanged(len(changed))
        reader.open, reader.polls = None, {}
        await self._messenger.show_activity(chat, "typing")
        sent = [await self._send(chat, message, language) for message in messages]
        self._keep_polls(reader, course, tap, messages, sent)
        taken = [one.message_id for one in sent if one is not None]
        if len(taken) == len(messages):
            words = (self._renderer.render(message, language) for message in messages)
            reader.open = _Open(tap, list(zip(taken, words, strict=True)))
        return None

    def _changed(
        self, opened: _Open, messages: tuple[Message, ...], language: Language
    ) -> list[tuple[int, int, Message]] | None:
        """What reads differently now, by its place; none where the unit must be sent anew: a poll cannot be changed."""
        fresh = [self._renderer.render(message, language) for message in messages]
        if [one.quiz for one in fresh] != [before.quiz for _, before in opened.sent]:
            return None
        pairs = zip(opened.sent, fresh, messages, strict=True)
        return [
            (place, message_id, message)
            for place, ((message_id, before), now, message) in enumerate(pairs)
            if now != before
        ]

    def _keep_polls(
        self, reader: _Reader, course: Course, tap: Tap, messages: tuple[Message, ...], sent: list[Sent | None]
    ) -> None:
        if tap.value not in course.units:
            return
        sitting = preview.sitting(course, course.units[tap.value], self._clock.now(), polls=True)
        quizzes = {quiz.card: quiz for quiz in sitting}
        for message, taken in zip(messages, sent, strict=True):
            if isinstance(message, QuizPoll) and taken is not None and taken.poll_id is not None:
                card = course.cards[message.card]
                reader.polls[taken.poll_id] = _Asked(message, card, quizzes[card.id], _language(tap))

    async def _tell_faults(self, chat: int, message: PreviewFaults, language: Language) -> None:
        reader = self._reader(chat)
        if reader.faults is not None and await self._edit(chat, reader.faults, message, language):
            return
        sent = await self._send(chat, message, language)
        reader.faults = None if sent is None else sent.message_id

    async def _say(self, chat: int, message: Message, language: Language) -> None:
        await self._send(chat, message, language)

    async def _send(self, chat: int, message: Message, language: Language) -> Sent | None:
        """Send; what the chat refuses is named in its place."""
        try:
            return await self._messenger.send(chat, None, self._renderer.render(message, language), interactive=True)
        except Refused as error:
            told = PreviewRefused(type(message).__name__, str(error))
            await self._messenger.send(chat, None, self._renderer.render(told, language), interactive=True)
            return None

    async def _edit(self, chat: int, message_id: int, message: Message, language: Language) -> bool:
        """Change a message; false where it cannot be changed."""
        try:
            await self._messenger.edit(chat, message_id, self._renderer.render(message, language))
        except (MessageGone, Refused):
            return False
        return True

    def _reader(self, chat: int) -> _Reader:
        return self._readers.setdefault(chat, _Reader())


def _language(tap: Tap) -> Language:
    """A preview's button carries the language that it asks for, by its place in ``LANGUAGES``."""
    return LANGUAGES[tap.subject] if tap.subject < len(LANGUAGES) else LANGUAGES[0]


def _faults(error: CourseFaults, tap: Tap) -> PreviewFaults:
    shown = tuple(PreviewFault(one.file, one.line, one.what, one.mend) for one in error.faults[:MOST_FAULTS])
    return PreviewFaults(shown, len(error.faults) - len(shown), tap.action, tap.seq, tap.value)
