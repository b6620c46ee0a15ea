"""Meetings of every kind, decisions, delegations, changes of final plans, progress of delivery."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from tat.migrations.vocabulary import accept

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD_KINDS = (
    "worksheet", "script-approval", "call-proposal", "call-agreement", "call-record", "accuracy",
    "center-review", "approaches", "officer-confirmation", "entry", "affirmation", "confirmation",
    "revision", "change-agreement", "final-review", "conversion", "package", "approval", "rework",
    "finalization", "final-agreement", "review",
)  # fmt: skip
NEW_KINDS = (
    "meeting-date", "meeting-record", *OLD_KINDS[:17], "mapping", *OLD_KINDS[17:21],
    "further-confirmation", "progress", "review", "record-check",
)  # fmt: skip
OLD_PURPOSES = (
    "ask", "reminder", "escalation", "nobody-to-ask", "announcement", "draft-shared", "call-pack",
    "initial-shared", "trends", "affirmed", "intermediate-shared", "plan-held",
    "approvals-returned", "final-sent", "answer-received", "sweep-missed",
)  # fmt: skip
NEW_PURPOSES = (
    "ask", "reminder", "escalation", "nobody-to-ask", "protocol", "announcement",
    "meeting-invitation", "meeting-notes", "draft-shared", "script-sent-back", "call-pack",
    "initial-shared", "trends", "affirmed", "all-hands-pack", "intermediate-shared", "plan-held",
    "overlaps", "approvals-returned", "final-sent", "change-adopted", "answer-received",
    "answer-conflict", "dates-moved", "sweep-missed",
)  # fmt: skip
OLD_STATES = ("proposed", "confirmed", "entered", "withdrawn")
NEW_STATES = ("proposed", "entered", "withdrawn")


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    _make_tables()
    _move_calls()
    op.execute("UPDATE line SET state = 'proposed' WHERE state = 'confirmed'")
    _accept(NEW_KINDS, NEW_PURPOSES, NEW_STATES)
    with op.batch_alter_table("activity_revision") as table:
        table.add_column(sa.Column("workplan", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("memo_sha256", sa.Text(), nullable=True))
        table.create_foreign_key(
            op.f("fk_answer_memo_sha256_file"), "file", ["memo_sha256"], ["sha256"]
        )
    with op.batch_alter_table("assignment") as table:
        table.add_column(sa.Column("ended_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("prompt") as table:
        table.add_column(sa.Column("variant", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("sufficient", sa.Text(), nullable=False, server_default="any"))
        table.add_column(sa.Column("region", sa.Integer(), nullable=True))
    with op.batch_alter_table("line") as table:
        table.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_line_carried_from_id_line"), "line", ["carried_from_id"], ["id"]
        )
    with op.batch_alter_table("step") as table:
        table.add_column(sa.Column("ended_early_at", sa.DateTime(), nullable=True))
    op.execute(REGIONS)
    op.execute("UPDATE prompt SET sufficient = 'one of each' WHERE kind = 'script-approval'")
    # The defaults were for the rows that stood: from here on every row says it itself.
    for name, columns in (
        ("activity_revision", ["workplan"]),
        ("prompt", ["variant", "sufficient"]),
    ):
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)


def downgrade() -> None:
    """Take the tables back; refused where they hold what the ones before cannot say."""
    with op.batch_alter_table("prompt") as table:
        for column in ("region", "sufficient", "variant"):
            table.drop_column(column)
    with op.batch_alter_table("line") as table:
        table.drop_constraint(op.f("fk_line_carried_from_id_line"), type_="foreignkey")
        table.drop_column("carried_from_id")
    with op.batch_alter_table("step") as table:
        table.drop_column("ended_early_at")
    with op.batch_alter_table("assignment") as table:
        table.drop_column("ended_at")
    with op.batch_alter_table("answer") as table:
        table.drop_constraint(op.f("fk_answer_memo_sha256_file"), type_="foreignkey")
        table.drop_column("memo_sha256")
    with op.batch_alter_table("activity_revision") as table:
        table.drop_column("workplan")
    _accept(OLD_KINDS, OLD_PURPOSES, OLD_STATES)
    _move_calls_back()
    for table_name in (
        "progress_mark", "amendment_line", "meeting", "document_review", "amendment", "window",
        "delegation", "decision",
    ):  # fmt: skip
        op.drop_table(table_name)


REGIONS = """
UPDATE prompt SET region = (
    SELECT jurisdiction.region FROM plan
    JOIN jurisdiction ON jurisdiction.code = plan.jurisdiction
    WHERE plan.id = prompt.plan_id
)
"""

CALLS = """
INSERT INTO meeting (id, cycle, kind, subject, round, region, plan_id, starts_at, minutes, place,
                     agreed_at, held_on, notes, outcome)
SELECT call.id, plan.cycle, 'stakeholder-call', 'plan ' || plan.id, 1, jurisdiction.region,
       plan.id, call.starts_at, call.minutes, '', call.agreed_at, call.held_on, '', '{}'
FROM call JOIN plan ON plan.id = call.plan_id
JOIN jurisdiction ON jurisdiction.code = plan.jurisdiction
"""

CALLS_BACK = """
INSERT INTO call (id, plan_id, starts_at, minutes, agreed_at, held_on)
SELECT id, plan_id, starts_at, minutes, agreed_at, held_on FROM meeting
WHERE kind = 'stakeholder-call'
"""


def _accept(kinds: Sequence[str], purposes: Sequence[str], states: Sequence[str]) -> None:
    """Have the tables accept other words."""
    for name in ("prompt", "sheet", "line_answer"):
        accept(name, "prompt_kind", column="kind", words=kinds)
    accept("notice", "purpose", column="purpose", words=purposes)
    accept("line", "line_state", column="state", words=states)


def _move_calls() -> None:
    """A state's call becomes one kind of meeting, with its invitees."""
    op.execute(CALLS)
    _move_invitees("meeting", sa.Column("attended", sa.Boolean(), nullable=True))
    op.drop_table("call")


def _move_calls_back() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_call_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_call_plan_id")),
    )
    op.execute(CALLS_BACK)
    _move_invitees("call")


def _move_invitees(to: str, *more: sa.Column[bool]) -> None:
    """Invite the same people to calls that are kept in another table, under the same ids."""
    op.rename_table("invitee", "invitee_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX pk_invitee RENAME TO pk_invitee_before")
    op.create_table(
        "invitee",
        sa.Column(f"{to}_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *more,
        sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}.id"], name=op.f(f"fk_invitee_{to}_id_{to}")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitee_person_id_person")
        ),
        sa.PrimaryKeyConstraint(f"{to}_id", "person_id", name=op.f("pk_invitee")),
    )
    before = "call_id" if to == "meeting" else "meeting_id"
    old = sa.table("invitee_before", sa.column(before), sa.column("person_id"))
    new = sa.table("invitee", sa.column(f"{to}_id"), sa.column("person_id"))
    known = sa.select(sa.table(to, sa.column("id")).c.id)
    rows = sa.select(old).where(old.c[before].in_(known))
    op.execute(sa.insert(new).from_select([f"{to}_id", "person_id"], rows))
    op.drop_table("invitee_before")


def _make_tables() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "moved a step",
                "moved a window",
                "done earlier",
                "left",
                "keyed",
                name="decision_kind",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_decision_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_decision_cycle_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_cycle_decision_kind"), ["cycle", "kind"], unique=False
        )

    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("to_person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_delegation_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_delegation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["to_person_id"], ["person.id"], name=op.f("fk_delegation_to_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "window",
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_window_cycle_cycle")),
        sa.PrimaryKeyConstraint("cycle", "step", "name", name=op.f("pk_window")),
    )
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "adopted",
                "dropped",
                name="amendment_state",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_amendment_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_amendment_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "document_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("is_available", sa.Boolean(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_document_review_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_document_review_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_review")),
    )
    with op.batch_alter_table("document_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_review_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "national-meeting",
                "managers-call",
                "regional-start",
                "check-in",
                "stakeholder-call",
                "regional-conference",
                "partner-meeting",
                "all-hands",
                "regional-meeting",
                name="meeting_kind",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("region", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_meeting_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_meeting_cycle_cycle")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_meeting_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint(
            "cycle", "kind", "subject", "round", name=op.f("uq_meeting_cycle_kind_subject_round")
        ),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "amendment_line",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdraws", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"],
            ["amendment.id"],
            name=op.f("fk_amendment_line_amendment_id_amendment"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["line.id"], name=op.f("fk_amendment_line_line_id_line")
        ),
        sa.PrimaryKeyConstraint("amendment_id", "line_id", name=op.f("pk_amendment_line")),
    )
    op.create_table(
        "progress_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column(
            "progress",
            sa.Enum(
                "under way",
                "done",
                "delayed",
                "dropped",
                name="progress",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_progress_mark_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["line.id"], name=op.f("fk_progress_mark_line_id_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_mark")),
    )
    with op.batch_alter_table("progress_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_mark_line_id"), ["line_id"], unique=False)
