"""Tell staff of mail that could not leave, and of addresses that take none."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from config.rules import Rules
from config.scopes import NATION
from config.vocabulary import SCOPE_OF, Purpose, Role, Scope
from tat import notices, people, subjects
from tat.database import Tat
from tat.notices import Owed
from tat.people import Directory, Somebody
from tat.schema import Message, Notice, Person

OF_FAULTS = (Purpose.ADDRESS_FAULT, Purpose.MAIL_FAILED)


def tell_of_message(tat: Tat, cycle: str, rules: Rules, message_id: int, *, now: datetime) -> None:
    """Owe somebody the notice that a message could not leave; `fate.fail` has recorded it.

    Whoever of OCC has just missed such a notice is not written about by mail again and again:
    the checks, the status and the page of OCC show it.
    """
    row = tat.get_one(Message, message_id)
    directory = people.directory(tat)
    is_of_occ = directory.has(row.person_id, Role.OCC, NATION)
    if is_of_occ and _tells_of_faults(tat, message_id):
        return
    details = {
        **_about(directory, row.person_id),
        "mail": row.subject,
        "message": row.id,
        "said": row.fault,
        "at": now.isoformat(),
    }
    subject = subjects.message(message_id)
    _owe(tat, cycle, rules, Purpose.MAIL_FAILED, subject, row.person_id, details, now=now)


def tell_of_address(tat: Tat, cycle: str, rules: Rules, person_id: int, *, now: datetime) -> None:
    """Owe somebody the notice that a person's address takes no mail."""
    details = {
        **_about(people.directory(tat), person_id),
        "said": tat.get_one(Person, person_id).address_fault,
        "at": now.isoformat(),
    }
    subject = subjects.person(person_id)
    _owe(tat, cycle, rules, Purpose.ADDRESS_FAULT, subject, person_id, details, now=now)


def whom_to_tell(tat: Tat, person_id: int) -> Sequence[Somebody]:
    """Who looks after the mail of a person: the Specialists of their states, else OCC.

    Nobody is told of themselves, nor at an address that takes no mail. Where nobody is left, the
    checks and the status show it alone.
    """
    directory = people.directory(tat)
    marked = set(tat.scalars(sa.select(Person.id).where(Person.address_fault.is_not(None))))
    for holders in (_specialists(directory, person_id), directory.holding([Role.OCC])):
        found = [one.person for one in holders if one.person.id not in {person_id, *marked}]
        if found:
            return list(dict.fromkeys(found))
    return []


def _specialists(directory: Directory, person_id: int) -> list[people.Holder]:
    """The Specialists of the states in which a person has a role, who is not one of them."""
    if Role.SPECIALIST in directory.roles_of.get(person_id, frozenset()):
        return []
    states = [
        scope
        for (role, scope), holders in directory.holders.items()
        if SCOPE_OF[role] == Scope.JURISDICTION and any(one.id == person_id for one in holders)
    ]
    return [
        holder
        for state in dict.fromkeys(states)
        for holder in directory.holding([Role.SPECIALIST], jurisdiction=state)
    ]


def _about(directory: Directory, person_id: int) -> dict[str, str]:
    person = directory.people[person_id]
    return {"who": person.name, "address": person.address}


def _tells_of_faults(tat: Tat, message_id: int) -> bool:
    rows = sa.select(Notice.id).where(
        Notice.message_id == message_id, Notice.purpose.in_(OF_FAULTS)
    )
    return tat.scalar(rows.limit(1)) is not None


def _owe(
    tat: Tat,
    cycle: str,
    rules: Rules,
    purpose: Purpose,
    subject: str,
    person_id: int,
    details: Mapping[str, object],
    *,
    now: datetime,
) -> None:
    owed = [
        Owed(
            purpose=purpose, step=0, subject=subject, person_id=one.id,
            urgency=rules.notice[purpose].urgency, details=dict(details),
        )
        for one in whom_to_tell(tat, person_id)
    ]  # fmt: skip
    notices.owe_news(tat, cycle, owed, now=now)
