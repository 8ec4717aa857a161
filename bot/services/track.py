"""/track: another way through the course, what it would change, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain import days
from bot.domain import track as tracks
from bot.domain.course import Localized, Track
from bot.domain.errors import ForeignTap, OneTrack, StaleTap
from bot.domain.messages.common import TrackLine, UnitOffer, When
from bot.domain.messages.track import TrackMenu, TrackPreview, TrackSwitched
from bot.domain.track import Change, Outlook
from bot.domain.week import share_of_day
from bot.services import day, focus
from bot.services import learner as learners
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.storage import enrolment as enrolments
from bot.storage import placement as placements
from bot.storage import study as sessions
from bot.storage import track as changes
from bot.storage.people import Met

FLOW = "track"


async def menu(turn: Turn, met: Met) -> None:
    """The learner's track, and the others. Raises ``OneTrack`` where there are none."""
    learner = await learners.require(turn, met.person, met.chat)
    if len(learner.course.tracks) == 1:
        raise OneTrack
    others = [track for track in learner.course.tracks.values() if track.id != learner.enrolment.track]
    message = TrackMenu(
        enrolment=learner.enrolment.id,
        seq=await changes.count(turn.tx, learner.enrolment.id),
        mine=await _line(turn, learner, learner.whole_track),
        others=tuple([await _line(turn, learner, track) for track in others]),
    )
    await turn.show(met.person, met.chat, message, FLOW)


async def preview(turn: Turn, met: Met, enrolment_id: int, track_id: str) -> None:
    """What would change on another track. Raises ``StaleTap`` for the learner's own, or for none."""
    learner, track = await _other(turn, met, enrolment_id, track_id)
    moved = await _moved(turn, learner, track)
    behind = await learners.settled(turn, met.person, learner.course)
    ahead = tracks.outlook(moved.enrolment, moved.track, behind)
    dropped = [unit for unit in learner.track.units() if unit not in {*behind.units, *track.units()}]
    unfinished = await focus.unfinished(turn, met.person)
    message = TrackPreview(
        enrolment=learner.enrolment.id,
        seq=await changes.count(turn.tx, learner.enrolment.id),
        track=await _line(turn, learner, track),
        kept=learner.whole_track.title,
        left=len(ahead.units),
        first=_first(learner, ahead),
        first_at=_first_at(turn, moved, ahead),
        then=learners.offer_of_share(learner.course, ahead.shares[1]) if ahead.shares[1:] else None,
        then_at=day_at(turn, learner, ahead.days[1]) if ahead.days[1:] else None,
        last_at=last_at(turn, learner, ahead),
        dropped=tuple(title_of(learner, unit) for unit in dropped),
        unfinished=unfinished.title if unfinished else None,
    )
    await turn.show(met.person, met.chat, message, FLOW)


async def take(turn: Turn, met: Met, enrolment_id: int, seq: int, track_id: str) -> None:
    """Switch. What was learnt stays, and so does today's share if it was had."""
    learner, track = await _other(turn, met, enrolment_id, track_id)
    if seq != await changes.count(turn.tx, enrolment_id):
        raise StaleTap
    before = learner.enrolment
    moved = await _moved(turn, learner, track)
    await changes.add(turn.tx, Change(0, before.id, before.track, before.started_on, track.id), turn.now)
    await settle(turn, moved)
    await _show_switched(turn, met, back=learner.whole_track.title)


async def back(turn: Turn, met: Met, enrolment_id: int, seq: int) -> None:
    """Undo the last switch: the track that was left, as it was."""
    learner = await _at(turn, met, enrolment_id)
    last = await changes.last(turn.tx, enrolment_id)
    if last is None or seq != await changes.count(turn.tx, enrolment_id):
        raise StaleTap
    change, _ = last
    await changes.undo(turn.tx, change.id, turn.now)
    await settle(turn, replace(learner, enrolment=tracks.move_back(learner.enrolment, change)))
    await _show_switched(turn, met, back=None)


async def settle(turn: Turn, moved: Learner) -> None:
    """Save an enrolment that was moved; offers that were held back are for another day, and the next one is set."""
    await enrolments.save(turn.tx, moved.enrolment)
    await day.drop_held(turn, moved)
    await day.plan(turn, moved)


async def move(turn: Turn, learner: Learner, before: Learner) -> Learner:
    """The learner with what is open first due today, or with his next share if he had today's ``before``."""
    behind = await learners.settled(turn, learner.person, learner.course)
    first = await _first_day(turn, before)
    return replace(learner, enrolment=tracks.move(learner.enrolment, learner.track, behind, first))


async def next_of(turn: Turn, learner: Learner) -> tuple[UnitOffer | None, When | None]:
    """What comes next and when; ``None`` for the moment where it is today's."""
    ahead = await day.ahead(turn, learner)
    if ahead.unit is None or ahead.when is not None:
        return ahead.unit, ahead.when
    # Who had today's share may have the next at once; by itself it comes with the next share.
    if await _open_today(turn, learner):
        return ahead.unit, None
    at = day.next_delivery_of(learner, turn.now)
    return ahead.unit, learners.when(learner.person, at, turn.now)


def day_at(turn: Turn, learner: Learner, on: date) -> When:
    """The learner's hour on a learner-day."""
    person = learner.person
    instant = days.at_local(on, person.hour or days.ROLLOVER, person.tz, person.rollover)
    return learners.when(person, instant, turn.now)


def last_at(turn: Turn, learner: Learner, ahead: Outlook) -> When | None:
    """When the last of what is ahead comes."""
    return day_at(turn, learner, ahead.days[-1]) if ahead.days else None


def title_of(learner: Learner, unit: str) -> Localized:
    """What a unit is called."""
    return learners.offer_of(learner.course.units[unit]).title


async def _line(turn: Turn, learner: Learner, track: Track) -> TrackLine:
    finished = await sessions.finished_units(turn.tx, learner.person.id, learner.course.id)
    skipped = await placements.skipped(turn.tx, learner.person.id, learner.course.id)
    units = track.units()
    return TrackLine(
        id=track.id,
        title=track.title,
        summary=track.summary,
        days=track.days,
        units=len(units),
        done=sum(unit in finished for unit in units),
        skipped=sum(unit in skipped and unit not in finished for unit in units),
    )


async def _at(turn: Turn, met: Met, enrolment_id: int) -> Learner:
    learner = await learners.require(turn, met.person, met.chat)
    if learner.enrolment.id != enrolment_id:
        raise ForeignTap
    return learner


async def _other(turn: Turn, met: Met, enrolment_id: int, track_id: str) -> tuple[Learner, Track]:
    learner = await _at(turn, met, enrolment_id)
    track = learner.course.tracks.get(track_id)
    if track is None or track.id == learner.enrolment.track:
        raise StaleTap
    return learner, track


async def _moved(turn: Turn, learner: Learner, track: Track) -> Learner:
    """The learner as he would be on ``track``: all that he has behind him by now is left out there."""
    behind = await learners.settled(turn, learner.person, learner.course)
    skipped = await placements.skipped(turn.tx, learner.person.id, learner.course.id)
    left_out = replace(behind, units=behind.units | skipped)
    first = await _first_day(turn, learner)
    enrolment = tracks.move(learner.enrolment, tracks.without(track, left_out), behind, first)
    return replace(learner, enrolment=enrolment, left_out=left_out)


async def _first_day(turn: Turn, learner: Learner) -> date:
    today = learner.person.today(turn.now)
    return tracks.first_day(learner.enrolment, today, open_today=await _open_today(turn, learner))


async def _open_today(turn: Turn, learner: Learner) -> bool:
    """Whether something is open by the calendar: who may have tomorrow's share today has had today's."""
    behind = await learners.settled(turn, learner.person, learner.course)
    number = learner.enrolment.day_number(learner.person.today(turn.now))
    return share_of_day(learner.track, number, behind) is not None


def _first(learner: Learner, ahead: Outlook) -> tuple[UnitOffer, ...]:
    """All that the first day holds."""
    if not ahead.shares:
        return ()
    share = ahead.shares[0]
    if not share.units:
        return (learners.offer_of_share(learner.course, share),)
    return tuple(learners.offer_of(learner.course.units[unit]) for unit in share.units)


def _first_at(turn: Turn, moved: Learner, ahead: Outlook) -> When | None:
    if not ahead.days or ahead.days[0] <= moved.person.today(turn.now):
        return None
    return day_at(turn, moved, ahead.days[0])


async def _show_switched(turn: Turn, met: Met, back: Localized | None) -> None:
    learner = await learners.require(turn, met.person, met.chat)
    first, at = await next_of(turn, learner)
    seq = await changes.count(turn.tx, learner.enrolment.id)
    message = TrackSwitched(learner.enrolment.id, seq, learner.whole_track.title, first, at, back)
    await turn.show(met.person, met.chat, message, FLOW)
