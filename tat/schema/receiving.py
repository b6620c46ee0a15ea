"""The tables of receiving: mails that came in, and when their mailbox was read."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tat.schema.base import Base
from tat.statuses import ReceivedKind, ReceivedState


class Received(Base):
    """A mail that came in, kept whole as a file. Who it says it is from proves nothing."""

    __tablename__ = "received"
    __table_args__ = (
        sa.Index(None, "state"),
        sa.Index(None, "prompt_id"),
        sa.Index(None, "own_id"),
        sa.Index(None, "address", "taken_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    """Of its bytes, which lie in the data folder."""
    own_id: Mapped[str]
    """Its own Message-ID; empty where it has none."""
    name: Mapped[str]
    address: Mapped[str]
    """Who it says it is from."""
    subject: Mapped[str]
    sent_at: Mapped[datetime | None]
    taken_at: Mapped[datetime]
    kind: Mapped[ReceivedKind]
    state: Mapped[ReceivedState]
    why: Mapped[str]
    """Why it stands where it stands, as a sentence."""
    own_words: Mapped[str]
    """What its writer wrote, without what is quoted."""
    text: Mapped[str]
    """All of its text, as far as it is shown."""
    files: Mapped[list[Any]]
    """What came with it: of each file its name and its size."""
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """Whose words they are, as far as the roster knows the address."""
    forwarded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"))
    """The message of ours that it answers, or that came back."""
    prompt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("prompt.id"))
    """The question that it is about."""
    answer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answer.id"))
    """The answer as which it was taken."""
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """Who said what it is, where a person did."""
    settled_at: Mapped[datetime | None]


class MailboxRead(Base):
    """One reading of the mailbox."""

    __tablename__ = "mailbox_read"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    n_taken: Mapped[int]
    fault: Mapped[str | None]
    """Why it could not be read to its end."""
