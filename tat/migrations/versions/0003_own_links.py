"""Links to all that is a person's; receipts and mailed links among what a person can be owed."""

import sqlalchemy as sa
from alembic import op

from tat.migrations.vocabulary import accept

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OLD_PURPOSES = (
    "ask", "reminder", "escalation", "nobody-to-ask", "protocol", "announcement",
    "meeting-invitation", "meeting-notes", "draft-shared", "script-sent-back", "call-pack",
    "initial-shared", "trends", "affirmed", "all-hands-pack", "intermediate-shared", "plan-held",
    "overlaps", "approvals-returned", "final-sent", "change-adopted", "answer-received",
    "answer-conflict", "dates-moved", "sweep-missed",
)  # fmt: skip
NEW_PURPOSES = (*OLD_PURPOSES, "receipt", "own-link")
OLD_URGENCIES = ("at once", "daily", "weekly")
NEW_URGENCIES = (*OLD_URGENCIES, "with the next")
OWN_AND_LIVE = "prompt_id IS NULL AND sheet_id IS NULL AND revoked_at IS NULL"


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    accept("notice", "purpose", column="purpose", words=NEW_PURPOSES)
    accept("notice", "urgency", column="urgency", words=NEW_URGENCIES)
    _ends("prompt_id IS NULL OR sheet_id IS NULL")
    op.create_index(
        "uq_link_live_own", "link", ["person_id"], unique=True,
        sqlite_where=sa.text(OWN_AND_LIVE), postgresql_where=sa.text(OWN_AND_LIVE),
    )  # fmt: skip


def downgrade() -> None:
    """Take the tables back; links of the new kind lead nowhere then, and go."""
    op.drop_index("uq_link_live_own", "link")
    op.execute("DELETE FROM link WHERE prompt_id IS NULL AND sheet_id IS NULL")
    _ends("(prompt_id IS NULL) <> (sheet_id IS NULL)")
    accept("notice", "purpose", column="purpose", words=OLD_PURPOSES)
    accept("notice", "urgency", column="urgency", words=OLD_URGENCIES)


def _ends(condition: str) -> None:
    name = op.f("ck_link_one_end")
    with op.batch_alter_table("link") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, sa.text(condition))
