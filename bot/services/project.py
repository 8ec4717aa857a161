"""A week's project: opened, its steps ticked, something handed in, done, changed, put aside."""

from __future__ import annotations

from bot.domain import project as works
from bot.domain.course import Course, Project
from bot.domain.errors import ForeignTap, NoRecitation, StaleTap, TextTooLong
from bot.domain.messages.common import Step
from bot.domain.messages.project import AskHandIn, ProjectAside, ProjectScreen
from bot.domain.people import Dialog, DialogKind
from bot.domain.project import Work
from bot.domain.recite import normalise
from bot.services import day
from bot.services import learner as learners
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import people
from bot.storage import project as stored
from bot.storage.people import Met

LONGEST_HAND_IN = 2000
"""Characters of what is handed in."""


async def start(turn: Turn, met: Met, enrolment_id: int, project_id: str) -> None:
    """Open a project, at any time. Raises ``StaleTap`` for one that the course does not have."""
    learner = await learners.require(turn, met.person, met.chat)
    if learner.enrolment.id != enrolment_id or project_id not in learner.course.projects:
        raise StaleTap
    await day.begun(turn, learner)
    await _show(turn, met, await _work(turn, learner, project_id))


async def tick(turn: Turn, met: Met, work_id: int, seq: int, step: int) -> None:
    """A step is done, or is not after all."""
    work = await _at(turn, met, work_id, seq)
    project = await _project(turn, work)
    await _save(turn, met, works.tick(work, step, len(project.steps)))


async def ask_hand_in(turn: Turn, met: Met, work_id: int, seq: int) -> None:
    """The next text is what is handed in."""
    work = await _at(turn, met, work_id, seq)
    project = await _project(turn, work)
    await people.ask(turn.tx, met.chat.id, met.person.id, Dialog(DialogKind.HAND_IN, work.id))
    given = bool(work.link or work.words)
    screen = AskHandIn(work.id, work.seq, project.title, project.link, given)
    await turn.show(met.person, met.chat, screen, _flow(work))


async def hand_in_not(turn: Turn, met: Met, work_id: int, seq: int) -> None:
    """Back to the project without handing anything in."""
    work = await _at(turn, met, work_id, seq)
    await _hush(turn, met, work)
    await _show(turn, met, work)


async def hand_in(turn: Turn, met: Met, work_id: int, text: str) -> None:
    """A link, words, or both. Raises ``BadLink``, ``TextTooLong`` or ``NoRecitation``; the question stays open."""
    if len(text) > LONGEST_HAND_IN:
        raise TextTooLong(len(text), LONGEST_HAND_IN)
    if not any(letter.isalnum() for letter in normalise(text)):
        raise NoRecitation
    work = await _own(turn, met, work_id)
    taken = works.take(work, works.read_hand_in(text))
    await _hush(turn, met, work)
    await _save(turn, met, taken)


async def finish(turn: Turn, met: Met, work_id: int, seq: int) -> None:
    """Done: the track goes on."""
    work = works.finish(await _at(turn, met, work_id, seq), turn.now)
    await _hush(turn, met, work)
    await _save(turn, met, work)


async def reopen(turn: Turn, met: Met, work_id: int, seq: int) -> None:
    """Change something about a project that is done."""
    await _save(turn, met, works.reopen(await _at(turn, met, work_id, seq), turn.now))


async def put_aside(turn: Turn, met: Met, enrolment_id: int, seq: int, project_id: str) -> None:
    """Not this week: the track goes on, and the project stays open in /notes."""
    learner = await day.offered(turn, met, enrolment_id, seq)
    project = learner.course.projects.get(project_id)
    if project is None:
        raise StaleTap
    await day.begun(turn, learner)
    work = works.put_aside(await _work(turn, learner, project_id), turn.now)
    await stored.save(turn.tx, work)
    ahead = await day.ahead(turn, learner)
    screen = ProjectAside(learner.enrolment.id, project.id, project.title, ahead.unit, ahead.when)
    await turn.show(met.person, met.chat, screen, day.FLOW)


def steps_of(project: Project, work: Work) -> tuple[Step, ...]:
    """A project's steps, and which of them are done."""
    return tuple(Step(text, at in work.ticked) for at, text in enumerate(project.steps))


async def course_of(turn: Turn, work: Work) -> Course:
    """The edition in which the work was begun."""
    return await turn.courses.at(turn.tx, work.course, work.edition)


async def _project(turn: Turn, work: Work) -> Project:
    return (await course_of(turn, work)).projects[work.project]


async def _work(turn: Turn, learner: Learner, project_id: str) -> Work:
    person, course = learner.person, learner.course
    work = await stored.of_project(turn.tx, person.id, course.id, project_id)
    if work is not None:
        return work
    edition = learner.enrolment.edition
    fresh = Work(0, person.id, learner.chat.id, course.id, edition, project_id, turn.now)
    return await stored.add(turn.tx, fresh)


async def _own(turn: Turn, met: Met, work_id: int) -> Work:
    work = await stored.get(turn.tx, work_id)
    if work is None:
        raise StaleTap
    if work.person != met.person.id:
        raise ForeignTap
    return work


async def _at(turn: Turn, met: Met, work_id: int, seq: int) -> Work:
    work = await _own(turn, met, work_id)
    if work.seq != seq:
        raise StaleTap
    return work


async def _hush(turn: Turn, met: Met, work: Work) -> None:
    """The question what to hand in is answered; another question stays open."""
    if await people.dialog(turn.tx, met.chat.id, met.person.id) == Dialog(DialogKind.HAND_IN, work.id):
        await people.ask(turn.tx, met.chat.id, met.person.id, None)


async def _save(turn: Turn, met: Met, work: Work) -> None:
    await stored.save(turn.tx, work)
    await _show(turn, met, work)


async def _show(turn: Turn, met: Met, work: Work) -> None:
    learner = await learners.require(turn, met.person, met.chat)
    project = await _project(turn, work)
    done = work.done_at is not None
    ahead = await day.ahead(turn, learner) if done else day.Ahead(None, None)
    screen = ProjectScreen(
        work=work.id,
        seq=work.seq,
        enrolment=learner.enrolment.id,
        title=project.title,
        brief=project.brief,
        steps=steps_of(project, work),
        wants_link=project.link,
        link=work.link,
        words=work.words,
        done=done,
        next=ahead.unit,
        when=ahead.when,
    )
    await turn.show(met.person, met.chat, screen, _flow(work))


def _flow(work: Work) -> str:
    return f"project:{work.id}"
