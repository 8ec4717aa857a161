"""Changes of tracks, placements, and units that are skipped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "track_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("track_before", sa.String(), nullable=False),
        sa.Column("started_before", sa.Date(), nullable=False),
        sa.Column("track_after", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_track_changes_enrolment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_changes")),
    )
    op.create_index(op.f("ix_track_changes_enrolment_id"), "track_changes", ["enrolment_id"])
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_placements_chat_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_placements_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
    )
    op.create_index(op.f("ix_placements_person_id"), "placements", ["person_id"])
    op.create_table(
        "placement_polls",
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_placement_polls_placement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_placement_polls")),
    )
    op.create_index(op.f("ix_placement_polls_placement_id"), "placement_polls", ["placement_id"])
    op.create_table(
        "skipped_units",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_skipped_units_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "course", "unit", name=op.f("pk_skipped_units")),
    )


def downgrade() -> None:
    op.drop_table("skipped_units")
    op.drop_index(op.f("ix_placement_polls_placement_id"), table_name="placement_polls")
    op.drop_table("placement_polls")
    op.drop_index(op.f("ix_placements_person_id"), table_name="placements")
    op.drop_table("placements")
    op.drop_index(op.f("ix_track_changes_enrolment_id"), table_name="track_changes")
    op.drop_table("track_changes")
