"""What ``/quiz [TOPIC] [N]`` asks for, in either order and either language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.course import Topic
from bot.domain.errors import BadCount
from bot.domain.quiz import MOST_QUESTIONS, QUESTIONS

_NUMBER = re.compile(r"[0-9]+")
_ROW = re.compile(r"#[0-9]+")
_BREAKS = re.compile(r"[\s《》“”\"'，,。.、]+")


@dataclass(frozen=True, slots=True)
class QuizRequest:
    """``topics`` are ids of what ``query`` may mean: one, several or none of them. No query: of everything learnt."""

    query: str
    topics: tuple[str, ...]
    count: int


def read(arguments: str, topics: Sequence[Topic]) -> QuizRequest:
    """Read what stands behind the command. Raises ``BadCount`` for a number of questions that is out of range.

    A number alone is how many questions; of two numbers the first is a row of the table, and ``#3`` always is.
    """
    words = unicodedata.normalize("NFKC", arguments).split()
    count = QUESTIONS
    place = next((at for at in (-1, 0) if words and _NUMBER.fullmatch(words[at])), None)
    if place is not None:
        count = _count(words.pop(place))
    query = " ".join(words)
    return QuizRequest(query, found(query, topics) if query else (), count)


def found(query: str, topics: Sequence[Topic]) -> tuple[str, ...]:
    """Ids of the topics that ``query`` may mean: by id, row, or title, whole or its beginning or a part of it."""
    if row := _ROW.fullmatch(query) or _NUMBER.fullmatch(query):
        at = int(row.group().lstrip("#"))
        return (topics[at - 1].id,) if 1 <= at <= len(topics) else ()
    wanted = _plain(query)
    if not wanted:
        return ()
    ways: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    )
    for fits in ways:
        if hits := tuple(topic.id for topic in topics if any(map(fits, _names(topic)))):
            return hits
    return ()


def _count(word: str) -> int:
    if not 1 <= int(word) <= MOST_QUESTIONS:
        raise BadCount(word, MOST_QUESTIONS)
    return int(word)


def _names(topic: Topic) -> tuple[str, ...]:
    return tuple(_plain(name) for name in (topic.id, topic.id.replace("-", " "), *topic.title.values()))


def _plain(text: str) -> str:
    """``text`` without width, case, and what stands between words."""
    return _BREAKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
