"""With which mail a file came in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_incoming_file_received_id_received"


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    with op.batch_alter_table("incoming_file") as table:
        table.add_column(sa.Column("received_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(FOREIGN_KEY), "received", ["received_id"], ["id"])


def downgrade() -> None:
    """Take the column back; the sender stands in the row all the same."""
    with op.batch_alter_table("incoming_file") as table:
        table.drop_constraint(op.f(FOREIGN_KEY), type_="foreignkey")
        table.drop_column("received_id")
