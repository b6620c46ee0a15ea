"""The table of files that came in."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from config.vocabulary import Entrance
from tat.schema.base import Base
from tat.statuses import FileState


class IncomingFile(Base):
    """A file that somebody sent us, and what became of it. Its bytes lie in the data folder."""

    __tablename__ = "incoming_file"
    __table_args__ = (
        sa.CheckConstraint("prompt_id IS NULL OR sheet_id IS NULL", "one_place"),
        sa.Index(None, "sha256"),
        sa.Index(None, "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    name: Mapped[str]
    """As its sender called it."""
    n_bytes: Mapped[int]
    entrance: Mapped[Entrance]
    received_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """Who sent it, where that is known."""
    sender: Mapped[str]
    """From whom it came, as a mail says it; else empty."""
    prompt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("prompt.id"))
    sheet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sheet.id"))
    """What it answers, as soon as it is read: a prompt or a sheet."""
    state: Mapped[FileState]
    sentences: Mapped[list[Any]]
    """Everything to correct, in its order: `sentence`, and of a cell its `sheet` and `cell`; of a
    file that counts, what its person should know."""
    answer_ids: Mapped[list[Any]]
    """The answers that are on record because of it."""
    same_as_id: Mapped[int | None] = mapped_column(sa.ForeignKey("incoming_file.id"))
    """An earlier row about the same bytes."""
    received_id: Mapped[int | None] = mapped_column(sa.ForeignKey("received.id"))
    """The mail with which it came."""
