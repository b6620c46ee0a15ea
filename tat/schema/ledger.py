"""The tables of the ledger."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from config.vocabulary import Channel
from tat.schema.base import Base


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
