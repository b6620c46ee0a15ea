"""What a message says has a table of its own: it is written once, its message again and again."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the migration before, what every message says with them."""
    op.create_table(
        "message_body",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_body_message_id_message")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_body")),
    )
    op.execute(
        "INSERT INTO message_body (message_id, text, html) SELECT id, text, html FROM message"
    )
    with op.batch_alter_table("message") as table:
        table.drop_column("html")
        table.drop_column("text")


def downgrade() -> None:
    """Put what messages say back beside what became of them."""
    with op.batch_alter_table("message") as table:
        for name in ("text", "html"):
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE message SET (text, html) ="
        " (SELECT text, html FROM message_body WHERE message_id = message.id)"
    )
    with op.batch_alter_table("message") as table:  # the default was for the rows that stood
        for name in ("text", "html"):
            table.alter_column(name, server_default=None)
    op.drop_table("message_body")
