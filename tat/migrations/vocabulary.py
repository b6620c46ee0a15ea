"""Have a table accept other words of a vocabulary than before."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


def accept(table: str, name: str, *, column: str, words: Sequence[str]) -> None:
    """Replace the CHECK constraint of a column; on SQLite the table is written anew.

    Args:
        name: the vocabulary's, as in tat/schema/base.py.
    """
    accepted = ", ".join(f"'{word}'" for word in words)
    constraint = op.f(f"ck_{table}_{name}")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(constraint, type_="check")
        batch.create_check_constraint(constraint, sa.text(f"{column} IN ({accepted})"))
