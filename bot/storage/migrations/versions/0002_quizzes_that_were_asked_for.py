"""Quizzes that were asked for: why cards are asked, about which topic, and which of them were not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quiz_sessions", sa.Column("kind", sa.String(), nullable=False, server_default="unit"))
    op.add_column("quiz_sessions", sa.Column("topic", sa.String(), nullable=True))
    op.add_column("quiz_sessions", sa.Column("missed", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE quiz_sessions SET kind = 'review' WHERE session_id IS NULL")


def downgrade() -> None:
    # Before, whatever belonged to no unit was a review: a quiz that is open would come back as one.
    op.execute("DELETE FROM quiz_sessions WHERE kind = 'quiz'")
    # Never in batch mode: SQLite would drop the table, and with it, by cascade, the polls.
    for column in ("missed", "topic", "kind"):
        op.drop_column("quiz_sessions", column)
