"""Native quiz polls and cards, one after another: a unit's Review, the cards that are due, and quizzes asked for."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import cards as faces
from bot.domain import quiz as quizzes
from bot.domain import screens, study
from bot.domain.course import CardKind
from bot.domain.errors import ForeignTap, StaleTap
from bot.domain.messages import Message
from bot.domain.messages.quiz import PollUnknown, QuizClosed, QuizDone, ReviewDone
from bot.domain.messages.study import UnitDone
from bot.domain.people import Dialog, DialogKind
from bot.domain.quiz import QuizKind, QuizSession
from bot.domain.review import Rating
from bot.domain.study import Step, UnitSession
from bot.services import day, lab, memory
from bot.services import learner as learners
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import focus as blocks
from bot.storage import people
from bot.storage import quiz as stored
from bot.storage import review as memories
from bot.storage import study as sessions
from bot.storage.people import Met


async def start_unit(turn: Turn, learner: Learner, session: UnitSession) -> None:
    """Begin the quiz of a unit that was recited; a unit without one is finished at once."""
    cards = tuple(card.id for card in learner.course.quiz_of(session.unit))
    if not cards:
        await _finish_unit(turn, learner, session, right=0, questions=0)
        return
    fresh = QuizSession(
        id=0,
        chat=learner.chat.id,
        session=session.id,
        course=session.course,
        edition=session.edition,
        cards=cards,
        started_at=turn.now,
    )
    await ask(turn, learner, await stored.add(turn.tx, fresh, [learner.person.id]))


async def resume_unit(turn: Turn, learner: Learner, session: UnitSession) -> None:
    """Go on with the quiz of a unit."""
    quiz = await stored.of_session(turn.tx, session.id)
    if quiz is None:
        await start_unit(turn, learner, session)
    elif quiz.shown:
        await go_on(turn, learner, quizzes.onward(quiz, turn.now))
    else:
        await ask(turn, learner, quiz)


async def ask(turn: Turn, learner: Learner, quiz: QuizSession) -> None:
    """Put the current card before the learner."""
    turn.tapped = None
    await listen(turn, learner, quiz)
    card = learner.course.cards[quiz.card or ""]
    if card.kind is CardKind.QUIZ and not quiz.shown:
        await turn.say(learner.person, learner.chat, screens.poll(quiz, card))
    elif card.kind is CardKind.QUIZ:
        await go_on(turn, learner, quizzes.onward(quiz, turn.now))
    else:
        message = await card_screen(turn, learner, quiz)
        await turn.say(learner.person, learner.chat, message, flow=flow(quiz))


async def answer(turn: Turn, met: Met, poll_id: str, chosen: tuple[int, ...]) -> None:
    """An answer to a poll: rated Good when right and Again when wrong, once a poll."""
    poll = await stored.poll(turn.tx, poll_id)
    if poll is None:
        await _unknown(turn, met)
        return
    if poll.addressee not in (None, met.person.id) or not chosen:
        return
    if not await stored.take_answer(turn.tx, poll_id, met.person.id, chosen, turn.now):
        return
    quiz = await stored.get(turn.tx, poll.quiz)
    if quiz is None or quiz.finished_at is not None or quiz.shown or quiz.position != poll.position:
        return
    learner = await learner_of(turn, met, quiz)
    card = learner.course.cards[poll.card]
    right = quizzes.is_right(card, poll, chosen)
    interval = await memory.rate(turn, learner, card.id, Rating.GOOD if right else Rating.AGAIN)
    quiz = quizzes.answered(quiz, right=right)
    await stored.save(turn.tx, quiz)
    message = screens.feedback(quiz, card, right=right, interval=interval)
    await turn.say(met.person, met.chat, message, flow=flow(quiz))


async def next_card(turn: Turn, met: Met, quiz_id: int, seq: int) -> None:
    """The explanation is read; go on."""
    quiz, learner = await at(turn, met, quiz_id, seq)
    after = quizzes.onward(quiz, turn.now)
    await turn.show(met.person, met.chat, await _closed(turn, learner, quiz), flow(quiz))
    await go_on(turn, learner, after)


async def go_on(turn: Turn, learner: Learner, quiz: QuizSession) -> None:
    """Save where the quiz is, and ask the next card or bring it to its end."""
    await stored.save(turn.tx, quiz)
    if quiz.finished_at is None:
        await ask(turn, learner, quiz)
        return
    turn.tapped = None
    match quiz.kind:
        case QuizKind.REVIEW:
            await _finish_review(turn, learner, quiz)
        case QuizKind.QUIZ:
            await _finish_quiz(turn, learner, quiz)
        case QuizKind.UNIT:
            session = await sessions.get(turn.tx, quiz.session or 0)
            if session is not None and session.step is Step.REVIEW:
                await _finish_unit(turn, learner, session, right=quiz.right, questions=len(quiz.cards))


async def at(turn: Turn, met: Met, quiz_id: int, seq: int) -> tuple[QuizSession, Learner]:
    """The quiz a button was drawn from. Raises ``StaleTap`` or ``ForeignTap``."""
    quiz = await stored.get(turn.tx, quiz_id)
    if quiz is None:
        raise StaleTap
    if not await stored.takes_part(turn.tx, quiz.id, met.person.id):
        raise ForeignTap
    if quiz.seq != seq or quiz.finished_at is not None:
        raise StaleTap
    return quiz, await learner_of(turn, met, quiz)


async def card_screen(turn: Turn, learner: Learner, quiz: QuizSession, attempt: faces.Attempt | None = None) -> Message:
    """The current card, its front or its back; with what was typed into its gaps, if anything was."""
    card = learner.course.cards[quiz.card or ""]
    if not quiz.shown:
        return faces.front(quiz, card)
    seconds = await memory.intervals(turn, learner, card.id)
    return faces.back(quiz, card, seconds, attempt or faces.Attempt())


async def listen(turn: Turn, learner: Learner, quiz: QuizSession) -> None:
    """The next words are an attempt while a sentence with gaps is asked; else they are what they were before."""
    person, chat = learner.person, learner.chat
    if not quiz.shown and learner.course.cards[quiz.card or ""].kind is CardKind.CLOZE:
        await people.ask(turn.tx, chat.id, person.id, Dialog(DialogKind.CARD, quiz.id))
        return
    asked = await people.dialog(turn.tx, chat.id, person.id)
    if asked is not None and asked.kind is DialogKind.CARD:
        await people.ask(turn.tx, chat.id, person.id, await _question_of_the_block(turn, learner))


async def _question_of_the_block(turn: Turn, learner: Learner) -> Dialog | None:
    """The recitation that is asked in the running block: a card came between."""
    block = await blocks.open_block(turn.tx, learner.chat.id)
    session = None if block is None or not block.holds_back else await sessions.get(turn.tx, block.session or 0)
    if session is None or session.step not in (Step.RECITE, Step.RATE):
        return None
    return Dialog(DialogKind.RECITE, session.id)


def flow(quiz: QuizSession) -> str:
    """The flow of a quiz's text messages; polls are messages of their own."""
    return f"quiz:{quiz.id}"


async def learner_of(turn: Turn, met: Met, quiz: QuizSession) -> Learner:
    """The learner, with the course as it was when the quiz began."""
    learner = await learners.require(turn, met.person, met.chat)
    course = await turn.courses.at(turn.tx, quiz.course, quiz.edition)
    return replace(learner, course=course)


async def _unknown(turn: Turn, met: Met) -> None:
    """Say so, and ask the open question again."""
    learner = await learners.find(turn, met.person, met.chat)
    quiz = None if learner is None else await stored.open_quiz(turn.tx, met.chat.id)
    await turn.say(met.person, met.chat, PollUnknown(again=quiz is not None))
    if learner is not None and quiz is not None:
        await ask(turn, await learner_of(turn, met, quiz), quiz)


async def _closed(turn: Turn, learner: Learner, quiz: QuizSession) -> QuizClosed:
    card = learner.course.cards[quiz.card or ""]
    polled = await stored.last_answer(turn.tx, quiz.id, quiz.position, learner.person.id)
    right = polled is not None and quizzes.is_right(card, *polled)
    interval = await memory.interval(turn, learner, card.id)
    return QuizClosed(
        quiz.position + 1, len(quiz.cards), right, screens.answers(card), screens.explanation(card), interval
    )


async def _finish_review(turn: Turn, learner: Learner, quiz: QuizSession) -> None:
    left = await memories.count_due(turn.tx, learner.person.id, learner.course.id, turn.now)
    upcoming = await memory.next_due(turn, learner)
    message = ReviewDone(len(quiz.cards), quiz.right, left, upcoming)
    await turn.say(learner.person, learner.chat, message)


async def _finish_quiz(turn: Turn, learner: Learner, quiz: QuizSession) -> None:
    topics = {topic.id: topic.title for topic in learner.course.topics}
    weakest = None if quiz.topic else quizzes.weakest(quiz.missed, learner.course.cards)
    message = QuizDone(
        right=quiz.right,
        count=len(quiz.cards),
        weakest=topics.get(weakest or ""),
        topic_id=quiz.topic or "",
        due=await memories.count_due(turn.tx, learner.person.id, learner.course.id, turn.now),
    )
    await turn.say(learner.person, learner.chat, message)


async def _finish_unit(turn: Turn, learner: Learner, session: UnitSession, *, right: int, questions: int) -> None:
    person, unit = learner.person, learner.course.units[session.unit]
    await sessions.save(turn.tx, study.finish(session, turn.now))
    await people.ask(turn.tx, learner.chat.id, person.id, None)
    cards = tuple(card.id for card in learner.course.cards_of(unit.id))
    await memory.introduce(turn, learner, cards)
    block = await blocks.open_block(turn.tx, learner.chat.id)
    running = block is not None and block.holds_back
    ahead = await day.ahead(turn, learner)
    message = UnitDone(
        title=learners.offer_of(unit).title,
        right=right,
        questions=questions,
        said=len(session.said),
        points=len(next(iter(unit.texts.values())).points),
        first_review=await memory.next_due(turn, learner),
        block=block.id if block and running else 0,
        block_seq=block.seq if block and running else 0,
        minutes_left=day.minutes_left(block, turn.now) if block and running else 0,
        enrolment=learner.enrolment.id,
        next=ahead.unit,
        when=ahead.when,
        lab=lab.line_of(learner.course, unit.id),
    )
    await turn.say(person, learner.chat, message, flow=f"unit:{session.id}")
