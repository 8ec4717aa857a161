"""/review: a sitting of the cards that are due, asked, turned over and rated one after another."""

from __future__ import annotations

from bot.domain import quiz as quizzes
from bot.domain import screens
from bot.domain.errors import StaleTap
from bot.domain.messages.quiz import CardRated, NothingDue
from bot.domain.quiz import QuizSession
from bot.domain.review import Rating
from bot.services import learner as learners
from bot.services import memory, quiz
from bot.services.turn import Turn
from bot.storage import quiz as stored
from bot.storage import review as memories
from bot.storage.people import Met


async def start(turn: Turn, met: Met) -> None:
    """/review: go on with a sitting, or begin one with what is due."""
    learner = await learners.require(turn, met.person, met.chat)
    session = await stored.open_quiz(turn.tx, met.chat.id, review=True)
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
        )
        session = await stored.add(turn.tx, fresh, [met.person.id])
    await quiz.ask(turn, learner, session)


async def turn_card(turn: Turn, met: Met, quiz_id: int, seq: int) -> None:
    """Turn a card over."""
    session, learner = await quiz.at(turn, met, quiz_id, seq)
    session = quizzes.turned(session)
    await stored.save(turn.tx, session)
    await turn.show(met.person, met.chat, await quiz.card_screen(turn, learner, session), quiz.flow(session))


async def rate_card(turn: Turn, met: Met, quiz_id: int, seq: int, rating: Rating) -> None:
    """Rate a card that was turned over, and go on to the next."""
    session, learner = await quiz.at(turn, met, quiz_id, seq)
    card = session.card
    if card is None or not session.shown:
        raise StaleTap
    interval = await memory.rate(turn, learner, card, rating)
    question, answer = screens.sides(learner.course.cards[card])
    number, count = session.position + 1, len(session.cards)
    rated = CardRated(number, count, question, answer, int(rating), interval)
    await turn.show(met.person, met.chat, rated, quiz.flow(session))
    turn.tapped = None
    await quiz.go_on(turn, learner, quizzes.onward(session, turn.now, right=rating > Rating.AGAIN))
