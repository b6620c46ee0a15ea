"""What staff decide about mail: release what is held, try again, mend an address."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from config.scopes import NATION
from config.vocabulary import SCOPE_OF, Role, Scope
from tat import ledger, people, subjects
from tat.database import Tat
from tat.refusals import Refused
from tat.schema import Assignment, Message, Person
from tat.statuses import MessageState


def release(
    tat: Tat, cycle: str, message_ids: Sequence[int] | None, *, by_person_id: int, now: datetime
) -> int:
    """Let messages leave that are held: those named, or with None all. Returns how many.

    Raises: Refused, where it is not OCC's doing, or one of them is not held.
    """
    _check_occ(tat, by_person_id, "Nothing is released", "release mail")
    rows = _chosen(tat, cycle, message_ids, (MessageState.HELD,), "is not held")
    for row in rows:
        row.state, row.released_at = MessageState.QUEUED, now
    _record(tat, rows, "released a message", by_person_id=by_person_id, now=now)
    return len(rows)


def retry(
    tat: Tat, cycle: str, message_ids: Sequence[int] | None, *, by_person_id: int, now: datetime
) -> int:
    """Have messages tried again that could not leave: those named, or with None all.

    Returns how many. Raises: Refused, where it is not OCC's doing, or one of them did not fail.
    """
    _check_occ(tat, by_person_id, "Nothing is sent again", "have mail sent again")
    rows = _chosen(tat, cycle, message_ids, (MessageState.FAILED,), "has not failed")
    for row in rows:
        row.state, row.try_at, row.first_fault_at = MessageState.QUEUED, None, None
    _record(tat, rows, "had a message tried again", by_person_id=by_person_id, now=now)
    return len(rows)


def mend(
    tat: Tat, address: str, *, to: str | None, by_person_id: int, now: datetime
) -> tuple[str, int]:
    """Have mail leave again to somebody whose address took none, at the same or another address.

    Returns the address that holds now, and how many messages leave.

    Raises: Refused, where there is nothing to mend, or it is not theirs to say.
    """
    stays = f"The address {address} stays as it is"
    person = tat.scalar(sa.select(Person).where(Person.address == address.strip().lower()))
    if person is None:
        raise Refused(f"{stays}: nobody on record has it; see the roster.")
    if person.address_fault is None:
        raise Refused(f"{stays}: no mail server has refused it; see tacycle mail list.")
    if not _may_mend(tat, person.id, by_person_id):
        raise Refused(f"{stays}: OCC or the Specialist of the person's state may mend it.")
    if to is not None:
        _check_free(tat, to, person.id, stays)
        person.address = to.strip().lower()
    details = {"before": address, "after": person.address, "fault": person.address_fault}
    person.address_fault = person.address_failed_at = None
    entry = ledger.Entry(
        now, subjects.person(by_person_id), "mended an address", subjects.person(person.id),
        details=details,
    )  # fmt: skip
    ledger.record(tat, [entry])
    waiting = sa.select(sa.func.count()).where(
        Message.person_id == person.id, Message.state == MessageState.QUEUED
    )
    return person.address, tat.scalar(waiting) or 0


def _check_occ(tat: Tat, person_id: int, stays: str, act: str) -> None:
    directory = people.directory(tat)
    if not directory.has(person_id, Role.OCC, NATION):
        raise Refused(f"{stays}: {directory.people[person_id].name} is not of OCC, who {act}.")


def _chosen(
    tat: Tat, cycle: str, ids: Sequence[int] | None, states: Sequence[MessageState], fault: str
) -> Sequence[Message]:
    rows = sa.select(Message).where(Message.cycle == cycle, Message.state.in_(states))
    if ids is not None:
        rows = rows.where(Message.id.in_(ids))
    found = tat.scalars(rows.order_by(Message.id)).all()
    others = sorted(set(ids or ()) - {row.id for row in found})
    if others:
        raise Refused(f"Nothing was done: message {others[0]} {fault}; see tacycle mail list.")
    return found


def _record(
    tat: Tat, rows: Sequence[Message], act: str, *, by_person_id: int, now: datetime
) -> None:
    by = subjects.person(by_person_id)
    entries = [
        ledger.Entry(
            now, by, act, subjects.person(row.person_id),
            details={"message": row.id, "message_id": row.message_id},
        )
        for row in rows
    ]  # fmt: skip
    ledger.record(tat, entries)


def _may_mend(tat: Tat, person_id: int, by_person_id: int) -> bool:
    directory = people.directory(tat)
    held = sa.select(Assignment.role, Assignment.scope_key).where(
        Assignment.person_id == person_id, Assignment.ended_at.is_(None)
    )
    states = [key for role, key in tat.execute(held) if SCOPE_OF[role] == Scope.JURISDICTION]
    return directory.has(by_person_id, Role.OCC, NATION) or any(
        directory.has(by_person_id, Role.SPECIALIST, state) for state in states
    )


def _check_free(tat: Tat, address: str, person_id: int, stays: str) -> None:
    wanted = address.strip().lower()
    name, _at, host = wanted.partition("@")
    if not name or "." not in host or not wanted.isprintable() or " " in wanted:
        raise Refused(f"{stays}: {address!r} is no mail address.")
    other = tat.scalar(sa.select(Person.id).where(Person.address == wanted))
    if other is not None and other != person_id:
        raise Refused(f"{stays}: {wanted} is somebody else's.")
