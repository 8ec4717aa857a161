"""The sides of a card that is no poll: what is asked, the answer to rate, and what stays once it is rated."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cloze import gaps
from bot.domain.course import Card, ClozeText, Localized, Output, OutputText
from bot.domain.messages import Message
from bot.domain.messages.common import NamedFile
from bot.domain.messages.quiz import (
    CardBack,
    CardFront,
    CardRated,
    ClozeBack,
    ClozeFront,
    ClozeRated,
    OutputBack,
    OutputFront,
    OutputRated,
)
from bot.domain.quiz import QuizSession

Intervals = tuple[int, int, int, int]
"""In how many seconds a card would come back, for Again, Hard, Good and Easy."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed into the gaps of a sentence, and whether it fits."""

    words: str = ""
    right: bool = False


def front(quiz: QuizSession, card: Card) -> Message:
    """The card as it is asked."""
    place = (quiz.id, quiz.seq, *_number(quiz))
    if card.output is not None:
        files = tuple(NamedFile(name, text) for name, text in card.output.files.items())
        return OutputFront(*place, files, card.output.setup, card.output.command)
    if sentence := _sentence(card):
        return ClozeFront(*place, sentence, len(gaps(next(iter(sentence.values())))))
    return CardFront(*place, _question(card))


def back(quiz: QuizSession, card: Card, intervals: Intervals, attempt: Attempt) -> Message:
    """The card turned over."""
    place = (quiz.id, quiz.seq, *_number(quiz))
    if card.output is not None:
        return OutputBack(*place, *_printed(card, card.output), intervals)
    if sentence := _sentence(card):
        return ClozeBack(*place, sentence, attempt.words, attempt.right, intervals)
    return CardBack(*place, _question(card), _answer(card), intervals)


def rated(quiz: QuizSession, card: Card, rating: int, interval: int) -> Message:
    """The card with its rating, and in how many seconds it comes back."""
    number, count = _number(quiz)
    if card.output is not None:
        command, prints, why = _printed(card, card.output)
        return OutputRated(number, count, command, prints, why, rating, interval)
    if sentence := _sentence(card):
        return ClozeRated(number, count, sentence, rating, interval)
    return CardRated(number, count, _question(card), _answer(card), rating, interval)


def _number(quiz: QuizSession) -> tuple[int, int]:
    return quiz.position + 1, len(quiz.cards)


def _sentence(card: Card) -> Localized:
    return {language: text.text for language, text in card.texts.items() if isinstance(text, ClozeText)}


def _printed(card: Card, output: Output) -> tuple[str, str, Localized]:
    why = {language: text.why for language, text in card.texts.items() if isinstance(text, OutputText)}
    return output.command, output.prints, why


def _question(card: Card) -> Localized:
    return {language: getattr(text, "question", "") for language, text in card.texts.items()}


def _answer(card: Card) -> Localized:
    return {language: getattr(text, "answer", "") for language, text in card.texts.items()}
