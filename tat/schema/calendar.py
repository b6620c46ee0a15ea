"""The tables of the calendar: cycles, steps, windows, decisions about them, sweeps."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tat.schema.base import Base
from tat.statuses import DecisionKind, StepState


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
    ended_early_at: Mapped[datetime | None]
    """When staff had it closed early; None: it closes once its last day has ended everywhere."""
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


class Window(Base):
    """Days inside a step that are set apart for something, first and last included."""

    __tablename__ = "window"

    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Decision(Base):
    """What staff decided about a cycle: never changed, a later one takes its place."""

    __tablename__ = "decision"
    __table_args__ = (sa.Index(None, "cycle", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    kind: Mapped[DecisionKind]
    subject: Mapped[str]
    """What was decided about: `step 4`, `window all-hands`, `line 1.2 region 8`."""
    details: Mapped[dict[str, Any]]
    reason: Mapped[str]
    by_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """None where the declared calendar says it."""
    at: Mapped[datetime]


class Sweep(Base):
    """One run of the morning sweep."""

    __tablename__ = "sweep"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    at: Mapped[datetime]
    n_reminders: Mapped[int]
    n_escalations: Mapped[int]
