"""The tables of the tracker. Every moment is UTC; no column has a default that asks a clock."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from config.vocabulary import (
    Approach,
    Channel,
    Intensity,
    PromptKind,
    Purpose,
    Requirement,
    Role,
    Scope,
    Setting,
    Urgency,
)
from tat.columns import Moment, word
from tat.statuses import (
    LineKind,
    LineState,
    MessageState,
    NoticeState,
    PromptState,
    Status,
    StepState,
    Verdict,
)

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What all tables share: names of constraints, and how Python types become columns."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment,
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
        str: sa.Text,
        Approach: word(Approach, "approach"),
        Channel: word(Channel, "channel"),
        Intensity: word(Intensity, "intensity"),
        LineKind: word(LineKind, "line_kind"),
        LineState: word(LineState, "line_state"),
        MessageState: word(MessageState, "message_state"),
        NoticeState: word(NoticeState, "notice_state"),
        PromptKind: word(PromptKind, "prompt_kind"),
        PromptState: word(PromptState, "prompt_state"),
        Purpose: word(Purpose, "purpose"),
        Requirement: word(Requirement, "requirement"),
        Role: word(Role, "role"),
        Scope: word(Scope, "scope"),
        Setting: word(Setting, "setting"),
        Status: word(Status, "status"),
        StepState: word(StepState, "step_state"),
        Urgency: word(Urgency, "urgency"),
        Verdict: word(Verdict, "verdict"),
    }


# --- the calendar


class Cycle(Base):
    """One planning cycle of two years."""

    __tablename__ = "cycle"

    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    time_zone: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Step(Base):
    """One step of a cycle, and the Prefect run that works on it."""

    __tablename__ = "step"
    __table_args__ = (sa.UniqueConstraint("cycle", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    number: Mapped[int]
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[StepState]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    n_wakes: Mapped[int]
    """Executions of the step's flow that held its lease."""
    generation: Mapped[int]
    """Which run this is: one higher whenever a dead or finished run was replaced. 0: none yet."""
    run_id: Mapped[str | None]
    """Prefect's id of the step's one live run."""
    wake_key: Mapped[str | None]
    """The key under which that run waits."""
    lease_holder: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    """The machine's own time, not the cycle's: a lease is about processes."""


class Sweep(Base):
    """One run of the morning sweep."""

    __tablename__ = "sweep"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    at: Mapped[datetime]
    n_reminders: Mapped[int]
    n_escalations: Mapped[int]


# --- places and people


class Jurisdiction(Base):
    """A state or territory."""

    __tablename__ = "jurisdiction"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    region: Mapped[int]
    time_zone: Mapped[str]


class Center(Base):
    """A National Center, under the short name that it has today."""

    __tablename__ = "center"

    key: Mapped[str] = mapped_column(primary_key=True)
    funded_by: Mapped[str]


class CenterName(Base):
    """A name that a center carries or carried; a renamed center stays one center."""

    __tablename__ = "center_name"

    short_name: Mapped[str] = mapped_column(primary_key=True)
    center: Mapped[str] = mapped_column(sa.ForeignKey("center.key"))
    name: Mapped[str]
    first_year: Mapped[int]
    last_year: Mapped[int | None]


class Person(Base):
    """Somebody who is invited, asked, told, or who decides."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(unique=True)
    time_zone: Mapped[str]


class Assignment(Base):
    """A role that a person holds: for the nation, a region, a jurisdiction or a center."""

    __tablename__ = "assignment"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "role", "scope_key"),
        sa.Index(None, "role", "scope_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    role: Mapped[Role]
    scope: Mapped[Scope]
    scope_key: Mapped[str]
    """`nation`, `region 8`, the jurisdiction's code or the center's key."""


# --- plans


class Plan(Base):
    """The plan of one jurisdiction for one cycle."""

    __tablename__ = "plan"
    __table_args__ = (sa.UniqueConstraint("cycle", "jurisdiction"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    jurisdiction: Mapped[str] = mapped_column(sa.ForeignKey("jurisdiction.code"))
    status: Mapped[Status] = mapped_column(index=True)
    version: Mapped[int]
    """Number of the newest plan version; 0 while nothing was written."""


class PlanVersion(Base):
    """The whole content of a plan after one act, never changed."""

    __tablename__ = "plan_version"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    by_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    why: Mapped[str]
    at: Mapped[datetime]


class StatusChange(Base):
    """One change of a plan's status."""

    __tablename__ = "status_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    before: Mapped[Status | None] = mapped_column(word(Status, "before"))
    after: Mapped[Status] = mapped_column(word(Status, "after"))
    at: Mapped[datetime]
    by_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    plan_version: Mapped[int]


class ContextFactor(Base):
    """A key fact about a state that its plan should respect (1.6)."""

    __tablename__ = "context_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    text: Mapped[str]
    document: Mapped[str]
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]


class Line(Base):
    """A need or an activity of a plan. What it says stands in its revisions."""

    __tablename__ = "line"
    __table_args__ = (sa.UniqueConstraint("plan_id", "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"))
    kind: Mapped[LineKind]
    number: Mapped[int]
    state: Mapped[LineState]
    revision: Mapped[int]
    """Number of the newest revision, from 1."""
    need_id: Mapped[int | None] = mapped_column(sa.ForeignKey("line.id"), index=True)
    """For an activity: the need that it answers."""
    center: Mapped[str | None] = mapped_column(sa.ForeignKey("center.key"), index=True)
    """For an activity: the center that leads it."""


class NeedRevision(Base):
    """What a need says, from one revision to the next."""

    __tablename__ = "need_revision"

    line_id: Mapped[int] = mapped_column(sa.ForeignKey("line.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str]
    text: Mapped[str]
    outcome: Mapped[str]
    """Draft outcome language (2.6); empty before the call."""
    priority: Mapped[int]
    """1 is the most urgent, 5 the least."""
    requirement: Mapped[Requirement]
    setting: Mapped[Setting]
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]


class ActivityRevision(Base):
    """What an activity says, from one revision to the next."""

    __tablename__ = "activity_revision"

    line_id: Mapped[int] = mapped_column(sa.ForeignKey("line.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    description: Mapped[str]
    intensity: Mapped[Intensity]
    forms: Mapped[list[Any]]
    approach: Mapped[Approach]
    collaborators: Mapped[list[Any]]
    """Keys of centers that work along."""
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]


class Call(Base):
    """The call of a state with its stakeholders (2.1)."""

    __tablename__ = "call"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), unique=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    agreed_at: Mapped[datetime | None]
    held_on: Mapped[date | None]


class Invitee(Base):
    """A person who is invited to a call."""

    __tablename__ = "invitee"

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)


# --- asking and answering


class Sheet(Base):
    """Many prompts of one kind to one person, answered together."""

    __tablename__ = "sheet"
    __table_args__ = (sa.UniqueConstraint("cycle", "kind", "person_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    kind: Mapped[PromptKind]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    subject: Mapped[str]
    """What holds the prompts together: `center NCASE`, `region 8`, `states`."""


class Prompt(Base):
    """A question to one person about one subject."""

    __tablename__ = "prompt"
    __table_args__ = (
        sa.UniqueConstraint("cycle", "kind", "subject", "round", "person_id"),
        sa.Index(None, "state", "kind"),
        sa.Index(None, "plan_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    step: Mapped[int]
    kind: Mapped[PromptKind]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    """The role in which the person is asked."""
    subject: Mapped[str]
    """What is asked about: `plan 12`, `plan 12 center NCASE`, `call-script 3fa9...`."""
    round: Mapped[int]
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"))
    center: Mapped[str | None] = mapped_column(sa.ForeignKey("center.key"))
    plan_version: Mapped[int | None]
    """The version that the prompt shows."""
    sheet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sheet.id"), index=True)
    why: Mapped[dict[str, Any]]
    """What the asking knows and the page should show: reasons, wishes, notes."""
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    state: Mapped[PromptState]
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[str | None]


class PromptLine(Base):
    """A line that a prompt shows, at the revision shown."""

    __tablename__ = "prompt_line"

    prompt_id: Mapped[int] = mapped_column(sa.ForeignKey("prompt.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(sa.ForeignKey("line.id"), primary_key=True)
    revision: Mapped[int]


class Answer(Base):
    """What somebody said to a prompt. Never changed but for `is_seen` and `corrected_by_id`."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    prompt_id: Mapped[int] = mapped_column(sa.ForeignKey("prompt.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    """Who recorded it."""
    said_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    """Whose answer it is: another person where it was given by phone."""
    channel: Mapped[Channel]
    content: Mapped[dict[str, Any]]
    verdict: Mapped[Verdict]
    plan_version: Mapped[int | None]
    at: Mapped[datetime]
    is_late: Mapped[bool]
    is_outdated: Mapped[bool]
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answer.id"))
    corrected_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answer.id"))
    is_seen: Mapped[bool] = mapped_column(index=True)
    """Whether an execution of the step has worked through it."""


class LineAnswer(Base):
    """What an answer says of one line, at the revision that it saw."""

    __tablename__ = "line_answer"
    __table_args__ = (sa.Index(None, "line_id", "kind"),)

    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("answer.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(sa.ForeignKey("line.id"), primary_key=True)
    revision: Mapped[int]
    kind: Mapped[PromptKind]
    verdict: Mapped[Verdict]
    reason: Mapped[str]


# --- telling


class File(Base):
    """Bytes that were sent or received, kept once under their hash."""

    __tablename__ = "file"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    n_bytes: Mapped[int]


class Message(Base):
    """An envelope to one person with one or more notices."""

    __tablename__ = "message"
    __table_args__ = (sa.Index(None, "state"), sa.Index(None, "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    message_id: Mapped[str] = mapped_column(unique=True)
    """The `Message-ID` header: the same in every repeat."""
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    """Both with the links masked: a token is put in when the message is delivered."""
    made_at: Mapped[datetime]
    state: Mapped[MessageState]
    n_tries: Mapped[int]
    claimed_by: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    fault: Mapped[str | None]


class Attachment(Base):
    """A file that goes with a message."""

    __tablename__ = "attachment"

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.ForeignKey("file.sha256"))


class Notice(Base):
    """Something owed to a person, written in the transaction of the act that made it due."""

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("cycle", "step", "purpose", "subject", "person_id", "round"),
        sa.Index(None, "state", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    step: Mapped[int]
    purpose: Mapped[Purpose]
    subject: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    round: Mapped[int]
    prompt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("prompt.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"))
    details: Mapped[dict[str, Any]]
    """What the act knows and the mail should say."""
    urgency: Mapped[Urgency]
    due_at: Mapped[datetime]
    state: Mapped[NoticeState]
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"), index=True)


class Link(Base):
    """The way from a mail to a prompt or a sheet, for one person."""

    __tablename__ = "link"
    __table_args__ = (
        sa.CheckConstraint("(prompt_id IS NULL) <> (sheet_id IS NULL)", "one_end"),
        sa.Index(
            "uq_link_live_prompt",
            "person_id",
            "prompt_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
        sa.Index(
            "uq_link_live_sheet",
            "person_id",
            "sheet_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    prompt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("prompt.id"))
    sheet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sheet.id"))
    token_sha256: Mapped[str | None] = mapped_column(unique=True)
    """Hash of the token; the token itself is derived at delivery and kept nowhere."""
    revoked_at: Mapped[datetime | None]


# --- the ledger


class LedgerEntry(Base):
    """One act: who, for whom, when, by which channel, on which version. Chained by hash."""

    __tablename__ = "ledger"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    on_behalf_of: Mapped[str | None]
    act: Mapped[str]
    subject: Mapped[str]
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    plan_version: Mapped[int | None]
    channel: Mapped[Channel | None]
    details: Mapped[dict[str, Any]]
    prev_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)


class LedgerHead(Base):
    """The one row that writers of the ledger lock on PostgreSQL."""

    __tablename__ = "ledger_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
