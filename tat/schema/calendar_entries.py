"""The table of what was put into people's calendars."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tat.schema.base import Base


class CalendarEntry(Base):
    """A meeting or a due date as a message put it into a person's calendar, or took it out."""

    __tablename__ = "calendar_entry"
    __table_args__ = (sa.Index(None, "uid", "person_id"),)

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id"), primary_key=True)
    uid: Mapped[str] = mapped_column(primary_key=True)
    """By which calendars know it: the same in every change."""
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    sequence: Mapped[int]
    """The how manieth change of it this is."""
    facts: Mapped[dict[str, Any]]
    """What the entry said."""
    is_off: Mapped[bool]
    """Whether it was taken out."""
