"""Where mail stands: how many messages are in each state, the fate of each, addresses at fault."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tat.database import Tat
from tat.schema import Message, Notice, Person, Sweep
from tat.stalled import IS_STALLED
from tat.statuses import MessageState, NoticeState


@dataclass(frozen=True)
class Listed:
    """A message and what became of it."""

    id: int
    state: MessageState
    name: str
    address: str
    subject: str
    made_at: datetime
    sent_at: datetime | None
    try_at: datetime | None
    fault: str | None
    is_address_at_fault: bool


@dataclass(frozen=True)
class Faulty:
    """An address that takes no mail, and how much waits for it in a cycle."""

    name: str
    address: str
    fault: str
    since: datetime | None
    n_waiting: int


@dataclass(frozen=True)
class NotLeft:
    """How much mail of some cycles has not left, by why."""

    n_overdue: int
    """Waits for the mail server since before the last sweep of its cycle."""
    n_waiting: int
    """Could leave now, those included."""
    n_failed: int
    n_held: int
    n_addresses: int
    """Addresses that take no mail."""
    n_stalled: int = 0
    """Of which no mail can be made, for lack of a document or of their words."""


def not_left(tat: Tat, cycles: Collection[str]) -> NotLeft:
    """Count what has not left of some cycles."""
    states = sa.select(Message.state, sa.func.count()).where(Message.cycle.in_(cycles))
    n_in = Counter(dict(tat.execute(states.group_by(Message.state)).all()))
    at_fault = sa.select(sa.func.count()).where(Person.address_fault.is_not(None))
    can_leave = (
        sa.select(sa.func.count())
        .select_from(Message)
        .join(Person, Person.id == Message.person_id)
        .where(
            Message.cycle.in_(cycles), Message.state == MessageState.QUEUED,
            Message.try_at.is_(None), Person.address_fault.is_(None),
        )
    )  # fmt: skip
    swept_at = (
        sa.select(sa.func.max(Sweep.at)).where(Sweep.cycle == Message.cycle).scalar_subquery()
    )
    stalled = sa.select(sa.func.count()).where(Notice.cycle.in_(cycles), *IS_STALLED)
    waits_since = sa.func.coalesce(Message.released_at, Message.made_at)
    return NotLeft(
        n_overdue=tat.scalar(can_leave.where(waits_since < swept_at)) or 0,
        n_waiting=tat.scalar(can_leave) or 0,
        n_failed=n_in[MessageState.FAILED],
        n_held=n_in[MessageState.HELD],
        n_addresses=tat.scalar(at_fault) or 0,
        n_stalled=tat.scalar(stalled) or 0,
    )


def counts(tat: Tat, cycle: str) -> dict[MessageState, int]:
    """How many messages of a cycle are in each state."""
    rows = sa.select(Message.state, sa.func.count()).where(Message.cycle == cycle)
    found = Counter(dict(tat.execute(rows.group_by(Message.state)).all()))
    return {state: found[state] for state in MessageState}


def listed(
    tat: Tat, cycle: str, *, to: str | None = None, state: MessageState | None = None
) -> Sequence[Listed]:
    """The messages of a cycle in the order in which they were made."""
    rows: sa.Select[*tuple[Any, ...]] = (
        sa.select(
            Message.id, Message.state, Person.name, Person.address, Message.subject,
            Message.made_at, Message.sent_at, Message.try_at, Message.fault,
            Person.address_fault.is_not(None),
        )
        .join(Person, Person.id == Message.person_id)
        .where(Message.cycle == cycle)
    )  # fmt: skip
    if to is not None:
        rows = rows.where(Person.address == to.strip().lower())
    if state is not None:
        rows = rows.where(Message.state == state)
    return [Listed(*row) for row in tat.execute(rows.order_by(Message.id))]


def faulty_addresses(tat: Tat, cycle: str) -> Sequence[Faulty]:
    """Every address that takes no mail, with what is owed to its person and waits."""
    rows = sa.select(Person).where(Person.address_fault.is_not(None)).order_by(Person.address)
    return [
        Faulty(
            one.name, one.address, one.address_fault or "", one.address_failed_at,
            _n_waiting(tat, cycle, one.id),
        )
        for one in tat.scalars(rows).all()
    ]  # fmt: skip


def _n_waiting(tat: Tat, cycle: str, person_id: int) -> int:
    messages = sa.select(sa.func.count()).where(
        Message.cycle == cycle,
        Message.person_id == person_id,
        Message.state == MessageState.QUEUED,
    )
    notices = sa.select(sa.func.count()).where(
        Notice.cycle == cycle,
        Notice.person_id == person_id,
        Notice.state == NoticeState.WAITING,
    )
    return (tat.scalar(messages) or 0) + (tat.scalar(notices) or 0)
