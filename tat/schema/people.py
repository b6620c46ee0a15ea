"""The tables of places and people: jurisdictions, centers, persons, roles, delegations."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from config.vocabulary import Role, Scope
from tat.schema.base import Base


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
    address_fault: Mapped[str | None]
    """What a mail server said when it refused the address; nothing is sent there meanwhile."""
    address_failed_at: Mapped[datetime | None]


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
    ended_at: Mapped[datetime | None]
    """Since when the person does not hold the role any more."""


class Delegation(Base):
    """Somebody answers for somebody else for some days, first and last included."""

    __tablename__ = "delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    """Whose prompts they are."""
    to_person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str]
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """Taken back before its last day."""


class EndedSession(Base):
    """A sign-on that was ended before its time: a copy of its cookie opens nothing."""

    __tablename__ = "ended_session"

    key_sha256: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]
    """From when on the cookie itself has expired, and the row says nothing more."""
