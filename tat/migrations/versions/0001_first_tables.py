"""First tables."""

import sqlalchemy as sa
from alembic import op

from tat.migrations import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the migration before."""
    op.create_table(
        "center",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("funded_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_center")),
    )
    op.create_table(
        "cycle",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cycle")),
    )
    op.create_table(
        "file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("n_bytes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file")),
    )
    op.create_table(
        "jurisdiction",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_jurisdiction")),
    )
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("address", name=op.f("uq_person_address")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "occ",
                "ohs",
                "regional-manager",
                "regional-staff",
                "specialist",
                "infant-toddler-specialist",
                "regional-center-representative",
                "regional-partner",
                "administrator",
                "advisory-council-chair",
                "head-start-collaboration-director",
                "licensing-director",
                "resource-and-referral-lead",
                "local-initiative-lead",
                "health-lead",
                "school-age-lead",
                "infant-toddler-lead",
                "prekindergarten-lead",
                "professional-development-lead",
                "quality-rating-lead",
                "other-state-lead",
                "center-lead",
                "project-lead",
                "cor",
                "fpo",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column(
            "scope",
            sa.Enum(
                "nation",
                "region",
                "jurisdiction",
                "center",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("scope_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "person_id", "role", "scope_key", name=op.f("uq_assignment_person_id_role_scope_key")
        ),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignment_role_assignment_scope_key"),
            ["role", "scope_key"],
            unique=False,
        )

    op.create_table(
        "center_name",
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["center"], ["center.key"], name=op.f("fk_center_name_center_center")
        ),
        sa.PrimaryKeyConstraint("short_name", name=op.f("pk_center_name")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "claimed",
                "sent",
                "failed",
                name="message_state",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("n_tries", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_message_cycle_cycle")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_state"), ["state"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft initial",
                "initial",
                "intermediate",
                "final",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_plan_cycle_cycle")),
        sa.ForeignKeyConstraint(
            ["jurisdiction"], ["jurisdiction.code"], name=op.f("fk_plan_jurisdiction_jurisdiction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("cycle", "jurisdiction", name=op.f("uq_plan_cycle_jurisdiction")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_status"), ["status"], unique=False)

    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "worksheet",
                "script-approval",
                "call-proposal",
                "call-agreement",
                "call-record",
                "accuracy",
                "center-review",
                "approaches",
                "officer-confirmation",
                "entry",
                "affirmation",
                "confirmation",
                "revision",
                "change-agreement",
                "final-review",
                "conversion",
                "package",
                "approval",
                "rework",
                "finalization",
                "final-agreement",
                "review",
                name="prompt_kind",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_sheet_cycle_cycle")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sheet_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint(
            "cycle",
            "kind",
            "person_id",
            "subject",
            name=op.f("uq_sheet_cycle_kind_person_id_subject"),
        ),
    )
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ahead",
                "open",
                "closed",
                name="step_state",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("n_wakes", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("wake_key", sa.Text(), nullable=True),
        sa.Column("lease_holder", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_step_cycle_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
        sa.UniqueConstraint("cycle", "number", name=op.f("uq_step_cycle_number")),
    )
    op.create_table(
        "sweep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("n_reminders", sa.Integer(), nullable=False),
        sa.Column("n_escalations", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_sweep_cycle_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
    )
    op.create_table(
        "attachment",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_attachment_message_id_message")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["file.sha256"], name=op.f("fk_attachment_sha256_file")
        ),
        sa.PrimaryKeyConstraint("message_id", "name", name=op.f("pk_attachment")),
    )
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
    op.create_table(
        "context_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_context_factor_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_context_factor_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context_factor")),
    )
    with op.batch_alter_table("context_factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_context_factor_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "page",
                "email",
                "phone",
                "file",
                "memo",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=True,
        ),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_ledger_plan_id_plan")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger")),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_hash")),
        sa.UniqueConstraint("prev_hash", name=op.f("uq_ledger_prev_hash")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "need",
                "activity",
                name="line_kind",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "entered",
                "withdrawn",
                name="line_state",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("center", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["center"], ["center.key"], name=op.f("fk_line_center_center")),
        sa.ForeignKeyConstraint(["need_id"], ["line.id"], name=op.f("fk_line_need_id_line")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_line_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("plan_id", "kind", "number", name=op.f("uq_line_plan_id_kind_number")),
    )
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_center"), ["center"], unique=False)
        batch_op.create_index(batch_op.f("ix_line_need_id"), ["need_id"], unique=False)

    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_plan_version_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    op.create_table(
        "prompt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "worksheet",
                "script-approval",
                "call-proposal",
                "call-agreement",
                "call-record",
                "accuracy",
                "center-review",
                "approaches",
                "officer-confirmation",
                "entry",
                "affirmation",
                "confirmation",
                "revision",
                "change-agreement",
                "final-review",
                "conversion",
                "package",
                "approval",
                "rework",
                "finalization",
                "final-agreement",
                "review",
                name="prompt_kind",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "occ",
                "ohs",
                "regional-manager",
                "regional-staff",
                "specialist",
                "infant-toddler-specialist",
                "regional-center-representative",
                "regional-partner",
                "administrator",
                "advisory-council-chair",
                "head-start-collaboration-director",
                "licensing-director",
                "resource-and-referral-lead",
                "local-initiative-lead",
                "health-lead",
                "school-age-lead",
                "infant-toddler-lead",
                "prekindergarten-lead",
                "professional-development-lead",
                "quality-rating-lead",
                "other-state-lead",
                "center-lead",
                "project-lead",
                "cor",
                "fpo",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("center", sa.Text(), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "answered",
                "withdrawn",
                name="prompt_state",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["center"], ["center.key"], name=op.f("fk_prompt_center_center")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_prompt_cycle_cycle")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_prompt_person_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_prompt_plan_id_plan")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_prompt_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
        sa.UniqueConstraint(
            "cycle",
            "kind",
            "subject",
            "round",
            "person_id",
            name=op.f("uq_prompt_cycle_kind_subject_round_person_id"),
        ),
    )
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prompt_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_prompt_plan_id_prompt_kind"), ["plan_id", "kind"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_prompt_sheet_id"), ["sheet_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_prompt_state_prompt_kind"), ["state", "kind"], unique=False
        )

    op.create_table(
        "status_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "before",
            sa.Enum(
                "draft initial",
                "initial",
                "intermediate",
                "final",
                name="before",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=True,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "draft initial",
                "initial",
                "intermediate",
                "final",
                name="after",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_status_change_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_status_change_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_change")),
    )
    with op.batch_alter_table("status_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_change_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "activity_revision",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "intensity",
            sa.Enum(
                "brief",
                "intensive",
                name="intensity",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column(
            "approach",
            sa.Enum(
                "state",
                "regional",
                "national",
                name="approach",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("collaborators", sa.JSON(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_activity_revision_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["line.id"], name=op.f("fk_activity_revision_line_id_line")
        ),
        sa.PrimaryKeyConstraint("line_id", "revision", name=op.f("pk_activity_revision")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prompt_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "page",
                "email",
                "phone",
                "file",
                "memo",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "accepted",
                "changes asked",
                "sent back",
                "out of scope",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_outdated", sa.Boolean(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("corrected_by_id", sa.Integer(), nullable=True),
        sa.Column("is_seen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"], ["answer.id"], name=op.f("fk_answer_corrected_by_id_answer")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["answer.id"], name=op.f("fk_answer_corrects_id_answer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["prompt_id"], ["prompt.id"], name=op.f("fk_answer_prompt_id_prompt")
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["person.id"], name=op.f("fk_answer_said_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_is_seen"), ["is_seen"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_prompt_id"), ["prompt_id"], unique=False)

    op.create_table(
        "invitee",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_invitee_call_id_call")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitee_person_id_person")
        ),
        sa.PrimaryKeyConstraint("call_id", "person_id", name=op.f("pk_invitee")),
    )
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("prompt_id", sa.Integer(), nullable=True),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("token_sha256", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(prompt_id IS NULL) <> (sheet_id IS NULL)", name=op.f("ck_link_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_link_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["prompt_id"], ["prompt.id"], name=op.f("fk_link_prompt_id_prompt")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_link_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_link_token_sha256")),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(
            "uq_link_live_prompt",
            ["person_id", "prompt_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.create_index(
            "uq_link_live_sheet",
            ["person_id", "sheet_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "need_revision",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column(
            "requirement",
            sa.Enum(
                "ccdbg",
                "beyond compliance",
                name="requirement",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column(
            "setting",
            sa.Enum(
                "infant and toddler",
                "preschool",
                "school age",
                "all ages",
                name="setting",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_need_revision_by_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["line.id"], name=op.f("fk_need_revision_line_id_line")
        ),
        sa.PrimaryKeyConstraint("line_id", "revision", name=op.f("pk_need_revision")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "ask",
                "reminder",
                "escalation",
                "nobody-to-ask",
                "announcement",
                "draft-shared",
                "call-pack",
                "initial-shared",
                "trends",
                "affirmed",
                "intermediate-shared",
                "plan-held",
                "approvals-returned",
                "final-sent",
                "answer-received",
                "sweep-missed",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("prompt_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum(
                "at once",
                "daily",
                "weekly",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "enclosed",
                "cancelled",
                name="notice_state",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.name"], name=op.f("fk_notice_cycle_cycle")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_notice_message_id_message")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_notice_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["prompt_id"], ["prompt.id"], name=op.f("fk_notice_prompt_id_prompt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "cycle",
            "step",
            "purpose",
            "subject",
            "person_id",
            "round",
            name=op.f("uq_notice_cycle_step_purpose_subject_person_id_round"),
        ),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_prompt_id"), ["prompt_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notice_state_notice_person_id"), ["state", "person_id"], unique=False
        )

    op.create_table(
        "prompt_line",
        sa.Column("prompt_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_prompt_line_line_id_line")),
        sa.ForeignKeyConstraint(
            ["prompt_id"], ["prompt.id"], name=op.f("fk_prompt_line_prompt_id_prompt")
        ),
        sa.PrimaryKeyConstraint("prompt_id", "line_id", name=op.f("pk_prompt_line")),
    )
    op.create_table(
        "line_answer",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "worksheet",
                "script-approval",
                "call-proposal",
                "call-agreement",
                "call-record",
                "accuracy",
                "center-review",
                "approaches",
                "officer-confirmation",
                "entry",
                "affirmation",
                "confirmation",
                "revision",
                "change-agreement",
                "final-review",
                "conversion",
                "package",
                "approval",
                "rework",
                "finalization",
                "final-agreement",
                "review",
                name="prompt_kind",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "accepted",
                "changes asked",
                "sent back",
                "out of scope",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_line_answer_answer_id_answer")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_answer_line_id_line")),
        sa.PrimaryKeyConstraint("answer_id", "line_id", name=op.f("pk_line_answer")),
    )
    with op.batch_alter_table("line_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_line_answer_line_id_line_answer_kind"), ["line_id", "kind"], unique=False
        )
    op.execute("INSERT INTO ledger_head (id) VALUES (1)")
    triggers.add(op.get_bind())


def downgrade() -> None:
    """Take the tables back to the migration before."""
    triggers.drop(op.get_bind())
    with op.batch_alter_table("line_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_answer_line_id_line_answer_kind"))

    op.drop_table("line_answer")
    op.drop_table("prompt_line")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_state_notice_person_id"))
        batch_op.drop_index(batch_op.f("ix_notice_prompt_id"))
        batch_op.drop_index(batch_op.f("ix_notice_message_id"))

    op.drop_table("notice")
    op.drop_table("need_revision")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_link_live_sheet",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_link_live_prompt",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("link")
    op.drop_table("invitee")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_prompt_id"))
        batch_op.drop_index(batch_op.f("ix_answer_is_seen"))

    op.drop_table("answer")
    op.drop_table("activity_revision")
    with op.batch_alter_table("status_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_status_change_plan_id"))

    op.drop_table("status_change")
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prompt_state_prompt_kind"))
        batch_op.drop_index(batch_op.f("ix_prompt_sheet_id"))
        batch_op.drop_index(batch_op.f("ix_prompt_plan_id_prompt_kind"))
        batch_op.drop_index(batch_op.f("ix_prompt_person_id"))

    op.drop_table("prompt")
    op.drop_table("plan_version")
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_need_id"))
        batch_op.drop_index(batch_op.f("ix_line_center"))

    op.drop_table("line")
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_plan_id"))

    op.drop_table("ledger")
    with op.batch_alter_table("context_factor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_context_factor_plan_id"))

    op.drop_table("context_factor")
    op.drop_table("call")
    op.drop_table("attachment")
    op.drop_table("sweep")
    op.drop_table("step")
    op.drop_table("sheet")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_status"))

    op.drop_table("plan")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_state"))
        batch_op.drop_index(batch_op.f("ix_message_person_id"))

    op.drop_table("message")
    op.drop_table("center_name")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_role_assignment_scope_key"))

    op.drop_table("assignment")
    op.drop_table("person")
    op.drop_table("ledger_head")
    op.drop_table("jurisdiction")
    op.drop_table("file")
    op.drop_table("cycle")
    op.drop_table("center")
