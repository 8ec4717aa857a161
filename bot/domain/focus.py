"""Focus blocks: 25 minutes of attention, then a break (Cirillo, *The Pomodoro Technique*).

A block is ``RUNNING``, ``PAUSED``, on its ``BREAK`` or ``ENDED``. Every change raises ``seq``, by which an old button
is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import StaleTap

FOCUS = timedelta(minutes=25)
SHORT_BREAK = timedelta(minutes=5)
LONG_BREAKS = (15, 20, 25, 30)
"""Minutes to choose from for the break after four blocks."""
SET = 4
EXTENSION = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
"""A block paused for longer is let go, so that nothing waits for a break that never comes."""
BAR_SEGMENTS = 10


class Phase(StrEnum):
    """Where a block is."""

    RUNNING = "running"
    PAUSED = "paused"
    BREAK = "break"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Block:
    """One focus block of one chat. ``number`` counts the blocks of the learner-day from 1."""

    id: int
    chat: int
    session: int | None
    number: int
    phase: Phase
    started_at: datetime
    length: timedelta
    paused_for: timedelta = timedelta()
    paused_at: datetime | None = None
    completed_at: datetime | None = None
    break_at: datetime | None = None
    break_length: timedelta = timedelta()
    seq: int = 0

    @property
    def holds_back(self) -> bool:
        """Whether what was not asked for has to wait."""
        return self.phase in (Phase.RUNNING, Phase.PAUSED)

    @property
    def ends_at(self) -> datetime:
        """When the focus ends, pauses so far included."""
        return self.started_at + self.length + self.paused_for

    @property
    def break_ends_at(self) -> datetime:
        """When the break ends. Raises ``ValueError`` before there is one."""
        if self.break_at is None:
            msg = "this block has no break yet"
            raise ValueError(msg)
        return self.break_at + self.break_length


def remaining(block: Block, now: datetime) -> timedelta:
    """Focus time left, never negative; it stands still while the block is paused."""
    return max(block.ends_at - (block.paused_at or now), timedelta())


def progress(block: Block, now: datetime) -> float:
    """How much of the block is done, 0 to 1; one that was completed is done, however early."""
    if block.completed_at is not None and block.phase in (Phase.BREAK, Phase.ENDED):
        return 1.0
    return 1 - remaining(block, now) / block.length


def next_segment(block: Block, now: datetime) -> datetime:
    """When the next segment of the progress bar fills; the end of the block at the latest."""
    segment = block.length / BAR_SEGMENTS
    filled = int((block.length - remaining(block, now)) / segment)
    start = block.ends_at - block.length
    return min(start + segment * (filled + 1), block.ends_at)


def pause(block: Block, now: datetime) -> Block:
    """Stop the clock of a running block. Raises ``StaleTap`` in any other phase."""
    _expect(block, Phase.RUNNING)
    return _changed(block, phase=Phase.PAUSED, paused_at=now)


def resume(block: Block, now: datetime) -> Block:
    """Let a paused block go on. Raises ``StaleTap`` in any other phase."""
    _expect(block, Phase.PAUSED)
    paused = now - (block.paused_at or now)
    return _changed(block, phase=Phase.RUNNING, paused_at=None, paused_for=block.paused_for + paused)


def extend(block: Block, now: datetime) -> Block:
    """Five minutes more: of a running block, or back from its break. Raises ``StaleTap`` otherwise."""
    if block.phase is Phase.RUNNING:
        return _changed(block, length=block.length + EXTENSION)
    _expect(block, Phase.BREAK)
    length = now - block.started_at - block.paused_for + EXTENSION
    return _changed(block, phase=Phase.RUNNING, length=length, break_at=None, break_length=timedelta())


def complete(block: Block, now: datetime, long_break: timedelta) -> Block:
    """The focus is over: the block counts and its break starts; every fourth break is the long one.

    Raises ``StaleTap`` unless the block is running or paused.
    """
    _expect(block, Phase.RUNNING, Phase.PAUSED)
    rest = long_break if block.number % SET == 0 else SHORT_BREAK
    return _changed(block, phase=Phase.BREAK, paused_at=None, completed_at=now, break_at=now, break_length=rest)


def stop(block: Block) -> Block:
    """Give the block up; it does not count. Raises ``StaleTap`` when it is not running or paused."""
    _expect(block, Phase.RUNNING, Phase.PAUSED)
    return _changed(block, phase=Phase.ENDED, paused_at=None)


def end_break(block: Block) -> Block:
    """The break is over, by the clock or by going on early. Raises ``StaleTap`` outside a break."""
    _expect(block, Phase.BREAK)
    return _changed(block, phase=Phase.ENDED)


def _expect(block: Block, *phases: Phase) -> None:
    if block.phase not in phases:
        raise StaleTap


def _changed(block: Block, **values: object) -> Block:
    return replace(block, seq=block.seq + 1, **values)  # type: ignore[arg-type]
