"""/review: a sitting of the cards that are due, asked, turned over and rated one after another."""

from __future__ import annotations

from bot.domain import cards as faces
from bot.domain import quiz as quizzes
from bot.domain.cloze import LONGEST_ATTEMPT, fits
from bot.domain.course import ClozeText
from bot.domain.errors import StaleTap, TextTooLong
from bot.domain.messages.quiz import NothingDue
from bot.domain.quiz import QuizKind, QuizSession
from bot.domain.review import Rating
from bot.services import general, memory, quiz
from bot.services import learner as learners
from bot.services.turn import Turn
from bot.storage import people
from bot.storage import quiz as stored
from bot.storage import review as memories
from bot.storage.people import Met


async def start(turn: Turn, met: Met) -> None:
    """/review: go on with a sitting, or begin one with what is due."""
    learner = await learners.require(turn, met.person, met.chat)
    session = await stored.open_quiz(turn.tx, met.chat.id, QuizKind.REVIEW)
    if session is None:
        due = await memories.due(turn.tx, met.person.id, learner.course.id, turn.now)
        # Cards of a newer edition than the learner's, or of none any more, are not asked.
        cards = tuple(one.card_id for one in due if one.card_id in learner.course.cards)
        if not cards:
            await turn.say(met.person, met.chat, NothingDue(await memory.next_due(turn, learner)))
            return
        fresh = QuizSession(
            id=0,
            chat=met.chat.id,
            session=None,
            course=learner.course.id,
            edition=learner.enrolment.edition,
            cards=cards[: quizzes.MOST_REVIEWS],
            started_at=turn.now,
            kind=QuizKind.REVIEW,
        )
        session = await stored.add(turn.tx, fresh, [met.person.id])
    await quiz.ask(turn, await quiz.learner_of(turn, met, session), session)


async def turn_card(turn: Turn, met: Met, quiz_id: int, seq: int) -> None:
    """Turn a card over."""
    session, learner = await quiz.at(turn, met, quiz_id, seq)
    await _turn_over(turn, learner, session, faces.Attempt())


async def attempt(turn: Turn, met: Met, quiz_id: int, words: str) -> None:
    """What was typed into the gaps of the card on the table; the card is turned over. Raises ``TextTooLong``."""
    if len(words) > LONGEST_ATTEMPT:
        raise TextTooLong(len(words), LONGEST_ATTEMPT)
    session = await stored.get(turn.tx, quiz_id)
    if session is None or session.shown or session.finished_at is not None:
        await people.ask(turn.tx, met.chat.id, met.person.id, None)
        await general.not_understood(turn, met)
        return
    learner = await quiz.learner_of(turn, met, session)
    text = learner.course.cards[session.card or ""].texts[met.person.speaks]
    right = isinstance(text, ClozeText) and fits(words, text.text)
    await _turn_over(turn, learner, session, faces.Attempt(words, right))


async def _turn_over(turn: Turn, learner: learners.Learner, session: QuizSession, said: faces.Attempt) -> None:
    session = quizzes.turned(session)
    await stored.save(turn.tx, session)
    await quiz.listen(turn, learner, session)
    screen = await quiz.card_screen(turn, learner, session, said)
    await turn.show(learner.person, learner.chat, screen, quiz.flow(session))


async def rate_card(turn: Turn, met: Met, quiz_id: int, seq: int, rating: Rating) -> None:
    """Rate a card that was turned over, and go on to the next."""
    session, learner = await quiz.at(turn, met, quiz_id, seq)
    card = session.card
    if card is None or not session.shown:
        raise StaleTap
    interval = await memory.rate(turn, learner, card, rating)
    rated = faces.rated(session, learner.course.cards[card], int(rating), interval)
    await turn.show(met.person, met.chat, rated, quiz.flow(session))
    turn.tapped = None
    await quiz.go_on(turn, learner, quizzes.onward(session, turn.now, right=rating > Rating.AGAIN))
