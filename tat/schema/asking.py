"""The tables of asking and answering: sheets, prompts, answers."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from config.vocabulary import Channel, PromptKind, Role
from tat.schema.base import Base
from tat.statuses import PromptState, Verdict


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
    variant: Mapped[str]
    """Which rule of the kind: the meeting's or the further confirmation's key; mostly empty."""
    sufficient: Mapped[str]
    """How many answers suffice, by the rules when it was asked: `any`, `all`, `2` ..."""
    region: Mapped[int | None]
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
    """Whose answer it is: another person where it was given by phone or to a delegate."""
    channel: Mapped[Channel]
    content: Mapped[dict[str, Any]]
    verdict: Mapped[Verdict]
    plan_version: Mapped[int | None]
    at: Mapped[datetime]
    is_late: Mapped[bool]
    is_outdated: Mapped[bool]
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answer.id"))
    corrected_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answer.id"))
    memo_sha256: Mapped[str | None] = mapped_column(sa.ForeignKey("file.sha256"))
    """The signed memo that proves it, where one was filed."""
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
