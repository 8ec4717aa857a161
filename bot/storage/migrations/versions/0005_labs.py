"""Labs, and what was done in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lab_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("lab", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("container", sa.String(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hinted", sa.Boolean(), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("hint_for", sa.String(), nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        sa.Column("replays", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_lab_sessions_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_lab_sessions_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_lab_sessions"),
    )
    op.create_index("ix_lab_sessions_stage", "lab_sessions", ["stage", "id"])
    op.create_index("ix_lab_sessions_person", "lab_sessions", ["person_id", "id"])
    op.create_table(
        "lab_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["lab_sessions.id"], name="fk_lab_steps_session_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_lab_steps"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lab_steps_session", "lab_steps", ["session_id", "state", "id"])


def downgrade() -> None:
    op.drop_index("ix_lab_steps_session", table_name="lab_steps")
    op.drop_table("lab_steps")
    op.drop_index("ix_lab_sessions_person", table_name="lab_sessions")
    op.drop_index("ix_lab_sessions_stage", table_name="lab_sessions")
    op.drop_table("lab_sessions")
