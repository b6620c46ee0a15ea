"""Files that came in, what became of each, and the notice of it."""

import sqlalchemy as sa
from alembic import op

from tat.migrations.vocabulary import accept

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD_PURPOSES = (
    "ask", "reminder", "escalation", "nobody-to-ask", "protocol", "announcement",
    "meeting-invitation", "meeting-notes", "draft-shared", "script-sent-back", "call-pack",
    "initial-shared", "trends", "affirmed", "all-hands-pack", "intermediate-shared", "plan-held",
    "overlaps", "approvals-returned", "final-sent", "change-adopted", "answer-received",
    "answer-conflict", "dates-moved", "sweep-missed", "receipt", "own-link",
    "address-fault", "mail-failed",
    "weekly-overview",
)  # fmt: skip
NEW_PURPOSES = (*OLD_PURPOSES, "file-received")
ENTRANCES = ("page", "folder", "mail", "command")
STATES = ("received", "refused", "at fault", "to confirm", "dropped", "answered")


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    accept("notice", "purpose", column="purpose", words=NEW_PURPOSES)
    op.create_table(
        "incoming_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("n_bytes", sa.Integer(), nullable=False),
        sa.Column(
            "entrance",
            sa.Enum(*ENTRANCES, name="entrance", native_enum=False,
                    create_constraint=True, length=48),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("prompt_id", sa.Integer(), nullable=True),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="file_state", native_enum=False,
                    create_constraint=True, length=48),
            nullable=False,
        ),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("answer_ids", sa.JSON(), nullable=False),
        sa.Column("same_as_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "prompt_id IS NULL OR sheet_id IS NULL", name=op.f("ck_incoming_file_one_place")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_incoming_file_{column}_{table}")
            )
            for column, table in (
                ("person_id", "person"), ("prompt_id", "prompt"), ("sheet_id", "sheet"),
                ("same_as_id", "incoming_file"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_file")),
    )  # fmt: skip
    op.create_index(op.f("ix_incoming_file_sha256"), "incoming_file", ["sha256"])
    op.create_index(op.f("ix_incoming_file_state"), "incoming_file", ["state"])


def downgrade() -> None:
    """Take the table back; the files themselves stay where they lie."""
    op.drop_table("incoming_file")
    op.execute("DELETE FROM notice WHERE purpose = 'file-received'")
    accept("notice", "purpose", column="purpose", words=OLD_PURPOSES)
