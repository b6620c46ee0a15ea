"""Documents that are linked; notices that wait because no mail can be made of them."""

import sqlalchemy as sa
from alembic import op

from tat.migrations.vocabulary import accept

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OLD_PURPOSES = (
    "ask", "reminder", "escalation", "nobody-to-ask", "protocol", "announcement",
    "meeting-invitation", "meeting-notes", "draft-shared", "script-sent-back", "call-pack",
    "initial-shared", "trends", "affirmed", "all-hands-pack", "intermediate-shared", "plan-held",
    "overlaps", "approvals-returned", "final-sent", "change-adopted", "answer-received",
    "answer-conflict", "dates-moved", "sweep-missed", "receipt", "own-link",
    "address-fault", "mail-failed", "weekly-overview", "file-received", "reply-received",
    "answer-on-page",
)  # fmt: skip
NEW_PURPOSES = (*OLD_PURPOSES, "mail-waits")


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    accept("notice", "purpose", column="purpose", words=NEW_PURPOSES)
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("lacks", sa.Text(), nullable=True))
        table.add_column(sa.Column("fault", sa.Text(), nullable=True))
        table.add_column(sa.Column("try_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("is_linked", sa.Boolean(), nullable=False, server_default="0"))
        table.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_attachment_plan_id_plan"), "plan", ["plan_id"], ["id"])
    with op.batch_alter_table("attachment") as table:  # the default was for the rows that stood
        table.alter_column("is_linked", server_default=None)


def downgrade() -> None:
    """Take them back; what was owed of the new kind goes."""
    with op.batch_alter_table("attachment") as table:
        table.drop_constraint(op.f("fk_attachment_plan_id_plan"), type_="foreignkey")
        table.drop_column("plan_id")
        table.drop_column("is_linked")
    op.execute("DELETE FROM notice WHERE purpose = 'mail-waits'")
    with op.batch_alter_table("notice") as table:
        for column in ("try_at", "fault", "lacks"):
            table.drop_column(column)
    accept("notice", "purpose", column="purpose", words=OLD_PURPOSES)
