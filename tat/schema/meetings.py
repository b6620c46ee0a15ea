"""The tables of meetings: calls, conferences and meetings, and who is invited."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from config.vocabulary import MeetingKind
from tat.schema.base import Base


class Meeting(Base):
    """An event at which people talk: by phone, on the web, or in one place."""

    __tablename__ = "meeting"
    __table_args__ = (sa.UniqueConstraint("cycle", "kind", "subject", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    kind: Mapped[MeetingKind]
    subject: Mapped[str]
    """For whom it is: `nation`, `region 8`, `plan 12`."""
    round: Mapped[int]
    region: Mapped[int | None]
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    starts_at: Mapped[datetime | None]
    """None where it was recorded only afterwards."""
    minutes: Mapped[int | None]
    place: Mapped[str]
    """Address of the web conference, telephone number, or room."""
    agreed_at: Mapped[datetime | None]
    """When those who had to agree on date and invitees did."""
    held_on: Mapped[date | None]
    notes: Mapped[str]
    outcome: Mapped[dict[str, Any]]
    """What came of it, as the record of its kind has it."""
    by_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """Who called or recorded it."""


class Invitee(Base):
    """A person who is invited to a meeting."""

    __tablename__ = "invitee"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    attended: Mapped[bool | None]
    """None while nobody has said."""
