"""Every table, in one place.

Ids are our own; Telegram's ids are 64-bit columns that may change (a group migrates). ``inbox``, ``wakeups``,
``deliveries`` and ``runs`` carry ``attempts``, ``claimed_by`` and ``lease_until``, so that several processes can share
one PostgreSQL database with this same schema.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, MetaData, Table, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from bot.storage.types import UtcDateTime

BIG = BigInteger()

_NEVER_AGAIN = {"sqlite_autoincrement": True}
"""SQLite gives the id of a deleted row to the next one, unless told not to; deliveries name runs by their ids."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(MappedAsDataclass, DeclarativeBase):
    """The base of every row."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON, list[int]: JSON}  # noqa: RUF012


def table(row: type[Row]) -> Table:
    """The table of a class of rows, for statements that are run with each update."""
    found = row.__table__
    assert isinstance(found, Table)
    return found


class PersonRow(Row, kw_only=True):
    """Somebody who talks to the bot, and how he wants to be treated."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    telegram_id: Mapped[int] = mapped_column(BIG, unique=True)
    name: Mapped[str]
    language: Mapped[str | None] = mapped_column(default=None)
    zone: Mapped[str | None] = mapped_column(default=None)
    hour: Mapped[time | None] = mapped_column(default=None)
    rollover: Mapped[time] = mapped_column(default=time(4))
    long_break: Mapped[int] = mapped_column(default=20)
    reminders: Mapped[bool] = mapped_column(default=True)
    seen_at: Mapped[datetime]


class ChatRow(Row, kw_only=True):
    """A private chat, a group or a channel."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    telegram_id: Mapped[int] = mapped_column(BIG, unique=True)
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), default=None)
    blocked_at: Mapped[datetime | None] = mapped_column(default=None)


class DialogRow(Row, kw_only=True):
    """What the next text of this person in this chat will be taken for."""

    __tablename__ = "dialogs"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str]
    subject: Mapped[int] = mapped_column(default=0)


class EditionRow(Row, kw_only=True):
    """One published, immutable state of a course, stored whole (a zip of its files)."""

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("course", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    course: Mapped[str]
    number: Mapped[int]
    digest: Mapped[str]
    files: Mapped[bytes] = mapped_column(LargeBinary)
    published_at: Mapped[datetime]


class EnrolmentRow(Row, kw_only=True):
    """A learner (or, with a chat of several people, a group) on a track of a course."""

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("chat_id", "course"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    course: Mapped[str]
    edition: Mapped[int]
    track: Mapped[str]
    started_on: Mapped[date]
    delivered_on: Mapped[date | None] = mapped_column(default=None)


class TrackChangeRow(Row, kw_only=True):
    """A learner left one track for another. The last one that was not undone says since when he is on his track."""

    __tablename__ = "track_changes"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id", ondelete="CASCADE"), index=True)
    track_before: Mapped[str]
    started_before: Mapped[date]
    track_after: Mapped[str]
    changed_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class PlacementRow(Row, kw_only=True):
    """One learner's way through the placement questions; ``answers`` are 1 for right and 0 for wrong, in order."""

    __tablename__ = "placements"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    course: Mapped[str]
    edition: Mapped[int]
    answers: Mapped[list[int]] = mapped_column(default_factory=list)
    seq: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class PlacementPollRow(Row, kw_only=True):
    """A placement question that was sent, to the one person whose placement it is."""

    __tablename__ = "placement_polls"

    poll_id: Mapped[str] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    options: Mapped[list[int]]
    sent_at: Mapped[datetime]


class SkippedUnitRow(Row, kw_only=True):
    """A unit that a learner does not want to be brought, because he knows it already."""

    __tablename__ = "skipped_units"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    course: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    skipped_at: Mapped[datetime]


class UnitSessionRow(Row, kw_only=True):
    """One learner's way through one unit, from Survey to Review."""

    __tablename__ = "unit_sessions"
    __table_args__ = (Index("ix_unit_sessions_person_unit", "person_id", "unit"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id", ondelete="CASCADE"))
    course: Mapped[str]
    edition: Mapped[int]
    unit: Mapped[str]
    step: Mapped[str]
    page: Mapped[int] = mapped_column(default=0)
    guess: Mapped[int | None] = mapped_column(default=None)
    recitation: Mapped[str | None] = mapped_column(default=None)
    found: Mapped[list[str]] = mapped_column(default_factory=list)
    claimed: Mapped[list[str]] = mapped_column(default_factory=list)
    rating: Mapped[int | None] = mapped_column(default=None)
    seq: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class ProjectRow(Row, kw_only=True):
    """One person's work on one project of a course."""

    __tablename__ = "projects"
    __table_args__ = (UniqueConstraint("person_id", "course", "project"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    course: Mapped[str]
    edition: Mapped[int]
    project: Mapped[str]
    ticked: Mapped[list[int]] = mapped_column(default_factory=list)
    link: Mapped[str | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(default=None)
    seq: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    aside_at: Mapped[datetime | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)


class AssessmentRow(Row, kw_only=True):
    """One person's answers to one self-assessment of a course."""

    __tablename__ = "assessments"
    __table_args__ = (UniqueConstraint("person_id", "course", "assessment"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    course: Mapped[str]
    edition: Mapped[int]
    assessment: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    words: Mapped[str | None] = mapped_column(default=None)
    seq: Mapped[int] = mapped_column(default=0)
    going_on: Mapped[bool] = mapped_column(default=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    aside_at: Mapped[datetime | None] = mapped_column(default=None)
    slowed_from: Mapped[date | None] = mapped_column(default=None)
    slowed_to: Mapped[date | None] = mapped_column(default=None)


class FocusBlockRow(Row, kw_only=True):
    """A focus block of a chat; ``block_participants`` says whose."""

    __tablename__ = "focus_blocks"
    __table_args__ = (Index("ix_focus_blocks_chat_phase", "chat_id", "phase"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("unit_sessions.id", ondelete="SET NULL"), default=None)
    number: Mapped[int]
    phase: Mapped[str]
    started_at: Mapped[datetime]
    length: Mapped[int]
    paused_for: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    completed_at: Mapped[datetime | None] = mapped_column(default=None)
    break_at: Mapped[datetime | None] = mapped_column(default=None)
    break_length: Mapped[int] = mapped_column(default=0)
    seq: Mapped[int] = mapped_column(default=0)


class BlockParticipantRow(Row, kw_only=True):
    """Who takes part in a focus block: one person in private, many in a group."""

    __tablename__ = "block_participants"

    block_id: Mapped[int] = mapped_column(ForeignKey("focus_blocks.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


class QuizSessionRow(Row, kw_only=True):
    """A row of cards asked one after another: a unit's quiz, due reviews, or a quiz that was asked for."""

    __tablename__ = "quiz_sessions"
    __table_args__ = (Index("ix_quiz_sessions_chat_finished", "chat_id", "finished_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("unit_sessions.id", ondelete="CASCADE"), default=None)
    course: Mapped[str]
    edition: Mapped[int]
    cards: Mapped[list[str]]
    position: Mapped[int] = mapped_column(default=0)
    right: Mapped[int] = mapped_column(default=0)
    shown: Mapped[bool] = mapped_column(default=False)
    seq: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    kind: Mapped[str]
    topic: Mapped[str | None] = mapped_column(default=None)
    missed: Mapped[list[str]] = mapped_column(default_factory=list)


class QuizParticipantRow(Row, kw_only=True):
    """Who answers in a quiz session."""

    __tablename__ = "quiz_participants"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz_sessions.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


class PollRow(Row, kw_only=True):
    """A poll that was sent. ``addressee_id`` is empty where everybody in the chat may answer."""

    __tablename__ = "polls"

    poll_id: Mapped[str] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int] = mapped_column(BIG)
    addressee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz_sessions.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    course: Mapped[str]
    edition: Mapped[int]
    card: Mapped[str]
    options: Mapped[list[int]]
    deadline: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime]


class PollAnswerRow(Row, kw_only=True):
    """One person's answer to one poll: the row that makes an answer count once."""

    __tablename__ = "poll_answers"

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.poll_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    chosen: Mapped[list[int]]
    answered_at: Mapped[datetime]


class MemoryRow(Row, kw_only=True):
    """What one person remembers of one card (FSRS)."""

    __tablename__ = "memories"
    __table_args__ = (Index("ix_memories_person_due", "person_id", "due"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    course: Mapped[str] = mapped_column(primary_key=True)
    card: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[int]
    step: Mapped[int | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    due: Mapped[datetime]
    last_review: Mapped[datetime | None]
    reviews: Mapped[int] = mapped_column(default=0)


class ReviewRow(Row, kw_only=True):
    """One rating of one card: the log that weights can be fitted to later."""

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_person_reviewed", "person_id", "reviewed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    course: Mapped[str]
    card: Mapped[str]
    rating: Mapped[int]
    reviewed_at: Mapped[datetime]


class LabSessionRow(Row, kw_only=True):
    """One lab of one person: waiting, open or over."""

    __tablename__ = "lab_sessions"
    __table_args__ = (Index("ix_lab_sessions_stage", "stage", "id"), Index("ix_lab_sessions_person", "person_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    course: Mapped[str]
    edition: Mapped[int]
    lab: Mapped[str]
    nonce: Mapped[str]
    stage: Mapped[str]
    container: Mapped[str | None] = mapped_column(default=None)
    place: Mapped[int] = mapped_column(default=0)
    seq: Mapped[int] = mapped_column(default=0)
    hinted: Mapped[bool] = mapped_column(default=False)
    verdicts: Mapped[list[list[str]]] = mapped_column(JSON, default_factory=list)
    hint_for: Mapped[str | None] = mapped_column(default=None)
    ending: Mapped[str | None] = mapped_column(default=None)
    replays: Mapped[int | None] = mapped_column(default=None)
    asked_at: Mapped[datetime]
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)


class LabStepRow(Row, kw_only=True):
    """One thing that was done, or is to be done, in a lab."""

    __tablename__ = "lab_steps"
    __table_args__ = (Index("ix_lab_steps_session", "session_id", "state", "id"), _NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("lab_sessions.id", ondelete="CASCADE"))
    kind: Mapped[str]
    text: Mapped[str]
    file: Mapped[str | None] = mapped_column(default=None)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    state: Mapped[str]


class RunRow(Row, kw_only=True):
    """A command waiting for, or running in, its throwaway container."""

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_state", "state", "id"), _NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    command: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")
    place: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)


class InboxRow(Row, kw_only=True):
    """An update as Telegram sent it, kept until it is handled and a week longer."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_open", "update_id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
    )

    update_id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    lane: Mapped[int] = mapped_column(BIG)
    body: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="new")
    reason: Mapped[str | None] = mapped_column(default=None)
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)


class WakeupRow(Row, kw_only=True):
    """Call this service for this subject at this instant."""

    __tablename__ = "wakeups"
    __table_args__ = (UniqueConstraint("kind", "subject"), Index("ix_wakeups_due", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str]
    subject: Mapped[int]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)


class DeliveryRow(Row, kw_only=True):
    """One message owed to one chat. Unique per chat, item and slot, so that it is owed once."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("chat_id", "item", "slot"),
        Index(
            "ix_deliveries_open",
            "chat_id",
            "id",
            sqlite_where=text("state = 'owed'"),
            postgresql_where=text("state = 'owed'"),
        ),
        _NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(BIG, default=None)
    item: Mapped[str]
    slot: Mapped[str]
    kind: Mapped[str]
    version: Mapped[int]
    fields: Mapped[dict[str, Any]]
    flow: Mapped[str | None] = mapped_column(default=None)
    edit: Mapped[bool] = mapped_column(default=False)
    asked_for: Mapped[bool] = mapped_column(default=True)
    interactive: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="owed")
    reason: Mapped[str | None] = mapped_column(default=None)
    message_id: Mapped[int | None] = mapped_column(BIG, default=None)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)


class FlowRow(Row, kw_only=True):
    """The message in which a flow of a chat lives now, to be edited in place."""

    __tablename__ = "flows"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True)
    flow: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(BIG)
    buttons: Mapped[bool] = mapped_column(default=True)
