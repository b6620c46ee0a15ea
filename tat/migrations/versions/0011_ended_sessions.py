"""Sign-ons that were ended before their time are on record, also after a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    op.create_table(
        "ended_session",
        sa.Column("key_sha256", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key_sha256", name=op.f("pk_ended_session")),
    )


def downgrade() -> None:
    """Take them back."""
    op.drop_table("ended_session")
