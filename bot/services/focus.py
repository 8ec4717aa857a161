"""Focus blocks: begun, paused, extended, stopped, ended by the clock; and the break after each."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import focus
from bot.domain.course import Localized
from bot.domain.errors import ForeignTap, NoFocusBlock, StaleTap
from bot.domain.focus import Block, Phase
from bot.domain.messages.common import Unfinished, UnitOffer
from bot.domain.messages.focus import BlockBar, BlockLetGo, BreakOver, FocusOver
from bot.domain.people import Person
from bot.services import learner as learners
from bot.services.learner import Learner
from bot.services.turn import Turn
from bot.services.wakeups import Kind, Late
from bot.storage import focus as blocks
from bot.storage import people, review, study
from bot.storage.people import Met

END = "focus.end"
BAR = "focus.bar"
LET_GO = "focus.let_go"
BREAK_END = "break.end"
FLOW = "block"
"""The flow of the block's message in its chat."""


async def begin(turn: Turn, met: Met, session: int | None = None) -> Block:
    """Start 25 minutes, ending a break that still runs. Does not say anything: ``draw`` does."""
    person, chat = met.person, met.chat
    current = await blocks.open_block(turn.tx, chat.id)
    if current is not None:
        await _end_break(turn, current)
    today = person.day_start(person.today(turn.now))
    number = 1 + await blocks.count_completed(turn.tx, person.id, today)
    fresh = Block(0, chat.id, session, number, Phase.RUNNING, turn.now, focus.FOCUS)
    block = await blocks.add(turn.tx, fresh, [person.id])
    await _schedule(turn, block)
    return block


async def free_block(turn: Turn, met: Met) -> None:
    """/pomodoro: a block without a unit, or a look at the one that runs."""
    block = await blocks.open_block(turn.tx, met.chat.id)
    if block is None or not block.holds_back:
        block = await begin(turn, met)
    await draw(turn, met, block)


async def draw(turn: Turn, met: Met, block: Block) -> None:
    """Show the block's bar: in the tapped message, else at the bottom of the chat."""
    await turn.show(met.person, met.chat, await _bar(turn, block), FLOW)


async def pause(turn: Turn, met: Met, block_id: int, seq: int) -> None:
    """Stop the clock; what was due at its end waits."""
    block = focus.pause(await _block(turn, met, block_id, seq), turn.now)
    await _sleep(turn, block)
    await turn.wake(LET_GO, block.id, turn.now + focus.LONGEST_PAUSE)
    await _save_and_draw(turn, met, block)


async def resume(turn: Turn, met: Met, block_id: int, seq: int) -> None:
    """Let the clock run on."""
    block = focus.resume(await _block(turn, met, block_id, seq), turn.now)
    await turn.let_sleep(LET_GO, block.id)
    await _schedule(turn, block)
    await _save_and_draw(turn, met, block)


async def extend(turn: Turn, met: Met, block_id: int, seq: int) -> None:
    """Five minutes more, also from the break."""
    block = focus.extend(await _block(turn, met, block_id, seq), turn.now)
    await turn.let_sleep(BREAK_END, block.id)
    await _schedule(turn, block)
    await _save_and_draw(turn, met, block)


async def stop(turn: Turn, met: Met, block_id: int, seq: int) -> None:
    """Give the block up."""
    block = focus.stop(await _block(turn, met, block_id, seq))
    await _sleep(turn, block)
    turn.touched.add(met.chat.id)
    await _save_and_draw(turn, met, block)


async def stop_open(turn: Turn, met: Met) -> bool:
    """/cancel: end whatever block is open, its break too. False when there is none."""
    block = await blocks.open_block(turn.tx, met.chat.id)
    if block is None:
        return False
    ended = focus.stop(block) if block.holds_back else focus.end_break(block)
    await _sleep(turn, ended)
    await blocks.save(turn.tx, ended)
    turn.touched.add(met.chat.id)
    turn.redraw(met.person, met.chat, await _bar(turn, ended), FLOW)
    return True


async def take_break(turn: Turn, met: Met, block_id: int, seq: int) -> None:
    """The unit is done: have the break now. The block counts."""
    block = await _block(turn, met, block_id, seq)
    await _complete(turn, met, block)


async def on_end(turn: Turn, block_id: int) -> None:
    """Wakeup: the focus time is up."""
    found = await _owned(turn, block_id)
    if found is None or found[1].phase is not Phase.RUNNING:
        return
    met, block = found
    if turn.now - block.ends_at <= focus.SHORT_BREAK:
        await _complete(turn, met, block)
        return
    # The bot was off when it ended: the block counts, and its break is long over.
    done = focus.complete(block, block.ends_at, timedelta(minutes=met.person.long_break))
    await _finish(turn, met, done)


async def on_bar(turn: Turn, block_id: int) -> None:
    """Wakeup: one more segment of the bar is full."""
    found = await _owned(turn, block_id)
    if found is None or found[1].phase is not Phase.RUNNING:
        return
    met, block = found
    turn.redraw(met.person, met.chat, await _bar(turn, block), FLOW)
    await _schedule_bar(turn, block)


async def on_let_go(turn: Turn, block_id: int) -> None:
    """Wakeup: the block has been paused for too long."""
    found = await _owned(turn, block_id)
    if found is None or found[1].phase is not Phase.PAUSED:
        return
    met, block = found
    stopped = focus.stop(block)
    await blocks.save(turn.tx, stopped)
    turn.touched.add(met.chat.id)
    turn.redraw(met.person, met.chat, await _bar(turn, stopped), FLOW)
    done = block.length - focus.remaining(block, turn.now)
    await turn.say(met.person, met.chat, BlockLetGo(round(done.total_seconds() / 60)))


async def on_break_end(turn: Turn, block_id: int) -> None:
    """Wakeup: the break is over."""
    found = await _owned(turn, block_id)
    if found is None or found[1].phase is not Phase.BREAK:
        return
    met, block = found
    await _finish(turn, met, block)


async def redraw_all(turn: Turn) -> None:
    """At the start: bring every open block's bar up to date, since a crash may have come before its last redrawing."""
    for block_id in await blocks.all_open(turn.tx):
        found = await _owned(turn, block_id)
        if found is not None:
            met, block = found
            turn.redraw(met.person, met.chat, await _bar(turn, block), FLOW)


KINDS = (
    Kind(END, on_end, Late.RUN),
    Kind(BAR, on_bar, Late.MERGE),
    Kind(LET_GO, on_let_go, Late.RUN),
    Kind(BREAK_END, on_break_end, Late.RUN),
)


async def _complete(turn: Turn, met: Met, block: Block) -> None:
    block = focus.complete(block, turn.now, timedelta(minutes=met.person.long_break))
    await _sleep(turn, block)
    await turn.wake(BREAK_END, block.id, block.break_ends_at)
    await blocks.save(turn.tx, block)
    turn.touched.add(met.chat.id)
    turn.redraw(met.person, met.chat, await _bar(turn, block), FLOW)
    learner = await learners.find(turn, met.person, met.chat)
    message = FocusOver(
        block=block.id,
        seq=block.seq,
        number=block.number,
        break_minutes=round(block.break_length.total_seconds() / 60),
        unfinished=await unfinished(turn, met.person),
        reviews=await _due(turn, learner),
    )
    await turn.say(met.person, met.chat, message, flow=f"break:{block.id}")


async def _finish(turn: Turn, met: Met, block: Block) -> None:
    ended = focus.end_break(block)
    await blocks.save(turn.tx, ended)
    await _sleep(turn, ended)
    turn.touched.add(met.chat.id)
    turn.redraw(met.person, met.chat, await _bar(turn, ended), FLOW)
    learner = await learners.find(turn, met.person, met.chat)
    message = BreakOver(
        unfinished=await unfinished(turn, met.person),
        next=await _next(turn, learner),
        enrolment=learner.enrolment.id if learner else 0,
        reviews=await _due(turn, learner),
    )
    await turn.say(met.person, met.chat, message, flow=f"break:{block.id}")


async def unfinished(turn: Turn, person: Person) -> Unfinished | None:
    """The unit the person is in the middle of."""
    session = await study.open_session(turn.tx, person.id)
    if session is None:
        return None
    course = await turn.courses.at(turn.tx, session.course, session.edition)
    unit = course.units[session.unit]
    return Unfinished(session.id, session.seq, learners.offer_of(unit).title)


async def _next(turn: Turn, learner: Learner | None) -> UnitOffer | None:
    if learner is None:
        return None
    behind = await learners.settled(turn, learner.person, learner.course)
    share = learners.todays_share(learner, behind, turn.now)
    return learners.offer_of_share(learner.course, share) if share else None


async def _due(turn: Turn, learner: Learner | None) -> int:
    if learner is None:
        return 0
    return await review.count_due(turn.tx, learner.person.id, learner.course.id, turn.now)


async def _block(turn: Turn, met: Met, block_id: int, seq: int) -> Block:
    block = await blocks.get(turn.tx, block_id)
    if block is None:
        raise NoFocusBlock
    if block.chat != met.chat.id:
        raise ForeignTap
    if block.seq != seq:
        raise StaleTap
    return block


async def _owned(turn: Turn, block_id: int) -> tuple[Met, Block] | None:
    block = await blocks.get(turn.tx, block_id)
    if block is None:
        return None
    chat = await people.chat(turn.tx, block.chat)
    if chat.person is None:
        return None
    return Met(await people.person(turn.tx, chat.person), chat), block


async def _end_break(turn: Turn, block: Block) -> None:
    if block.phase is not Phase.BREAK:
        return
    await blocks.save(turn.tx, focus.end_break(block))
    await turn.let_sleep(BREAK_END, block.id)


async def _save_and_draw(turn: Turn, met: Met, block: Block) -> None:
    await blocks.save(turn.tx, block)
    await draw(turn, met, block)


async def _schedule(turn: Turn, block: Block) -> None:
    await turn.wake(END, block.id, block.ends_at)
    await _schedule_bar(turn, block)


async def _schedule_bar(turn: Turn, block: Block) -> None:
    at = focus.next_segment(block, turn.now)
    if at < block.ends_at:
        await turn.wake(BAR, block.id, at)


async def _sleep(turn: Turn, block: Block) -> None:
    for kind in (END, BAR, LET_GO, BREAK_END):
        await turn.let_sleep(kind, block.id)


async def _bar(turn: Turn, block: Block) -> BlockBar:
    left = focus.remaining(block, turn.now)
    return BlockBar(
        block=block.id,
        seq=block.seq,
        number=block.number,
        phase=block.phase,
        filled=int(focus.progress(block, turn.now) * focus.BAR_SEGMENTS),
        minutes_left=-(-left // timedelta(minutes=1)),
        title=await _title(turn, block),
    )


async def _title(turn: Turn, block: Block) -> Localized | None:
    session = None if block.session is None else await study.get(turn.tx, block.session)
    if session is None:
        return None
    course = await turn.courses.at(turn.tx, session.course, session.edition)
    return learners.offer_of(course.units[session.unit]).title
