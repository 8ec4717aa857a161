"""What can go wrong, as data. The wording is in ``texts/<lang>/errors.j2``.

::

    PomodockError
      StaleTap            an old button, or a second tap on it
      ForeignTap          somebody else's button
      BrokenTap           callback data that is not ours
      NotEnrolled         a command that needs an enrolment, before there is one
      UnknownZone         a place or time that no time zone fits
      BadHour             not an hour of the day
      NoRecitation        a recitation without a word in it
      TextTooLong         more characters than are read
      BadLink             not an address that can be handed in
      NeedsText           a sticker, a picture, … where words were asked
      EditNotRead         an edited command or answer; what counts is what was sent
      NoFocusBlock        pause, stop or extend without a block
      NothingToCancel     /cancel when nothing is going on
      EmptyRun            /run without a command
      RunTooLong          a command longer than is run
      RunBusy             a second command while the first still waits or runs
      UnknownCommand      a command the bot does not have
      BadCount            a number of questions that is not asked at once
      NoPlacement         /placement in a course that has no such questions
      OneTrack            /track in a course that has no other
      UnknownLab          no lab of that name
      NoLab               /sh or /get without an open lab
      LabBusy             another lab while one is open
      EmptyShell          /sh without a command, /get without a file
      BadFileName         a file that has no name to be stored under
      FileTooLarge        a file larger than a lab takes
"""

from __future__ import annotations

from dataclasses import dataclass


class PomodockError(Exception):
    """The root: something the person can be told about in a sentence."""


@dataclass(eq=False)
class StaleTap(PomodockError):
    """An old button, or a second tap on one that has done its work."""


@dataclass(eq=False)
class ForeignTap(PomodockError):
    """A button that belongs to somebody else."""


@dataclass(eq=False)
class BrokenTap(PomodockError):
    """Callback data that this bot did not write."""

    data: str


@dataclass(eq=False)
class NotEnrolled(PomodockError):
    """The learner has not finished /start yet."""


@dataclass(eq=False)
class UnknownZone(PomodockError):
    """Neither a city, nor a zone, nor a time of day that fits one."""

    text: str


@dataclass(eq=False)
class BadHour(PomodockError):
    """Not an hour of the day."""

    text: str


@dataclass(eq=False)
class NoRecitation(PomodockError):
    """Nothing that could be read as words."""


@dataclass(eq=False)
class TextTooLong(PomodockError):
    """More characters than are read at once."""

    length: int
    limit: int


@dataclass(eq=False)
class BadLink(PomodockError):
    """Not an address that a browser opens securely, or one that is too long."""

    text: str


@dataclass(eq=False)
class NeedsText(PomodockError):
    """Something else than text arrived where text was asked."""


@dataclass(eq=False)
class EditNotRead(PomodockError):
    """A command or an answer was edited; it was read when it was sent."""


@dataclass(eq=False)
class NoFocusBlock(PomodockError):
    """There is no focus block to pause, stop or extend."""


@dataclass(eq=False)
class NothingToCancel(PomodockError):
    """Nothing is going on."""


@dataclass(eq=False)
class EmptyRun(PomodockError):
    """/run without a command."""


@dataclass(eq=False)
class RunTooLong(PomodockError):
    """A command that is longer than is run."""

    length: int
    limit: int


@dataclass(eq=False)
class RunBusy(PomodockError):
    """One command at a time a person."""

    command: str


@dataclass(eq=False)
class UnknownCommand(PomodockError):
    """A command the bot does not have."""

    command: str


@dataclass(eq=False)
class BadCount(PomodockError):
    """No quiz has so many questions."""

    text: str
    limit: int


@dataclass(eq=False)
class NoPlacement(PomodockError):
    """The course has no questions that place a learner."""


@dataclass(eq=False)
class OneTrack(PomodockError):
    """The course has no other track."""


@dataclass(eq=False)
class UnknownLab(PomodockError):
    """The course has no lab, and no unit with a lab, of that name."""

    text: str


@dataclass(eq=False)
class NoLab(PomodockError):
    """There is no open lab."""


@dataclass(eq=False)
class LabBusy(PomodockError):
    """One lab at a time a person."""

    lab: str


@dataclass(eq=False)
class EmptyShell(PomodockError):
    """A command for the lab without anything behind it."""

    command: str


@dataclass(eq=False)
class BadFileName(PomodockError):
    """Nothing of the file's name can be used."""


@dataclass(eq=False)
class FileTooLarge(PomodockError):
    """A file that a lab does not take. Bytes."""

    size: int
    limit: int
