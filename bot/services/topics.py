"""/map: the SQ3R table, its topics and their cells, with what is done and how well it sits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain import review
from bot.domain.course import Course, Topic
from bot.domain.errors import StaleTap
from bot.domain.messages.common import TopicCell, TopicRow, TopicUnit
from bot.domain.messages.topics import TopicCells, TopicTable
from bot.domain.review import Mastery, Memory
from bot.services import learner as learners
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import review as memories
from bot.storage import study as sessions
from bot.storage.people import Met

FLOW = "map"


@dataclass(frozen=True, slots=True)
class _State:
    """What a learner has done of a course, and what he remembers."""

    memories: Mapping[str, Memory]
    finished: frozenset[str]
    begun: frozenset[str]


async def show(turn: Turn, met: Met, topic: str = "") -> None:
    """The whole table, or the cells of one topic. Raises ``StaleTap`` for a topic that the course does not have."""
    learner = await learners.require(turn, met.person, met.chat)
    state = await _state(turn, learner)
    if topic:
        await turn.show(met.person, met.chat, _cells(turn, learner, state, topic), FLOW)
        return
    rows = tuple(
        TopicRow(each.id, each.title, _mastery(turn, learner.course, state, each.id)) for each in learner.course.topics
    )
    await turn.show(met.person, met.chat, TopicTable(rows), FLOW)


async def _state(turn: Turn, learner: Learner) -> _State:
    person, course = learner.person.id, learner.course.id
    return _State(
        {memory.card_id: memory for memory in await memories.memories(turn.tx, person, course)},
        await sessions.finished_units(turn.tx, person, course),
        await sessions.begun_units(turn.tx, person, course),
    )


def _mastery(turn: Turn, course: Course, state: _State, topic: str) -> Mastery:
    cards = (card.id for card in course.cards.values() if card.topic == topic)
    return review.mastery(cards, state.memories, turn.now)


def _cells(turn: Turn, learner: Learner, state: _State, topic_id: str) -> TopicCells:
    course = learner.course
    number, topic = next(((at, one) for at, one in enumerate(course.topics, 1) if one.id == topic_id), (0, None))
    if topic is None:
        raise StaleTap
    titles = {item.id: item.title for item in course.syllabus}
    cells = {cell: course.units_for(item) for cell, item in topic.cells.items()}
    units = {unit: _unit(turn, course, state, unit) for unit in _units(course, topic)}
    return TopicCells(
        id=topic.id,
        number=number,
        enrolment=learner.enrolment.id,
        title=topic.title,
        question=topic.question,
        cells=tuple(
            TopicCell(cell, titles[topic.cells[cell]], tuple(units[unit] for unit in taught))
            for cell, taught in cells.items()
        ),
        units=tuple(units.values()),
        mastery=_mastery(turn, course, state, topic.id),
    )


def _units(course: Course, topic: Topic) -> tuple[str, ...]:
    """The units that teach the topic's cells, and those whose first topic it is, in the order of the course."""
    taught = {unit for item in topic.cells.values() for unit in course.units_for(item)}
    return tuple(unit.id for unit in course.units.values() if unit.id in taught or unit.topics[0] == topic.id)


def _unit(turn: Turn, course: Course, state: _State, unit_id: str) -> TopicUnit:
    title = learners.offer_of(course.units[unit_id]).title
    due = review.mastery((card.id for card in course.cards_of(unit_id)), state.memories, turn.now).due
    if unit_id in state.finished:
        return TopicUnit(unit_id, title, "done", due)
    return TopicUnit(unit_id, title, "begun" if unit_id in state.begun else "open", due)
