"""Mail that comes in: the mails, when their mailbox was read, and who is told of them."""

import sqlalchemy as sa
from alembic import op

from tat.migrations.vocabulary import accept

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OLD_PURPOSES = (
    "ask", "reminder", "escalation", "nobody-to-ask", "protocol", "announcement",
    "meeting-invitation", "meeting-notes", "draft-shared", "script-sent-back", "call-pack",
    "initial-shared", "trends", "affirmed", "all-hands-pack", "intermediate-shared", "plan-held",
    "overlaps", "approvals-returned", "final-sent", "change-adopted", "answer-received",
    "answer-conflict", "dates-moved", "sweep-missed", "receipt", "own-link",
    "address-fault", "mail-failed", "weekly-overview", "file-received",
)  # fmt: skip
NEW_PURPOSES = (*OLD_PURPOSES, "reply-received", "answer-on-page")

KINDS = ("letter", "forward", "bounce", "automatic", "loop")
STATES = ("unsorted", "noted", "offered", "recorded", "filed", "set aside")
REFERRED = (
    ("person_id", "person", "id"),
    ("forwarded_by_id", "person", "id"), ("message_id", "message", "id"),
    ("prompt_id", "prompt", "id"), ("answer_id", "answer", "id"), ("settled_by_id", "person", "id"),
)  # fmt: skip


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    accept("notice", "purpose", column="purpose", words=NEW_PURPOSES)
    op.create_table(
        "received",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("own_id", "name", "address")),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("kind", _word("received_kind", KINDS), nullable=False),
        sa.Column("state", _word("received_state", STATES), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("why", "own_words", "text")),
        sa.Column("files", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name, _to, _key in REFERRED),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{to}.{key}"], name=op.f(f"fk_received_{name}_{to}"))
            for name, to, key in REFERRED
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received")),
        sa.UniqueConstraint("sha256", name=op.f("uq_received_sha256")),
    )
    for name in ("state", "prompt_id", "own_id"):
        op.create_index(op.f(f"ix_received_{name}"), "received", [name])
    op.create_index(
        op.f("ix_received_address_received_taken_at"), "received", ["address", "taken_at"]
    )
    op.create_table(
        "mailbox_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("n_taken", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_read")),
    )


def downgrade() -> None:
    """Take the tables and words back; what was owed of the new kinds goes."""
    op.drop_table("mailbox_read")
    op.drop_table("received")
    op.execute("DELETE FROM notice WHERE purpose IN ('reply-received', 'answer-on-page')")
    accept("notice", "purpose", column="purpose", words=OLD_PURPOSES)


def _word(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=48)
