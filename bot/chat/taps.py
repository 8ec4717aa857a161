"""Buttons: callback data becomes a service call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.errors import BrokenTap, StaleTap
from bot.domain.review import Rating
from bot.domain.taps import Action, Tap
from bot.services import (
    assessment,
    day,
    focus,
    lab,
    learner,
    onboarding,
    placement,
    practice,
    project,
    quiz,
    resources,
    review,
    settings,
    study,
    topics,
    track,
)
from bot.services.turn import Turn
from bot.storage.people import Met

Handler = Callable[[Turn, Met, Tap], Awaitable[None]]


async def _start_unit(turn: Turn, met: Met, tap: Tap) -> None:
    found = await learner.require(turn, met.person, met.chat)
    if found.enrolment.id != tap.subject:
        raise StaleTap
    await study.start(turn, found, tap.value)


async def _settings(turn: Turn, met: Met, tap: Tap) -> None:
    match tap.value:
        case "zone":
            await onboarding.ask_zone(turn, met)
        case "hour":
            await onboarding.ask_hour(turn, met)
        case "":
            await settings.menu(turn, met)
        case choice:
            await settings.choose(turn, met, choice)


async def _project(turn: Turn, met: Met, tap: Tap) -> None:
    _stay(turn, tap)
    await project.start(turn, met, tap.subject, tap.value)


async def _check(turn: Turn, met: Met, tap: Tap) -> None:
    _stay(turn, tap)
    await assessment.start(turn, met, tap.subject, tap.value)


def _stay(turn: Turn, tap: Tap) -> None:
    """An offer of the day turns into what it offers; every other message stays as it is."""
    if not tap.seq:
        turn.tapped = None


async def _track(turn: Turn, met: Met, tap: Tap) -> None:
    if tap.value:
        await track.preview(turn, met, tap.subject, tap.value)
    else:
        await track.menu(turn, met)


async def _anew(turn: Turn, met: Met, service: Callable[[Turn, Met], Awaitable[None]]) -> None:
    """Answer with a new message; the one with the button stays as it is."""
    turn.tapped = None
    await service(turn, met)


async def _elsewhere(_turn: Turn, _met: Met, _tap: Tap) -> None:
    """A button of an author's preview, which no learner is ever shown."""
    raise StaleTap


async def _open_unit(turn: Turn, met: Met, tap: Tap) -> None:
    turn.tapped = None  # what it was chosen from stays
    await study.open_unit(turn, met, tap.subject, tap.value)


async def _lab(turn: Turn, met: Met, tap: Tap) -> None:
    turn.tapped = None
    await lab.choose(turn, met, tap.value)


async def _lab_resume(turn: Turn, met: Met, tap: Tap) -> None:
    turn.tapped = None
    await lab.resume(turn, met, tap.subject)


async def _quiz(turn: Turn, met: Met, tap: Tap) -> None:
    turn.tapped = None
    await practice.start(turn, met, tap.value, tap.subject)


def _rating(tap: Tap) -> Rating:
    try:
        return Rating(tap.number())
    except ValueError as error:
        raise BrokenTap(tap.value) from error


HANDLERS: dict[Action, Handler] = {
    Action.LANGUAGE: lambda turn, met, tap: onboarding.choose_language(turn, met, tap.value),
    Action.ZONE: lambda turn, met, tap: onboarding.choose_zone(turn, met, tap.value),
    Action.ZONE_ASK: lambda turn, met, _: onboarding.ask_city(turn, met),
    Action.HOUR: lambda turn, met, tap: onboarding.choose_hour(turn, met, tap.value),
    Action.HOUR_ASK: lambda turn, met, _: onboarding.ask_hour(turn, met),
    Action.BEGIN: lambda turn, met, tap: onboarding.begin(turn, met, tap.subject, tap.value),
    Action.DAY_START: _start_unit,
    Action.DAY_LATER: lambda turn, met, tap: day.later(turn, met, tap.subject, tap.seq),
    Action.DAY_SKIP: lambda turn, met, tap: day.skip(turn, met, tap.subject, tap.seq),
    Action.OPEN_UNIT: _open_unit,
    Action.UNIT_NEXT: lambda turn, met, tap: study.to_question(turn, met, tap.subject, tap.seq),
    Action.UNIT_RESUME: lambda turn, met, tap: study.resume(turn, met, tap.subject),
    Action.GUESS: lambda turn, met, tap: study.guess(turn, met, tap.subject, tap.seq, tap.number()),
    Action.PAGE: lambda turn, met, tap: study.to_page(turn, met, tap.subject, tap.seq, tap.number()),
    Action.RECITE: lambda turn, met, tap: study.to_recite(turn, met, tap.subject, tap.seq),
    Action.REREAD: lambda turn, met, tap: study.read_again(turn, met, tap.subject, tap.seq),
    Action.BLANK: lambda turn, met, tap: study.blank(turn, met, tap.subject, tap.seq),
    Action.CLAIM: lambda turn, met, tap: study.claim(turn, met, tap.subject, tap.seq, tap.number()),
    Action.RATE: lambda turn, met, tap: study.rate(turn, met, tap.subject, tap.seq, _rating(tap)),
    Action.NEXT_CARD: lambda turn, met, tap: quiz.next_card(turn, met, tap.subject, tap.seq),
    Action.TURN_CARD: lambda turn, met, tap: review.turn_card(turn, met, tap.subject, tap.seq),
    Action.RATE_CARD: lambda turn, met, tap: review.rate_card(turn, met, tap.subject, tap.seq, _rating(tap)),
    Action.REVIEW: lambda turn, met, _: _anew(turn, met, review.start),
    Action.FOCUS: lambda turn, met, _: _anew(turn, met, focus.free_block),
    Action.PAUSE: lambda turn, met, tap: focus.pause(turn, met, tap.subject, tap.seq),
    Action.RESUME: lambda turn, met, tap: focus.resume(turn, met, tap.subject, tap.seq),
    Action.STOP: lambda turn, met, tap: focus.stop(turn, met, tap.subject, tap.seq),
    Action.EXTEND: lambda turn, met, tap: focus.extend(turn, met, tap.subject, tap.seq),
    Action.BREAK: lambda turn, met, tap: focus.take_break(turn, met, tap.subject, tap.seq),
    Action.SET: lambda turn, met, tap: settings.change(turn, met, tap.value),
    Action.SETTINGS: _settings,
    Action.TODAY: lambda turn, met, _: _anew(turn, met, day.today),
    Action.PREVIEW: _elsewhere,
    Action.PREVIEW_SHELF: _elsewhere,
    Action.PREVIEW_UNIT: _elsewhere,
    Action.MAP: lambda turn, met, tap: topics.show(turn, met, tap.value),
    Action.QUIZ: _quiz,
    Action.PROJECT: _project,
    Action.STEP: lambda turn, met, tap: project.tick(turn, met, tap.subject, tap.seq, tap.number()),
    Action.HAND_IN: lambda turn, met, tap: project.ask_hand_in(turn, met, tap.subject, tap.seq),
    Action.HAND_IN_NOT: lambda turn, met, tap: project.hand_in_not(turn, met, tap.subject, tap.seq),
    Action.PROJECT_DONE: lambda turn, met, tap: project.finish(turn, met, tap.subject, tap.seq),
    Action.PROJECT_EDIT: lambda turn, met, tap: project.reopen(turn, met, tap.subject, tap.seq),
    Action.PROJECT_PASS: lambda turn, met, tap: project.put_aside(turn, met, tap.subject, tap.seq, tap.value),
    Action.CHECK: _check,
    Action.CHECK_ANSWER: lambda turn, met, tap: assessment.answer(turn, met, tap.subject, tap.seq, tap.number()),
    Action.CHECK_BACK: lambda turn, met, tap: assessment.back(turn, met, tap.subject, tap.seq),
    Action.CHECK_SKIP: lambda turn, met, tap: assessment.skip_reflection(turn, met, tap.subject, tap.seq),
    Action.CHECK_PASS: lambda turn, met, tap: assessment.put_aside(turn, met, tap.subject, tap.seq, tap.value),
    Action.SLOWER: lambda turn, met, tap: assessment.slower(turn, met, tap.subject, tap.seq),
    Action.SLOWER_NOT: lambda turn, met, tap: assessment.slower_not(turn, met, tap.subject, tap.seq),
    Action.RESOURCES: lambda turn, met, tap: resources.show(turn, met, tap.value),
    Action.TRACK: _track,
    Action.TRACKS: lambda turn, met, _: _anew(turn, met, track.menu),
    Action.TRACK_TAKE: lambda turn, met, tap: track.take(turn, met, tap.subject, tap.seq, tap.value),
    Action.TRACK_BACK: lambda turn, met, tap: track.back(turn, met, tap.subject, tap.seq),
    Action.PLACE_START: lambda turn, met, _: _anew(turn, met, placement.start),
    Action.PLACE_STOP: lambda turn, met, tap: placement.stop(turn, met, tap.subject, tap.seq),
    Action.PLACE_TAKE: lambda turn, met, tap: placement.take(turn, met, tap.subject, tap.seq),
    Action.LAB: _lab,
    Action.LABS: lambda turn, met, _: _anew(turn, met, lab.shelf),
    Action.LAB_CHECK: lambda turn, met, tap: lab.check(turn, met, tap.subject, tap.seq),
    Action.LAB_HINT: lambda turn, met, tap: lab.hint(turn, met, tap.subject, tap.seq),
    Action.LAB_STOP: lambda turn, met, tap: lab.stop(turn, met, tap.subject),
    Action.LAB_EXTEND: lambda turn, met, tap: lab.extend(turn, met, tap.subject),
    Action.LAB_OVER: lambda turn, met, tap: lab.start_over(turn, met, tap.subject, tap.seq),
    Action.LAB_RESUME: _lab_resume,
    Action.LAB_GIVE_UP: lambda turn, met, tap: lab.give_up(turn, met, tap.subject, tap.seq),
    Action.PLACE_ALL: lambda turn, met, tap: placement.learn_all(turn, met, tap.subject),
}
"""What each button does. A test holds this against ``Action``."""


async def dispatch(turn: Turn, met: Met, data: str) -> None:
    """Do what a button says. Raises ``BrokenTap`` for data that is not ours."""
    tap = Tap.decode(data)
    await HANDLERS[tap.action](turn, met, tap)
