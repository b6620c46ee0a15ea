"""Mail that is put off, held or refused, filed and answered; addresses that take no mail."""

import sqlalchemy as sa
from alembic import op

from tat.migrations.vocabulary import accept

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OLD_PURPOSES = (
    "ask", "reminder", "escalation", "nobody-to-ask", "protocol", "announcement",
    "meeting-invitation", "meeting-notes", "draft-shared", "script-sent-back", "call-pack",
    "initial-shared", "trends", "affirmed", "all-hands-pack", "intermediate-shared", "plan-held",
    "overlaps", "approvals-returned", "final-sent", "change-adopted", "answer-received",
    "answer-conflict", "dates-moved", "sweep-missed", "receipt", "own-link",
)  # fmt: skip
NEW_PURPOSES = (*OLD_PURPOSES, "address-fault", "mail-failed")
OLD_STATES = ("queued", "claimed", "sent", "failed")
NEW_STATES = ("queued", "held", "claimed", "sent", "failed")


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    accept("notice", "purpose", column="purpose", words=NEW_PURPOSES)
    accept("message", "message_state", column="state", words=NEW_STATES)
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default="0"))
        table.add_column(sa.Column("is_required", sa.Boolean(), nullable=False, server_default="1"))
        table.add_column(sa.Column("thread", sa.Text(), nullable=True))
        table.add_column(sa.Column("reply_link_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_message_reply_link_id_link"), "link", ["reply_link_id"], ["id"]
        )
        table.add_column(sa.Column("released_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("try_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("first_fault_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("message") as table:  # the default was for the rows that stood
        table.alter_column("is_urgent", server_default=None)
        table.alter_column("is_required", server_default=None)
        table.create_index(op.f("ix_message_sent_at"), ["sent_at"])
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("address_fault", sa.Text(), nullable=True))
        table.add_column(sa.Column("address_failed_at", sa.DateTime(), nullable=True))
    op.create_table(
        "calendar_entry",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_calendar_entry_message_id_message")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_entry_person_id_person")
        ),
        sa.PrimaryKeyConstraint("message_id", "uid", name=op.f("pk_calendar_entry")),
    )
    op.create_index(
        op.f("ix_calendar_entry_uid_calendar_entry_person_id"),
        "calendar_entry",
        ["uid", "person_id"],
    )


def downgrade() -> None:
    """Take the tables back; what was held must not leave by that, and counts as failed."""
    op.drop_table("calendar_entry")
    with op.batch_alter_table("person") as table:
        table.drop_column("address_failed_at")
        table.drop_column("address_fault")
    op.execute("UPDATE message SET state = 'failed', fault = 'It was held.' WHERE state = 'held'")
    with op.batch_alter_table("message") as table:
        table.drop_index(op.f("ix_message_sent_at"))
        table.drop_constraint(op.f("fk_message_reply_link_id_link"), type_="foreignkey")
        for column in (
            "first_fault_at", "try_at", "released_at", "is_urgent", "is_required", "thread",
            "reply_link_id",
        ):  # fmt: skip
            table.drop_column(column)
    accept("message", "message_state", column="state", words=OLD_STATES)
    accept("notice", "purpose", column="purpose", words=OLD_PURPOSES)
