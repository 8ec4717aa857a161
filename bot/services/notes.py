"""/notes: what a learner wrote, given back as a Markdown document, and what he can go on with or look at again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import screens
from bot.domain.assessment import SelfCheck
from bot.domain.course import Course
from bot.domain.messages.common import NotedCheck, NotedProject, NotedTopic, NotedUnit, UnitOffer
from bot.domain.messages.notes import NoNotes, Notes, NotesFile
from bot.domain.people import Person
from bot.domain.project import Work
from bot.domain.study import UnitSession
from bot.services import assessment as assessments
from bot.services import learner as learners
from bot.services import project as projects
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import assessment as checks
from bot.storage import project as works
from bot.storage import study as sessions
from bot.storage.people import Met


async def show(turn: Turn, met: Met) -> None:
    """The document, then what is in it."""
    learner = await learners.require(turn, met.person, met.chat)
    topics = await _topics(turn, learner)
    begun = await works.of_person(turn.tx, met.person.id, learner.course.id)
    noted = [await _project(turn, work) for work in begun]
    looked_back = await checks.of_person(turn.tx, met.person.id, learner.course.id)
    answered = await _checks(turn, met.person, looked_back)
    given = tuple(each for each in noted if each.link or each.words or any(step.done for step in each.steps))
    if not (topics or begun or looked_back):
        await turn.say(met.person, met.chat, NoNotes())
        return
    if topics or given or answered:
        today = met.person.today(turn.now)
        file = NotesFile(learner.course.title, met.person.name, today, topics, given, answered)
        await turn.say(met.person, met.chat, file)
    message = Notes(
        enrolment=learner.enrolment.id,
        recitations=sum(len(topic.units) for topic in topics),
        topics=len(topics),
        projects=len(given),
        checks=len(answered),
        links=tuple(each for each in noted if each.link),
        open=_offers(learner.course, begun, looked_back, done=False),
        done=_offers(learner.course, begun, looked_back, done=True),
    )
    await turn.say(met.person, met.chat, message)


def _offers(
    course: Course, begun: Sequence[Work], looked_back: Sequence[SelfCheck], *, done: bool
) -> tuple[UnitOffer, ...]:
    """Projects and self-assessments that the course still has, those that are done or those that are open."""
    projects = {work.project for work in begun if (work.done_at is not None) == done}
    assessments = {check.assessment for check in looked_back if (check.finished_at is not None) == done}
    return (
        *(UnitOffer(id_, one.title, one.minutes, "project") for id_, one in course.projects.items() if id_ in projects),
        *(
            UnitOffer(id_, one.title, one.minutes, "assessment")
            for id_, one in course.assessments.items()
            if id_ in assessments
        ),
    )


async def _topics(turn: Turn, learner: Learner) -> tuple[NotedTopic, ...]:
    """The latest recitation of each unit, under the unit's first topic, in the course's order."""
    latest = {
        session.unit: session for session in await sessions.recitations(turn.tx, learner.person.id, learner.course.id)
    }
    by_topic: dict[str, list[NotedUnit]] = {}
    order = list(learner.course.units)
    for unit_id in sorted(latest, key=lambda unit: order.index(unit) if unit in order else len(order)):
        topic, noted = await _unit(turn, learner.person, latest[unit_id])
        by_topic.setdefault(topic, []).append(noted)
    titles = {topic.id: topic.title for topic in learner.course.topics}
    known = [topic for topic in titles if topic in by_topic] + [topic for topic in by_topic if topic not in titles]
    return tuple(NotedTopic(titles.get(topic, {}), tuple(by_topic[topic])) for topic in known)


async def _unit(turn: Turn, person: Person, session: UnitSession) -> tuple[str, NotedUnit]:
    course = await turn.courses.at(turn.tx, session.course, session.edition)
    unit = course.units[session.unit]
    title = learners.offer_of(unit).title
    day = person.today(session.finished_at or session.started_at)
    return unit.topics[0], NotedUnit(title, day, session.recitation or "", screens.points(unit, session))


async def _project(turn: Turn, work: Work) -> NotedProject:
    project = (await projects.course_of(turn, work)).projects[work.project]
    steps = projects.steps_of(project, work)
    return NotedProject(project.title, work.done_at is not None, steps, work.link, work.words)


async def _checks(turn: Turn, person: Person, looked_back: Sequence[SelfCheck]) -> tuple[NotedCheck, ...]:
    noted = []
    for check in looked_back:
        if check.finished_at is not None:
            assessment = (await assessments.course_of(turn, check)).assessments[check.assessment]
            results = assessments.judged(check, assessment, {})
            day = person.today(check.finished_at)
            noted.append(NotedCheck(assessment.title, day, results, assessment.question, check.words))
    return tuple(noted)
