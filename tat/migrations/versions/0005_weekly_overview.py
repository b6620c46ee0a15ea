"""The weekly overview among what a person can be owed."""

from alembic import op

from tat.migrations.vocabulary import accept

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OLD_PURPOSES = (
    "ask", "reminder", "escalation", "nobody-to-ask", "protocol", "announcement",
    "meeting-invitation", "meeting-notes", "draft-shared", "script-sent-back", "call-pack",
    "initial-shared", "trends", "affirmed", "all-hands-pack", "intermediate-shared", "plan-held",
    "overlaps", "approvals-returned", "final-sent", "change-adopted", "answer-received",
    "answer-conflict", "dates-moved", "sweep-missed", "receipt", "own-link",
    "address-fault", "mail-failed",
)  # fmt: skip
NEW_PURPOSES = (*OLD_PURPOSES, "weekly-overview")


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    accept("notice", "purpose", column="purpose", words=NEW_PURPOSES)


def downgrade() -> None:
    """Take the words back; what was owed of the new kind goes."""
    op.execute("DELETE FROM notice WHERE purpose = 'weekly-overview'")
    accept("notice", "purpose", column="purpose", words=OLD_PURPOSES)
