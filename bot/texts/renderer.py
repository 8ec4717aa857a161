"""The renderer: a message and a language become text, buttons, a poll or a picture.

The macro that words a message has the name of its class. Whatever a message holds, what comes out is within Telegram's
limits: templates shorten what strangers write where it stands, and the whole is cut once more at the end.
"""

from __future__ import annotations

import base64
from functools import cache

from jinja2.runtime import Macro

from bot.domain.course import LANGUAGES, Language
from bot.domain.errors import PomodockError
from bot.domain.messages import FEATURE, Message
from bot.domain.messages.general import ProgressReport, Sorry, Trouble
from bot.domain.messages.lab import LabFile
from bot.domain.messages.notes import NotesFile
from bot.domain.messages.placement import PlacementAsked
from bot.domain.messages.quiz import QuizPoll
from bot.domain.messages.run import RunOutputFile
from bot.domain.people import DEFAULT_LANGUAGE
from bot.services.rendered import Attachment, Quiz, Rendered
from bot.services.trouble import trouble_of
from bot.texts import keyboard
from bot.texts.environment import environment, macros
from bot.texts.formats import Formats
from bot.texts.markup import fit, plain, tidy
from bot.texts.measure import CAPTION_LIMIT, TEXT_LIMIT, TOAST_LIMIT, cut, one_line, printable
from bot.texts.picture import draw

QUESTION_LIMIT, OPTION_LIMIT, EXPLANATION_LIMIT, EXPLANATION_LINES = 300, 100, 200, 3
"""Of a quiz poll (Bot API, sendPoll): UTF-16 code units, and lines."""


class TextRenderer:
    """Implements ``ports.Renderer`` with the templates of this package."""

    def render(self, message: Message, language: Language) -> Rendered:
        """The message in words. A language the bot does not speak is taken as the default."""
        language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        if isinstance(message, QuizPoll):
            return Rendered(html="", quiz=_quiz(message, language))
        with keyboard.collecting() as keys:
            html = printable(tidy(_words(message, language)))
        if isinstance(message, PlacementAsked):
            return Rendered(html="", buttons=keys.rows, quiz=_placement_quiz(message, plain(html), language))
        attachment = _attachment(message, language)
        return Rendered(
            html=fit(html, CAPTION_LIMIT if attachment else TEXT_LIMIT), buttons=keys.rows, attachment=attachment
        )

    def render_toast(self, message: Message | PomodockError, language: Language) -> str:
        """The message or error as plain text of 200 characters at most, for the answer to a callback."""
        if isinstance(message, PomodockError):
            message = trouble_of(message)
        return cut(one_line(plain(self.render(message, language).html)), TOAST_LIMIT)


def warm_up() -> None:
    """Compile all templates now, so that nobody waits for it later (about 0.2 s)."""
    for language in LANGUAGES:
        _voice(language)


@cache
def _voice(language: Language) -> dict[str, Macro]:
    """Every macro that words a message or an error, by class name."""
    env = environment(language)
    found: dict[str, Macro] = {}
    for feature in (*sorted(set(FEATURE.values())), "errors"):
        found |= macros(env, f"{language}/{feature}.j2")
    return found


def _words(message: Message, language: Language) -> str:
    voice = _voice(language)
    if isinstance(message, Trouble) and message.error in voice and message.error not in FEATURE:
        return str(voice[message.error](message.fields))
    name = Sorry.__name__ if isinstance(message, Trouble) else type(message).__name__
    return str(voice[name](message))


def _quiz(poll: QuizPoll, language: Language) -> Quiz:
    pick = Formats(language).pick
    return Quiz(
        question=cut(_poll_words(pick(poll.question)), QUESTION_LIMIT),
        options=tuple(cut(_poll_words(pick(option)), OPTION_LIMIT) for option in poll.options),
        correct=poll.correct,
        explanation=_explanation(pick(poll.explanation)),
    )


def _placement_quiz(poll: PlacementAsked, question: str, language: Language) -> Quiz:
    """The question as its template words it, its options, and "I don't know"."""
    pick = Formats(language).pick
    unsure = str(_voice(language)["dont_know"]())
    return Quiz(
        question=cut(_poll_words(question), QUESTION_LIMIT),
        options=tuple(cut(_poll_words(text), OPTION_LIMIT) for text in (*map(pick, poll.options), unsure)),
        correct=(poll.correct,),
        explanation=_explanation(pick(poll.explanation)),
    )


def _explanation(text: str) -> str:
    lines = _poll_words(text).split("\n", EXPLANATION_LINES - 1)
    return cut("\n".join(one_line(line) for line in lines), EXPLANATION_LIMIT)


def _poll_words(text: str) -> str:
    """Polls are plain text."""
    return printable(text.replace("`", "")).strip()


def _attachment(message: Message, language: Language) -> Attachment | None:
    if isinstance(message, LabFile):
        name = one_line(printable(message.name)) or "file"
        return Attachment(cut(name, 100), base64.b64decode(message.content), picture=False)
    if isinstance(message, RunOutputFile):
        return Attachment("output.txt", message.output.encode("utf-8", "replace"), picture=False)
    if isinstance(message, ProgressReport):
        return Attachment("progress.png", draw(message), picture=True)
    if isinstance(message, NotesFile):
        return Attachment("notes.md", _document(message, language).encode("utf-8", "replace"), picture=False)
    return None


def _document(message: NotesFile, language: Language) -> str:
    """The whole of the notes: one blank line at most between lines, and a line feed at the end."""
    words = str(macros(environment(language), f"{language}/notes.j2")["document"](message))
    return tidy(words) + "\n"
