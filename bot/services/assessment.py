"""A self-assessment: statements one at a time, an open question, a summary, and a plan that can be slowed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.domain import assessment as checks
from bot.domain.assessment import Level, SelfCheck
from bot.domain.course import Assessment, Course
from bot.domain.errors import BrokenTap, ForeignTap, NoRecitation, StaleTap, TextTooLong
from bot.domain.messages import Message
from bot.domain.messages.assessment import AskReflection, AskStatement, CheckAside, CheckDone
from bot.domain.messages.common import Judged, LevelName
from bot.domain.people import Dialog, DialogKind
from bot.domain.recite import normalise
from bot.domain.week import next_share, one_more_week
from bot.services import day
from bot.services import learner as learners
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import assessment as stored
from bot.storage import enrolment as enrolments
from bot.storage import people
from bot.storage.people import Met

LONGEST_REFLECTION = 2000
"""Characters of the answer to the open question."""
NAMES: Mapping[Level, LevelName] = {
    Level.NOT_YET: "not_yet",
    Level.WITH_HELP: "with_help",
    Level.ON_MY_OWN: "on_my_own",
}
"""Levels as messages name them."""


async def start(turn: Turn, met: Met, enrolment_id: int, assessment_id: str) -> None:
    """Begin, go on, or look at the summary again. Raises ``StaleTap`` for one that the course does not have."""
    learner = await learners.require(turn, met.person, met.chat)
    if learner.enrolment.id != enrolment_id or assessment_id not in learner.course.assessments:
        raise StaleTap
    await day.begun(turn, learner)
    await _save(turn, met, checks.take_up(await _check(turn, learner, assessment_id)))


async def answer(turn: Turn, met: Met, check_id: int, seq: int, level: int) -> None:
    """What the learner says of the current statement."""
    if level not in set(Level):
        raise BrokenTap(str(level))
    check = await _at(turn, met, check_id, seq)
    await _save(turn, met, checks.answer(check, await _assessment(turn, check), Level(level)))


async def back(turn: Turn, met: Met, check_id: int, seq: int) -> None:
    """The statement before."""
    check = await _at(turn, met, check_id, seq)
    await _save(turn, met, checks.back(check, await _assessment(turn, check)))


async def skip_reflection(turn: Turn, met: Met, check_id: int, seq: int) -> None:
    """No words this time."""
    check = await _at(turn, met, check_id, seq)
    await _save(turn, met, checks.finish(check, await _assessment(turn, check), None, turn.now))


async def reflect(turn: Turn, met: Met, check_id: int, text: str) -> None:
    """The answer to the open question. Raises ``TextTooLong`` or ``NoRecitation``, and the question stays open."""
    if len(text) > LONGEST_REFLECTION:
        raise TextTooLong(len(text), LONGEST_REFLECTION)
    if not any(letter.isalnum() for letter in normalise(text)):
        raise NoRecitation
    check = await _own(turn, met, check_id)
    await _save(turn, met, checks.finish(check, await _assessment(turn, check), text.strip(), turn.now))


async def put_aside(turn: Turn, met: Met, enrolment_id: int, seq: int, assessment_id: str) -> None:
    """Not this week: the track goes on."""
    learner = await day.offered(turn, met, enrolment_id, seq)
    assessment = learner.course.assessments.get(assessment_id)
    if assessment is None:
        raise StaleTap
    await day.begun(turn, learner)
    check = checks.put_aside(await _check(turn, learner, assessment_id), turn.now)
    await stored.save(turn.tx, check)
    ahead = await day.ahead(turn, learner)
    screen = CheckAside(learner.enrolment.id, assessment.id, assessment.title, ahead.unit, ahead.when)
    await turn.show(met.person, met.chat, screen, day.FLOW)


async def leave(turn: Turn, met: Met) -> bool:
    """/cancel: the answers so far are kept. False where no self-assessment is going on."""
    check = await stored.going_on(turn.tx, met.person.id)
    if check is None:
        return False
    await stored.save(turn.tx, checks.leave(check))
    return True


async def slower(turn: Turn, met: Met, check_id: int, seq: int) -> None:
    """One more week before the track goes on."""
    check = await _at(turn, met, check_id, seq)
    learner = await learners.require(turn, met.person, met.chat)
    share = next_share(learner.track, await learners.settled(turn, met.person, learner.course))
    if share is None:
        raise StaleTap
    started_on = learner.enrolment.started_on
    moved_to = one_more_week(started_on, share.day, met.person.today(turn.now))
    check = checks.slow(check, started_on, moved_to)
    await _move(turn, learner, moved_to)
    await _save(turn, met, check)


async def slower_not(turn: Turn, met: Met, check_id: int, seq: int) -> None:
    """Without the extra week after all."""
    check = await _at(turn, met, check_id, seq)
    learner = await learners.require(turn, met.person, met.chat)
    check, started_on = checks.unslow(check, learner.enrolment.started_on)
    await _move(turn, learner, started_on)
    await _save(turn, met, check)


async def course_of(turn: Turn, check: SelfCheck) -> Course:
    """The edition in which the self-assessment was begun."""
    return await turn.courses.at(turn.tx, check.course, check.edition)


def judged(check: SelfCheck, assessment: Assessment, before: Mapping[str, Level]) -> tuple[Judged, ...]:
    """Each statement that was answered, with what was said of its unit ``before``."""
    return tuple(
        Judged(each.text, NAMES[check.answers[each.unit]], NAMES[before[each.unit]] if each.unit in before else None)
        for each in assessment.statements
        if each.unit in check.answers
    )


async def _assessment(turn: Turn, check: SelfCheck) -> Assessment:
    return (await course_of(turn, check)).assessments[check.assessment]


async def _check(turn: Turn, learner: Learner, assessment_id: str) -> SelfCheck:
    person, course = learner.person, learner.course
    check = await stored.of_assessment(turn.tx, person.id, course.id, assessment_id)
    if check is not None:
        return check
    edition = learner.enrolment.edition
    fresh = SelfCheck(0, person.id, learner.chat.id, course.id, edition, assessment_id, turn.now)
    return await stored.add(turn.tx, fresh)


async def _own(turn: Turn, met: Met, check_id: int) -> SelfCheck:
    check = await stored.get(turn.tx, check_id)
    if check is None:
        raise StaleTap
    if check.person != met.person.id:
        raise ForeignTap
    return check


async def _at(turn: Turn, met: Met, check_id: int, seq: int) -> SelfCheck:
    check = await _own(turn, met, check_id)
    if check.seq != seq:
        raise StaleTap
    return check


async def _move(turn: Turn, learner: Learner, started_on: date) -> None:
    enrolment = replace(learner.enrolment, started_on=started_on)
    await enrolments.save(turn.tx, enrolment)
    await day.plan(turn, replace(learner, enrolment=enrolment))


async def _save(turn: Turn, met: Met, check: SelfCheck) -> None:
    await stored.save(turn.tx, check)
    assessment = await _assessment(turn, check)
    asked = Dialog(DialogKind.SELF_CHECK, check.id)
    if check.finished_at is None and checks.current(check, assessment) is None:
        await people.ask(turn.tx, met.chat.id, met.person.id, asked)
    elif await people.dialog(turn.tx, met.chat.id, met.person.id) == asked:
        await people.ask(turn.tx, met.chat.id, met.person.id, None)
    message = await _screen(turn, met, check, assessment)
    await turn.show(met.person, met.chat, message, f"check:{check.id}")


async def _screen(turn: Turn, met: Met, check: SelfCheck, assessment: Assessment) -> Message:
    if check.finished_at is not None:
        return await _summary(turn, met, check, assessment)
    at = checks.current(check, assessment)
    if at is None:
        return AskReflection(check.id, check.seq, assessment.title, assessment.question)
    statement, count = assessment.statements[at], len(assessment.statements)
    return AskStatement(check.id, check.seq, assessment.title, at + 1, count, statement.text)


async def _summary(turn: Turn, met: Met, check: SelfCheck, assessment: Assessment) -> CheckDone:
    learner = await learners.require(turn, met.person, met.chat)
    ahead = await day.ahead(turn, learner)
    return CheckDone(
        check=check.id,
        seq=check.seq,
        enrolment=learner.enrolment.id,
        title=assessment.title,
        results=judged(check, assessment, await _before(turn, check)),
        weak=tuple(
            learners.offer_of(learner.course.units[each.unit])
            for each in checks.weak(check, assessment)
            if each.unit in learner.course.units
        ),
        words=check.words,
        advice=checks.advice(check, assessment),
        can_slow=ahead.unit is not None and check.slowed_from is None,
        slowed=check.slowed_from is not None,
        next=ahead.unit,
        when=ahead.when,
    )


async def _before(turn: Turn, check: SelfCheck) -> Mapping[str, Level]:
    """What was said of each unit the last time, in the self-assessments that were begun before this one."""
    earlier = [
        each
        for each in await stored.of_person(turn.tx, check.person, check.course)
        if each.id < check.id and each.finished_at is not None
    ]
    return {unit: level for each in earlier for unit, level in each.answers.items()}
