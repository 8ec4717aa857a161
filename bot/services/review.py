"""Cards that are due: asked, turned over, rated; and the memory behind each."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import quiz as quizzes
from bot.domain import review as fsrs
from bot.domain.errors import StaleTap
from bot.domain.messages.common import When
from bot.domain.messages.quiz import CardRated, NothingDue, ReviewDone
from bot.domain.people import Person
from bot.domain.quiz import QuizSession
from bot.domain.review import Memory, Rating
from bot.services import learner as learners
from bot.services import quiz
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import quiz as stored
from bot.storage import review as memories
from bot.storage.people import Met


async def rate(turn: Turn, learner: Learner, card: str, rating: Rating) -> int:
    """Rate a card. Answers in how many seconds it comes back."""
    person = learner.person
    memory = await _memory(turn, learner, card)
    after = fsrs.answer(memory, rating, turn.now, person.tz, person.rollover, seed=person.id)
    await memories.save(turn.tx, person.id, learner.course.id, after)
    await memories.log(turn.tx, person.id, learner.course.id, card, rating, turn.now)
    return round(fsrs.interval_of(after, person.tz, person.rollover).total_seconds())


async def intervals(turn: Turn, learner: Learner, card: str) -> tuple[int, int, int, int]:
    """In how many seconds the card would come back, for Again, Hard, Good and Easy."""
    person = learner.person
    memory = await _memory(turn, learner, card)
    spans = fsrs.intervals(memory, turn.now, person.tz, person.rollover, seed=person.id)
    again, hard, good, easy = (round(spans[rating].total_seconds()) for rating in Rating)
    return again, hard, good, easy


async def interval(turn: Turn, learner: Learner, card: str) -> int:
    """In how many seconds after its last review a card comes back."""
    memory = await _memory(turn, learner, card)
    return round(fsrs.interval_of(memory, learner.person.tz, learner.person.rollover).total_seconds())


async def introduce(turn: Turn, learner: Learner, cards: tuple[str, ...]) -> None:
    """Cards that were not asked yet enter FSRS; they come on the next learner-day."""
    person = learner.person
    tomorrow = person.day_start(person.today(turn.now) + timedelta(days=1))
    for card in cards:
        if await memories.memory(turn.tx, person.id, learner.course.id, card) is None:
            await memories.save(turn.tx, person.id, learner.course.id, fsrs.first(card, tomorrow))


async def start(turn: Turn, met: Met) -> None:
    """/review: go on with a sitting, or begin one with what is due."""
    learner = await learners.require(turn, met.person, met.chat)
    session = await stored.open_quiz(turn.tx, met.chat.id, review=True)
    if session is None:
        due = await memories.due(turn.tx, met.person.id, learner.course.id, turn.now)
        # Cards of a newer edition than the learner's, or of none any more, are not asked.
        cards = tuple(memory.card_id for memory in due if memory.card_id in learner.course.cards)
        if not cards:
            await turn.say(met.person, met.chat, NothingDue(await next_due(turn, learner)))
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
    interval = await rate(turn, learner, card, rating)
    question, answer = quiz.sides(learner, card)
    number, count = session.position + 1, len(session.cards)
    rated = CardRated(number, count, question, answer, int(rating), interval)
    await turn.show(met.person, met.chat, rated, quiz.flow(session))
    turn.tapped = None
    await quiz.go_on(turn, learner, quizzes.onward(session, turn.now, right=rating > Rating.AGAIN))


async def finish(turn: Turn, learner: Learner, session: QuizSession) -> None:
    """The last card is rated."""
    left = await memories.count_due(turn.tx, learner.person.id, learner.course.id, turn.now)
    upcoming = await next_due(turn, learner)
    message = ReviewDone(len(session.cards), session.right, left, upcoming)
    await turn.say(learner.person, learner.chat, message)


async def next_due(turn: Turn, learner: Learner) -> When | None:
    """When the next card comes back; none if the learner has no cards yet."""
    at = await memories.next_due(turn.tx, learner.person.id, learner.course.id)
    return None if at is None else learners.when(learner.person, max(at, turn.now), turn.now)


async def rezone(turn: Turn, before: Person, after: Person) -> None:
    """The learner moved: what is due at the start of a day is due when that day starts where he is now."""
    course = turn.courses.default
    for memory in await memories.memories(turn.tx, after.id, course):
        moved = fsrs.rezone(memory, (before.tz, before.rollover), (after.tz, after.rollover))
        if moved != memory:
            await memories.save(turn.tx, after.id, course, moved)


async def _memory(turn: Turn, learner: Learner, card: str) -> Memory:
    known = await memories.memory(turn.tx, learner.person.id, learner.course.id, card)
    return known or fsrs.first(card, turn.now)
