"""/quiz: some questions on a topic, or on all that was learnt, whenever somebody wants them."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from bot.domain import quiz as quizzes
from bot.domain import quiz_request, review
from bot.domain.course import Card, Topic
from bot.domain.errors import BrokenTap, StaleTap
from bot.domain.messages.common import TopicChoice
from bot.domain.messages.quiz import QuizBegins, QuizGoesOn, QuizTopics
from bot.domain.quiz import Knowledge, QuizKind, QuizSession
from bot.services import learner as learners
from bot.services import quiz
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import quiz as stored
from bot.storage import review as memories
from bot.storage import study as sessions
from bot.storage.people import Met


async def ask(turn: Turn, met: Met, arguments: str) -> None:
    """/quiz [TOPIC] [N]: without either, an unfinished quiz goes on. Raises ``BadCount``."""
    learner = await learners.require(turn, met.person, met.chat)
    unfinished = None if arguments else await stored.open_quiz(turn.tx, met.chat.id, QuizKind.QUIZ)
    if unfinished is not None:
        await _go_on(turn, met, unfinished)
        return
    request = quiz_request.read(arguments, learner.course.topics)
    if not request.query:
        await _begin(turn, learner, None, request.count)
    elif len(request.topics) == 1:
        await _begin(turn, learner, _topic(learner, request.topics[0]), request.count)
    else:
        choices = [topic for topic in learner.course.topics if topic.id in request.topics or not request.topics]
        reason = QuizTopics("several" if request.topics else "none", request.query, request.count, _choices(choices))
        await turn.say(met.person, met.chat, reason)


async def start(turn: Turn, met: Met, topic: str, count: int) -> None:
    """A button: a new quiz, whatever is open. Raises ``StaleTap`` for the second tap, ``BrokenTap`` for no number."""
    learner = await learners.require(turn, met.person, met.chat)
    if not 1 <= count <= quizzes.MOST_QUESTIONS:
        raise BrokenTap(str(count))
    before = await stored.open_quiz(turn.tx, met.chat.id, QuizKind.QUIZ)
    if before is not None and before.seq == 0 and before.topic == (topic or None):
        raise StaleTap
    await _begin(turn, learner, _topic(learner, topic) if topic else None, count)


async def _go_on(turn: Turn, met: Met, unfinished: QuizSession) -> None:
    learner = await quiz.learner_of(turn, met, unfinished)
    titles = {topic.id: topic.title for topic in learner.course.topics}
    place, count, topic = unfinished.position + 1, len(unfinished.cards), unfinished.topic or ""
    await turn.say(met.person, met.chat, QuizGoesOn(place, count, titles.get(topic), topic))
    await quiz.ask(turn, learner, unfinished)


async def _begin(turn: Turn, learner: Learner, topic: Topic | None, count: int) -> None:
    cards = await _chosen(turn, learner, topic, count)
    if not cards:
        nothing = QuizTopics("nothing_learnt", "", count, _choices(learner.course.topics))
        await turn.say(learner.person, learner.chat, nothing)
        return
    before = await stored.open_quiz(turn.tx, learner.chat.id, QuizKind.QUIZ)
    if before is not None:
        await stored.save(turn.tx, quizzes.ended(before, turn.now))
    fresh = QuizSession(
        id=0,
        chat=learner.chat.id,
        session=None,
        course=learner.course.id,
        edition=learner.enrolment.edition,
        cards=cards,
        started_at=turn.now,
        kind=QuizKind.QUIZ,
        topic=topic.id if topic else None,
    )
    begun = await stored.add(turn.tx, fresh, [learner.person.id])
    message = QuizBegins(topic.title if topic else None, len(cards), count, closed=before is not None)
    await turn.say(learner.person, learner.chat, message)
    await quiz.ask(turn, learner, begun)


async def _chosen(turn: Turn, learner: Learner, topic: Topic | None, count: int) -> tuple[str, ...]:
    """Cards of the topic; without one, cards of finished units and those that were met elsewhere."""
    known = await _knowledge(turn, learner)
    cards = [card for card in learner.course.cards.values() if _is_asked(card, topic, known)]
    return quizzes.choose(cards, known, count, Random(f"{learner.person.id}/{turn.now.isoformat()}"))


def _is_asked(card: Card, topic: Topic | None, known: Knowledge) -> bool:
    if topic is not None:
        return card.topic == topic.id
    return card.unit in known.finished or card.id in known.memories


async def _knowledge(turn: Turn, learner: Learner) -> Knowledge:
    person, course, now = learner.person, learner.course.id, turn.now
    kept = {memory.card_id: memory for memory in await memories.memories(turn.tx, person.id, course)}
    recall = {card: review.retrievability(one, now, person.tz, person.rollover) for card, one in kept.items()}
    start = person.day_start(person.today(now))
    today = {card for card, one in kept.items() if one.last_review and one.last_review >= start}
    finished = await sessions.finished_units(turn.tx, person.id, course)
    return Knowledge(kept, recall, finished, today, now)


def _topic(learner: Learner, topic_id: str) -> Topic:
    """Raises ``StaleTap`` for a topic that the course does not have."""
    for topic in learner.course.topics:
        if topic.id == topic_id:
            return topic
    raise StaleTap


def _choices(topics: Iterable[Topic]) -> tuple[TopicChoice, ...]:
    return tuple(TopicChoice(topic.id, topic.title) for topic in topics)
