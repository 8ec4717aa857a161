"""What a learner sees of a unit and its cards: from the course and where he is in it, to messages."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from bot.domain import quiz as quizzes
from bot.domain.cards import Intervals
from bot.domain.course import Card, Localized, QuizText, Unit
from bot.domain.messages.common import PageNote, Point, PointState
from bot.domain.messages.quiz import QuizFeedback, QuizPoll
from bot.domain.messages.study import AskGuess, AskRecite, GuessTaken, ReadPage, Recital, Survey
from bot.domain.quiz import QuizSession
from bot.domain.study import Step, UnitSession


def survey(unit: Unit, session: UnitSession) -> Survey:
    """What is coming."""
    lines = _side_by_side({language: text.survey for language, text in unit.texts.items()})
    return Survey(session.id, session.seq, title(unit), lines, _pages(unit))


def question(unit: Unit, session: UnitSession) -> AskGuess | GuessTaken:
    """The key question; once there is a guess, what came of it."""
    guesses = {language: text.guess for language, text in unit.texts.items()}
    asked = {language: one.question for language, one in guesses.items()}
    options = _side_by_side({language: one.options for language, one in guesses.items()})
    if session.guess is None:
        return AskGuess(session.id, session.seq, asked, options)
    right = session.guess == next(iter(guesses.values())).correct
    reveal = {language: one.reveal for language, one in guesses.items()}
    return GuessTaken(session.id, session.seq, asked, options[session.guess], right, reveal)


def page(unit: Unit, session: UnitSession) -> ReadPage:
    """The page that is open."""
    pages = {language: text.pages[session.page] for language, text in unit.texts.items()}
    first = next(iter(pages.values()))
    told = _side_by_side({language: tuple(note.text for note in one.notes) for language, one in pages.items()})
    return ReadPage(
        session.id,
        session.seq,
        number=session.page + 1,
        count=_pages(unit),
        title={language: one.title for language, one in pages.items()},
        markdown={language: one.markdown for language, one in pages.items()},
        notes=tuple(PageNote(note.kind, note.block, text) for note, text in zip(first.notes, told, strict=True)),
    )


def ask_recite(unit: Unit, session: UnitSession) -> AskRecite:
    """Say it in your own words."""
    return AskRecite(session.id, session.seq, {language: text.recite for language, text in unit.texts.items()})


def recital(unit: Unit, session: UnitSession, intervals: Intervals) -> Recital:
    """What was found in his words, and what was not."""
    return Recital(session.id, session.seq, points(unit, session), intervals, blank=not session.recitation)


def step(unit: Unit, session: UnitSession) -> Survey | AskGuess | GuessTaken | ReadPage | AskRecite:
    """What he sees at the step he is at, until he has recited."""
    match session.step:
        case Step.SURVEY:
            return survey(unit, session)
        case Step.QUESTION:
            return question(unit, session)
        case Step.READ:
            return page(unit, session)
        case _:
            return ask_recite(unit, session)


def points(unit: Unit, session: UnitSession) -> tuple[Point, ...]:
    """The key points, and which of them were said."""
    by_language = {language: text.points for language, text in unit.texts.items()}
    ids = [point.id for point in next(iter(by_language.values()))]
    texts = _side_by_side({lang: tuple(point.text for point in points) for lang, points in by_language.items()})
    return tuple(Point(text, _state(point, session)) for point, text in zip(ids, texts, strict=True))


def poll(quiz: QuizSession, card: Card) -> QuizPoll:
    """A quiz card as a native poll, its options in an order that is the same whenever it is asked again."""
    texts = _quiz_texts(card)
    count = len(next(iter(texts.values())).options)
    order = quizzes.shuffled(count, Random(f"{quiz.id}/{quiz.position}"))
    return QuizPoll(
        quiz=quiz.id,
        position=quiz.position,
        course=quiz.course,
        edition=quiz.edition,
        card=card.id,
        question={language: text.question for language, text in texts.items()},
        options=tuple({lang: text.options[place] for lang, text in texts.items()} for place in order),
        order=order,
        correct=tuple(sorted(order.index(option) for option in card.correct)),
        explanation=explanation(card),
    )


def feedback(quiz: QuizSession, card: Card, *, right: bool, interval: int) -> QuizFeedback:
    """What is said after an answer; ``interval`` in seconds."""
    return QuizFeedback(
        quiz=quiz.id,
        seq=quiz.seq,
        number=quiz.position + 1,
        count=len(quiz.cards),
        right=right,
        answers=answers(card),
        explanation=explanation(card),
        interval=interval,
    )


def answers(card: Card) -> tuple[Localized, ...]:
    """The right options of a quiz card."""
    texts = _quiz_texts(card)
    return tuple({language: text.options[right] for language, text in texts.items()} for right in card.correct)


def explanation(card: Card) -> Localized:
    """Why they are right."""
    return {language: getattr(text, "explanation", "") for language, text in card.texts.items()}


def title(unit: Unit) -> Localized:
    """A unit's title."""
    return {language: text.title for language, text in unit.texts.items()}


def _pages(unit: Unit) -> int:
    return min(len(text.pages) for text in unit.texts.values())


def _quiz_texts(card: Card) -> dict[str, QuizText]:
    return {language: text for language, text in card.texts.items() if isinstance(text, QuizText)}


def _state(point: str, session: UnitSession) -> PointState:
    if point in session.found:
        return "found"
    return "claimed" if point in session.claimed else "missing"


def _side_by_side(texts: Mapping[str, tuple[str, ...]]) -> tuple[Localized, ...]:
    """The lines of each language, turned into one text in all languages a line."""
    return tuple(dict(zip(texts, lines, strict=True)) for lines in zip(*texts.values(), strict=True))
