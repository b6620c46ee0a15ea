"""What becomes of messages on their way out: sent, put off, failed; addresses that take none."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from tat import ledger, subjects
from tat.database import Tat, change
from tat.messages import MESSAGES, Outgoing
from tat.schema import Message, Person
from tat.statuses import MessageState

SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
PUT_OFF_FOR = timedelta(days=1)
"""How long a message is tried again before it counts as failed."""


def mark_sent(tat: Tat, sent: Sequence[Outgoing], *, now: datetime) -> None:
    """Record that messages were accepted for delivery."""
    if not sent:
        return
    change(tat, _SENT, [{"ids": [one.id for one in sent], "now": now}])
    entries = [
        ledger.Entry(
            at=now, actor=ledger.SOFTWARE, act=ledger.SENT, subject=subjects.person(one.person_id),
            details={"message": one.id, "message_id": one.message_id},
        )
        for one in sent
    ]  # fmt: skip
    ledger.record(tat, entries)


_SENT = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(
        state=MessageState.SENT, sent_at=sa.bindparam("now"), fault=None, try_at=None,
        first_fault_at=None,
    )
)  # fmt: skip


def put_off(tat: Tat, message_id: int, *, fault: str, now: datetime) -> bool:
    """Have a message wait as long as its trouble has lasted, then try it again.

    Returns whether it waits: not, where it was put off for a day already.
    """
    row = tat.get_one(Message, message_id)
    since = row.first_fault_at or now
    if now - since >= PUT_OFF_FOR:
        return False
    pause = min(max(now - since, SHORTEST_PAUSE), LONGEST_PAUSE)
    row.state, row.fault = MessageState.QUEUED, fault
    row.claimed_by = row.claimed_at = None
    row.first_fault_at = since
    row.try_at = min(now + pause, since + PUT_OFF_FOR)
    tat.flush()
    return True


def fail(tat: Tat, message_id: int, *, fault: str, now: datetime) -> None:
    """Record that a message could not leave, and why. Who is told of it is not decided here."""
    row = tat.get_one(Message, message_id)
    row.state, row.fault, row.try_at = MessageState.FAILED, fault, None
    details = {"message": row.id, "message_id": row.message_id, "fault": fault}
    _record(tat, "could not deliver a message", row.person_id, details, now=now)


def refuse_address(tat: Tat, message_id: int, *, address: str, fault: str, now: datetime) -> bool:
    """Record that an address takes no mail: what goes there waits until it is mended.

    Args:
        address: the one that was refused.
    Returns: whether this is news: not, where the person has another one now.
    """
    row = tat.get_one(Message, message_id)
    row.state, row.fault = MessageState.QUEUED, fault
    row.claimed_by = row.claimed_at = row.try_at = row.first_fault_at = None
    person = tat.get_one(Person, row.person_id)
    if person.address != address or person.address_fault is not None:
        return False
    person.address_fault, person.address_failed_at = fault, now
    details = {"message": row.id, "address": address, "fault": fault}
    _record(tat, "found that an address takes no mail", person.id, details, now=now)
    return True


def _record(
    tat: Tat, act: str, person_id: int, details: dict[str, object], *, now: datetime
) -> None:
    subject = subjects.person(person_id)
    ledger.record(tat, [ledger.Entry(now, ledger.SOFTWARE, act, subject, details=details)])
