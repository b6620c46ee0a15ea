"""The tables of telling: notices, messages, files, links."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from config.vocabulary import Purpose, Urgency
from tat.schema.base import Base
from tat.statuses import MessageState, NoticeState


class File(Base):
    """Bytes that were sent or received, kept once under their hash."""

    __tablename__ = "file"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    n_bytes: Mapped[int]


class Message(Base):
    """An envelope to one person with one or more notices."""

    __tablename__ = "message"
    __table_args__ = (
        sa.Index(None, "state"),
        sa.Index(None, "person_id"),
        sa.Index(None, "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[str] = mapped_column(sa.ForeignKey("cycle.name"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    message_id: Mapped[str] = mapped_column(unique=True)
    """The `Message-ID` header: the same in every repeat."""
    subject: Mapped[str]
    made_at: Mapped[datetime]
    state: Mapped[MessageState]
    n_tries: Mapped[int]
    claimed_by: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    fault: Mapped[str | None]
    """Why it could not leave when it was last tried."""
    is_urgent: Mapped[bool]
    """Whether it tells something that leaves at once."""
    is_required: Mapped[bool]
    """Whether its reader must answer something."""
    thread: Mapped[str | None]
    """What all of it is about, such as "step 4 plan CO"; None for several things."""
    reply_link_id: Mapped[int | None] = mapped_column(sa.ForeignKey("link.id"))
    """The link that a reply to the mail stands for."""
    released_at: Mapped[datetime | None]
    """When somebody let it leave, where mail is held."""
    try_at: Mapped[datetime | None]
    """Not to be tried before."""
    first_fault_at: Mapped[datetime | None]
    """When it was put off for the first time."""


class MessageBody(Base):
    """What a message says: apart from what becomes of it, which is written anew again and again."""

    __tablename__ = "message_body"

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id"), primary_key=True)
    text: Mapped[str]
    html: Mapped[str]
    """Both with the links masked: a token is put in when the message is delivered."""


class Attachment(Base):
    """A file that goes with a message."""

    __tablename__ = "attachment"

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.ForeignKey("file.sha256"))
    is_linked: Mapped[bool]
    """Whether it was too large to be attached: the mail has a link to it."""
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"))
    """The plan that it shows, where it was made of one."""


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
    lacks: Mapped[str | None]
    """What keeps it from a mail: `document agenda`, `words confirmation`; mostly None."""
    fault: Mapped[str | None]
    """Why no mail could be made of it when that was last tried."""
    try_at: Mapped[datetime | None]
    """Not to be tried before."""


OWN_AND_LIVE = "prompt_id IS NULL AND sheet_id IS NULL AND revoked_at IS NULL"
"""Which links lead to all that is a person's: of these each person has one."""


class Link(Base):
    """The way from a mail to a prompt or a sheet, for one person; or to all that is theirs."""

    __tablename__ = "link"
    __table_args__ = (
        sa.CheckConstraint("prompt_id IS NULL OR sheet_id IS NULL", "one_end"),
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
        sa.Index(
            "uq_link_live_own",
            "person_id",
            unique=True,
            sqlite_where=sa.text(OWN_AND_LIVE),
            postgresql_where=sa.text(OWN_AND_LIVE),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    prompt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("prompt.id"))
    sheet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sheet.id"))
    token_sha256: Mapped[str | None] = mapped_column(unique=True)
    """Hash of the token; the token itself is derived at delivery and kept nowhere."""
    revoked_at: Mapped[datetime | None]
