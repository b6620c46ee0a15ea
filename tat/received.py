"""Mails that came in: kept whole, found again, listed for whom they concern."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from config.vocabulary import Role
from tat.database import Tat
from tat.schema import Assignment, MailboxRead, Plan, Prompt, Received
from tat.statuses import ReceivedKind, ReceivedState

MOST_LISTED = 200
"""How many mails a page lists."""


@dataclass(frozen=True)
class Incoming:
    """A mail as it was read, before it has a row."""

    sha256: str
    """Of its bytes, which are kept already."""
    own_id: str
    name: str
    address: str
    subject: str
    sent_at: datetime | None
    own_words: str
    text: str
    files: Sequence[dict[str, Any]] = field(default_factory=list)


def put_on_record(tat: Tat, mail: Incoming, *, kind: ReceivedKind, now: datetime) -> Received:
    """Put a mail on record, its bytes kept before; nobody has sorted it yet."""
    row = Received(
        sha256=mail.sha256, own_id=mail.own_id, name=mail.name, address=mail.address,
        subject=mail.subject, sent_at=mail.sent_at, taken_at=now, kind=kind,
        state=ReceivedState.UNSORTED, why="", own_words=mail.own_words, text=mail.text,
        files=list(mail.files),
    )  # fmt: skip
    tat.add(row)
    tat.flush()
    return row


def known(tat: Tat, sha256: str) -> Received | None:
    """The mail of these very bytes, where it was taken in before."""
    return tat.scalar(sa.select(Received).where(Received.sha256 == sha256))


def came_before(tat: Tat, row: Received) -> Received | None:
    """The same mail, where it came by another way before: the same identity, sender and words."""
    if not row.own_id:
        return None
    rows = sa.select(Received).where(
        Received.own_id == row.own_id, Received.address == row.address,
        Received.text == row.text, Received.id < row.id,
    )  # fmt: skip
    return tat.scalars(rows.order_by(Received.id)).first()


def n_within(tat: Tat, address: str, *, span: timedelta, now: datetime) -> int:
    """How many mails an address has sent within some time."""
    rows = sa.select(sa.func.count()).where(
        Received.address == address, Received.taken_at > now - span
    )
    return tat.scalar(rows) or 0


def unsorted(tat: Tat) -> Sequence[Received]:
    """What a person must sort, the oldest first."""
    rows = sa.select(Received).where(Received.state == ReceivedState.UNSORTED)
    return tat.scalars(rows.order_by(Received.id).limit(MOST_LISTED)).all()


def for_specialist(
    tat: Tat, person_id: int, states: Collection[ReceivedState]
) -> Sequence[tuple[Received, Prompt]]:
    """Mails about the plans of a Specialist's states, each with its question, the newest first."""
    theirs = sa.select(Assignment.scope_key).where(
        Assignment.person_id == person_id, Assignment.role == Role.SPECIALIST,
        Assignment.ended_at.is_(None),
    )  # fmt: skip
    rows = (
        sa.select(Received, Prompt)
        .join(Prompt, Prompt.id == Received.prompt_id)
        .join(Plan, Plan.id == Prompt.plan_id)
        .where(Plan.jurisdiction.in_(theirs), Received.state.in_(states))
        .order_by(Received.id.desc())
    )
    return [(row, prompt) for row, prompt in tat.execute(rows.limit(MOST_LISTED))]


def about_plan(
    tat: Tat, plan_id: int, readable: Collection[int] | None
) -> Sequence[tuple[Received, Prompt]]:
    """The notes on the questions about a plan, by people whose mail may be read, the newest first.

    Args:
        readable: ids of those people; None where it is everybody's.
    """
    rows = (
        sa.select(Received, Prompt)
        .join(Prompt, Prompt.id == Received.prompt_id)
        .where(Prompt.plan_id == plan_id, Received.state.not_in([ReceivedState.UNSORTED]))
        .order_by(Received.id.desc())
    )
    if readable is not None:
        rows = rows.where(Prompt.person_id.in_(readable))
    return [(row, prompt) for row, prompt in tat.execute(rows)]


def note_reading(tat: Tat, *, n_taken: int, fault: str | None, now: datetime) -> None:
    """Put on record that the mailbox was read, or why it could not be.

    It is read every few minutes: readings in a row that found nothing new, or broke alike, are
    one row, with the moment of the last one.
    """
    last = last_reading(tat)
    if last is not None and (last.n_taken, last.fault) == (n_taken, fault) == (0, fault):
        last.at = now
    else:
        tat.add(MailboxRead(at=now, n_taken=n_taken, fault=fault))


def last_reading(tat: Tat) -> MailboxRead | None:
    """The last time the mailbox was read; None where it never was."""
    return tat.scalars(sa.select(MailboxRead).order_by(MailboxRead.id.desc()).limit(1)).first()


def last_read_whole_at(tat: Tat) -> datetime | None:
    """When the mailbox was read to its end for the last time; None where it never was."""
    return tat.scalar(sa.select(sa.func.max(MailboxRead.at)).where(MailboxRead.fault.is_(None)))
