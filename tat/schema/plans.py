"""The tables of plans: lines in revisions, versions, statuses, amendments, delivery."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from config.vocabulary import Approach, Intensity, Progress, Requirement, Setting
from tat.columns import word
from tat.schema.base import Base
from tat.statuses import AmendmentState, LineKind, LineState, Status


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
    carried_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("line.id"))
    """For a need: that of the last cycle which it carries on."""


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
    workplan: Mapped[str]
    """Where in the center's approved workplan it stands (3.4)."""
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]


class DocumentReview(Base):
    """What a document says of a state, or that it is not available (1.5)."""

    __tablename__ = "document_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    document: Mapped[str]
    """Its name, as config/documents.toml has it or as the Specialist added it."""
    is_available: Mapped[bool]
    says: Mapped[str]
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]


class ProgressMark(Base):
    """What a center said of the delivery of an activity (6.1). The newest counts."""

    __tablename__ = "progress_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(sa.ForeignKey("line.id"), index=True)
    progress: Mapped[Progress]
    on: Mapped[date]
    """Since when it is so."""
    expected_on: Mapped[date | None]
    """Until when it should be done."""
    note: Mapped[str]
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]


class Amendment(Base):
    """A change to a final plan on its way through the confirmations that it needs (7.1)."""

    __tablename__ = "amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    state: Mapped[AmendmentState]
    why: Mapped[str]
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class AmendmentLine(Base):
    """A line that an amendment touches, at the revision that it would have."""

    __tablename__ = "amendment_line"

    amendment_id: Mapped[int] = mapped_column(sa.ForeignKey("amendment.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(sa.ForeignKey("line.id"), primary_key=True)
    revision: Mapped[int]
    withdraws: Mapped[bool]
