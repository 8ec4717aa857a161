"""A learner's lab: chosen, waited for, worked in by commands and files, checked, hinted at, ended.

What is to be done in a container is stored as a step here and done by `lab_desk`; nothing in this file waits for one.
"""

from __future__ import annotations

from bot.domain import lab_check
from bot.domain import lab_session as labs
from bot.domain.course import Course, Localized
from bot.domain.errors import (
    BadFileName,
    EmptyShell,
    FileTooLarge,
    ForeignTap,
    LabBusy,
    NoLab,
    StaleTap,
    TextTooLong,
    UnknownLab,
)
from bot.domain.lab import Lab, Task
from bot.domain.lab_check import Judged, Verdict
from bot.domain.lab_file import safe_name
from bot.domain.lab_session import Ending, LabSession, LabStage, StepKind, StepState
from bot.domain.lab_shell import LabLimits
from bot.domain.messages.common import LabLine, LabProgress, LabTask
from bot.domain.messages.lab import LabExtended, LabOver, LabRunning, LabScreen, LabShelf, LabWaiting, LabWarning
from bot.services import learner as learners
from bot.services import memory
from bot.services.lab_check import fresh_nonce
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.services.wakeups import Kind, Late
from bot.storage import lab as stored
from bot.storage import people
from bot.storage.people import Met

WARN = "lab.warn"
END = "lab.end"
LONGEST_COMMAND = 4000
"""Characters of one message."""


async def shelf(turn: Turn, met: Met) -> None:
    """/lab: the lab that is open, or all there are."""
    learner = await learners.require(turn, met.person, met.chat)
    session = await stored.of_person(turn.tx, met.person.id)
    if session is not None:
        await show(turn, met, session)
        return
    endings = await stored.endings(turn.tx, met.person.id, learner.course.id)
    done = {lab for lab, ending in endings if ending is Ending.PASSED}
    tried = {lab for lab, ending in endings if ending is not Ending.LOST}
    order = list(learner.course.units)
    lines = [
        LabLine(lab.id, title_of(lab), lab.minutes, _progress(lab.id, done, tried))
        for lab in sorted(learner.course.labs.values(), key=lambda lab: order.index(lab.unit))
    ]
    await turn.say(met.person, met.chat, LabShelf(tuple(lines)))


def line_of(course: Course, unit: str) -> LabLine | None:
    """The first lab of a unit, to be offered."""
    labs_here = course.labs_of(unit)
    return LabLine(labs_here[0].id, title_of(labs_here[0]), labs_here[0].minutes, "new") if labs_here else None


def _progress(lab: str, done: set[str], tried: set[str]) -> LabProgress:
    if lab in done:
        return "done"
    return "tried" if lab in tried else "new"


async def ask(turn: Turn, met: Met, wanted: str) -> None:
    """/lab NAME: open a lab, by its id or its unit's. Raises ``UnknownLab`` or ``LabBusy``."""
    if not wanted.strip():
        await shelf(turn, met)
        return
    learner = await learners.require(turn, met.person, met.chat)
    name = wanted.strip().lower()
    of_unit = learner.course.labs_of(name)
    lab = learner.course.labs.get(name) or (of_unit[0] if of_unit else None)
    if lab is None:
        raise UnknownLab(wanted.strip()[:60])
    await _open(turn, learner, lab)


async def choose(turn: Turn, met: Met, lab_id: str) -> None:
    """A lab's button. Raises ``StaleTap`` for one that the course no longer has, or ``LabBusy``."""
    learner = await learners.require(turn, met.person, met.chat)
    lab = learner.course.labs.get(lab_id)
    if lab is None:
        raise StaleTap
    await _open(turn, learner, lab)


async def resume(turn: Turn, met: Met, session_id: int) -> None:
    """Open a lab again and repeat what was done in the one that is over."""
    before = await _own(turn, met, session_id)
    learner = await learners.require(turn, met.person, met.chat)
    lab = learner.course.labs.get(before.lab)
    if lab is None or before.stage is not LabStage.OVER:
        raise StaleTap
    await _open(turn, learner, lab, replays=before)


async def _open(turn: Turn, learner: Learner, lab: Lab, replays: LabSession | None = None) -> None:
    person, chat = learner.person, learner.chat
    current = await stored.of_person(turn.tx, person.id)
    if current is not None and current.lab != lab.id:
        raise LabBusy(current.lab)
    if current is not None:
        await show(turn, Met(person, chat), current)
        return
    session = await stored.add(
        turn.tx,
        LabSession(
            id=0,
            person=person.id,
            chat=chat.id,
            course=learner.course.id,
            edition=learner.enrolment.edition,
            lab=lab.id,
            nonce=replays.nonce if replays else fresh_nonce(),
            asked_at=turn.now,
            replays=replays.id if replays else None,
        ),
    )
    await turn.say(person, chat, LabWaiting(title_of(lab), 0), flow=flow(session))
    turn.labs.add(session.id)


async def type_(turn: Turn, met: Met, text: str) -> None:
    """A command for the lab, or a line for what runs in it. Raises ``EmptyShell``, ``NoLab`` or ``TextTooLong``."""
    if not text.strip():
        raise EmptyShell("sh")
    if len(text) > LONGEST_COMMAND:
        raise TextTooLong(len(text), LONGEST_COMMAND)
    session = await _open_one(turn, met)
    running = await stored.steps(turn.tx, session.id, StepState.RUNNING)
    if any(step.kind is StepKind.COMMAND for step in running):
        await stored.add_step(turn.tx, session.id, StepKind.INPUT, text)
    else:
        step = await stored.add_step(turn.tx, session.id, StepKind.COMMAND, text)
        await turn.say(met.person, met.chat, LabRunning(session.id, text, ""), flow=step_flow(step.id))
    await _keep(turn, session)


async def put(turn: Turn, met: Met, name: str, file: str, size: int) -> None:
    """A file for the lab, by Telegram's id: the desk fetches it.

    Raises ``NoLab``, ``BadFileName`` or ``FileTooLarge``.
    """
    session = await _open_one(turn, met)
    name = safe_name(name)
    if not name:
        raise BadFileName
    limit = LabLimits().upload_bytes
    if size > limit:
        raise FileTooLarge(size, limit)
    await stored.add_step(turn.tx, session.id, StepKind.FILE, name, file=file)
    await _keep(turn, session)


async def fetch(turn: Turn, met: Met, path: str) -> None:
    """/get FILE. Raises ``EmptyShell`` or ``NoLab``."""
    if not path.strip():
        raise EmptyShell("get")
    session = await _open_one(turn, met)
    await stored.add_step(turn.tx, session.id, StepKind.FETCH, path.strip()[:1000])
    await _keep(turn, session)


async def check(turn: Turn, met: Met, session_id: int, seq: int) -> None:
    """Try the checks."""
    session = await _at(turn, met, session_id, seq)
    waiting = await stored.steps(turn.tx, session.id, StepState.WAITING, StepState.RUNNING)
    if all(step.kind is not StepKind.CHECK for step in waiting):
        await stored.add_step(turn.tx, session.id, StepKind.CHECK)
    await _keep(turn, session)


async def hint(turn: Turn, met: Met, session_id: int, seq: int) -> None:
    """One hint, for the first check that failed."""
    session = await _at(turn, met, session_id, seq)
    failed = lab_check.first_failure(session.verdicts)
    if failed is None:
        raise StaleTap
    session = labs.hinted(session, failed.check)
    await stored.save(turn.tx, session)
    await show(turn, met, session)


async def stop(turn: Turn, met: Met, session_id: int) -> None:
    """Ctrl-C."""
    session = await _own(turn, met, session_id)
    if not await stored.steps(turn.tx, session.id, StepState.RUNNING):
        raise StaleTap
    await stored.add_step(turn.tx, session.id, StepKind.STOP)
    turn.labs.add(session.id)


async def extend(turn: Turn, met: Met, session_id: int) -> None:
    """Keep the lab for longer. Raises ``StaleTap`` where it is over."""
    session = await _own(turn, met, session_id)
    if session.stage is not LabStage.OPEN:
        raise StaleTap
    session = await _keep(turn, session)
    lab = (await course_of(turn, session)).labs[session.lab]
    await turn.show(met.person, met.chat, LabExtended(title_of(lab), minutes_left(session, turn)), f"warn:{session.id}")


async def start_over(turn: Turn, met: Met, session_id: int, seq: int) -> None:
    """Throw the lab away and open a fresh one. Nothing is rated."""
    session = await _at(turn, met, session_id, seq)
    lab = (await course_of(turn, session)).labs[session.lab]
    await end(turn, session, Ending.STARTED_OVER)
    await _open(turn, await learners.require(turn, met.person, met.chat), lab)


async def give_up(turn: Turn, met: Met, session_id: int, seq: int) -> None:
    """End the lab: passed if all its checks had passed, given up otherwise."""
    session = await _at(turn, met, session_id, seq)
    await close(turn, met, session, Ending.GIVEN_UP)


async def leave(turn: Turn, met: Met) -> bool:
    """/cancel: take back a lab that is waited for, or stop what runs in the open one; whether there was anything."""
    session = await stored.of_person(turn.tx, met.person.id)
    if session is None:
        return False
    if session.stage is LabStage.QUEUED:
        await end(turn, session, Ending.LOST)
        return True
    if not await stored.steps(turn.tx, session.id, StepState.RUNNING):
        return False
    await stored.add_step(turn.tx, session.id, StepKind.STOP)
    turn.labs.add(session.id)
    return True


async def show(turn: Turn, met: Met, session: LabSession) -> None:
    """The lab's screen."""
    lab = (await course_of(turn, session)).labs[session.lab]
    if session.stage is LabStage.QUEUED:
        await turn.show(met.person, met.chat, LabWaiting(title_of(lab), session.place), flow(session))
        return
    await turn.show(met.person, met.chat, screen(turn, session, lab), flow(session))


def screen(turn: Turn, session: LabSession, lab: Lab) -> LabScreen:
    """What an open lab shows."""
    hint = lab.check(session.hint_for).texts if session.hint_for else None
    return LabScreen(
        session=session.id,
        seq=session.seq,
        title=title_of(lab),
        brief={language: text.brief for language, text in lab.texts.items()},
        differs={language: text.differs for language, text in lab.texts.items() if text.differs},
        tasks=tuple(_task(task, session.verdicts) for task in lab.tasks),
        nonce=session.nonce,
        minutes=minutes_left(session, turn),
        hint={} if hint is None else {language: text.hint for language, text in hint.items()},
        can_hint=session.hint_for is None and lab_check.first_failure(session.verdicts) is not None,
    )


def _task(task: Task, verdicts: tuple[Judged, ...]) -> LabTask:
    mine = {check.id: check for check in task.checks}
    judged = [each for each in verdicts if each.check in mine]
    failed = lab_check.first_failure(judged)
    if failed is not None:
        expect: Localized = {language: text.expect for language, text in mine[failed.check].texts.items()}
        return LabTask(task.texts, "failed", expect, failed.seen)
    done = bool(judged) and all(each.verdict is Verdict.PASSED for each in judged)
    return LabTask(task.texts, "passed" if done else "open", {}, "")


async def close(turn: Turn, met: Met, session: LabSession, ending: Ending) -> None:
    """End a lab, rate the cards behind it once, and say so."""
    lab = (await course_of(turn, session)).labs[session.lab]
    done = lab_check.passed(lab, session.verdicts)
    ending = Ending.PASSED if done else ending
    session = await end(turn, session, ending)
    rated = 0
    learner = await learners.find(turn, met.person, met.chat)
    if ending is not Ending.LOST and learner is not None:
        rating = lab_check.rating_of(done=done, hinted=session.hinted)
        for card in lab.cards:
            if card in learner.course.cards:
                await memory.rate(turn, learner, card, rating)
                rated += 1
    tasks = [_task(task, session.verdicts).state for task in lab.tasks]
    worked = await stored.steps(turn.tx, session.id, StepState.DONE)
    message = LabOver(
        id=lab.id,
        session=session.id,
        title=title_of(lab),
        ending=ending,
        hinted=session.hinted,
        passed=tasks.count("passed"),
        tasks=len(tasks),
        cards=rated,
        resumable=not done and any(step.kind in (StepKind.COMMAND, StepKind.FILE) for step in worked),
    )
    await turn.show(met.person, met.chat, message, flow(session))


async def end(turn: Turn, session: LabSession, ending: Ending) -> LabSession:
    """The lab is over; its container goes."""
    session = labs.over(session, ending)
    await stored.save(turn.tx, session)
    for kind in (WARN, END):
        await turn.let_sleep(kind, session.id)
    turn.labs.add(session.id)
    return session


async def course_of(turn: Turn, session: LabSession) -> Course:
    """The edition in which the lab was opened."""
    return await turn.courses.at(turn.tx, session.course, session.edition)


def minutes_left(session: LabSession, turn: Turn) -> int:
    """Until it ends, unless something is done; at least 1."""
    left = session.ends_at - turn.now if session.ends_at else labs.IDLE
    return max(1, round(left.total_seconds() / 60))


async def is_open(turn: Turn, met: Met) -> bool:
    """Whether the person has a lab to type into."""
    session = await stored.of_person(turn.tx, met.person.id)
    return session is not None and session.stage is LabStage.OPEN


FLOWS = ("lab:", "labstep:")
"""What the flows of a lab's messages begin with."""


def flow(session: LabSession) -> str:
    """The flow of a lab's screen."""
    return f"lab:{session.id}"


def step_flow(step: int) -> str:
    """The flow of a command's message."""
    return f"labstep:{step}"


def title_of(lab: Lab) -> Localized:
    """A lab's title in every language."""
    return {language: text.title for language, text in lab.texts.items()}


async def arm(turn: Turn, session: LabSession) -> None:
    """Set the warning and the end."""
    if session.ends_at is not None:
        await turn.wake(WARN, session.id, session.ends_at - labs.WARNING)
        await turn.wake(END, session.id, session.ends_at)


async def _keep(turn: Turn, session: LabSession) -> LabSession:
    """Something is done: the lab lives on, and the desk hears of it."""
    session = labs.touched(session, turn.now)
    await stored.save(turn.tx, session)
    await arm(turn, session)
    turn.labs.add(session.id)
    return session


async def _open_one(turn: Turn, met: Met) -> LabSession:
    session = await stored.of_person(turn.tx, met.person.id)
    if session is None or session.stage is not LabStage.OPEN:
        raise NoLab
    return session


async def _own(turn: Turn, met: Met, session_id: int) -> LabSession:
    session = await stored.get(turn.tx, session_id)
    if session is None:
        raise StaleTap
    if session.person != met.person.id:
        raise ForeignTap
    return session


async def _at(turn: Turn, met: Met, session_id: int, seq: int) -> LabSession:
    session = await _own(turn, met, session_id)
    if session.seq != seq or session.stage is not LabStage.OPEN:
        raise StaleTap
    return session


async def _warn(turn: Turn, session_id: int) -> None:
    session = await stored.get(turn.tx, session_id)
    if session is None or session.stage is not LabStage.OPEN:
        return
    lab = (await course_of(turn, session)).labs[session.lab]
    met = await met_of(turn, session)
    more = labs.can_live_longer(session, turn.now)
    message = LabWarning(session.id, title_of(lab), minutes_left(session, turn), more)
    await turn.say(met.person, met.chat, message, flow=f"warn:{session.id}")


async def _end(turn: Turn, session_id: int) -> None:
    session = await stored.get(turn.tx, session_id)
    if session is None or session.stage is not LabStage.OPEN:
        return
    await close(turn, await met_of(turn, session), session, Ending.EXPIRED)


async def met_of(turn: Turn, session: LabSession) -> Met:
    """The learner and his chat."""
    return Met(await people.person(turn.tx, session.person), await people.chat(turn.tx, session.chat))


KINDS = (Kind(WARN, _warn, Late.SKIP), Kind(END, _end, Late.RUN))
"""What happens to labs at a time."""
