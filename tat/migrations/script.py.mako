<%!
    def without_comments(code):
        """Leave out Alembic's own comments."""
        return "\n".join(line for line in code.splitlines() if "# ###" not in line).strip()
%>"""${message.capitalize().rstrip(".")}."""

import sqlalchemy as sa
from alembic import op
% if down_revision is None:

from tat.migrations import triggers
% endif
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    ${upgrades if upgrades else "pass" | without_comments}
% if down_revision is None:
    op.execute("INSERT INTO ledger_head (id) VALUES (1)")
    triggers.add(op.get_bind())
% endif


def downgrade() -> None:
    """Take the tables back to the migration before."""
% if down_revision is None:
    triggers.drop(op.get_bind())
% endif
    ${downgrades if downgrades else "pass" | without_comments}
