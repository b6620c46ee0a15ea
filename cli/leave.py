"""`tacycle leave`: somebody leaves, and somebody else has their roles."""

import sqlalchemy as sa

from cli.acting import CycleName, DatabaseUrl, cycle_of, person_of, record
from config.people import RosterRow
from config.vocabulary import Role
from tasks.leaving import Left, Newcomer
from tasks.leaving import leave as have_leave
from tat.database import Tat, read
from tat.leaving import Leaving
from tat.refusals import Refused
from tat.schema import Person


def leave(
    address: str,
    *,
    by: str,
    reason: str,
    successor: str | None = None,
    name: str | None = None,
    role: Role | None = None,
    scope: str | None = None,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Have somebody leave: what waits for them goes to their successor, with a link of their own.

    What they answered stays theirs. The last one of a role that the rules ask needs a successor.

    Parameters
    ----------
    address
        Mail address of the person who leaves.
    by
        Mail address of who arranges it: the person, OCC, or for no federal role a Specialist.
    reason
        Why; it stands on record.
    successor
        Mail address of the person who has the roles from now on.
    name
        The successor's name, where the record does not know them yet.
    role
        Leave only this role, such as specialist; without it all.
    scope
        Only for this: "nation", "region 8", "CO" or "NCASE"; without it all.
    """
    with record(database) as surroundings:
        in_cycle = cycle_of(surroundings, cycle)
        with read(surroundings.tracker) as tat:
            person_id, by_id = person_of(tat, address), person_of(tat, by)
            successor_id, newcomer = _successor(tat, successor, name)
        wanted = Leaving(person_id, successor_id, reason, by_id, role, scope)
        left = have_leave(surroundings, in_cycle, wanted, newcomer=newcomer)
    print(_sentence(address, left))
    return 0


def _successor(
    tat: Tat, address: str | None, name: str | None
) -> tuple[int | None, Newcomer | None]:
    if address is None:
        return None, None
    known = tat.scalar(sa.select(Person.id).where(Person.address == address.strip().lower()))
    if known is not None:
        return known, None
    if name is None:
        raise Refused(f"Nobody on record has the address {address}: give their name with --name.")
    try:
        row = RosterRow(person=name, address=address, role=Role.OCC, scope="nation")
    except ValueError as error:
        raise Refused(f"{name}, {address}: one of both is no name or no mail address.") from error
    return None, Newcomer(row.person, row.address)


def _sentence(address: str, left: Left) -> str:
    roles = f"{len(left.roles)} role{'s' if len(left.roles) != 1 else ''} ended"
    handed = f"{left.n_prompts} open question{'s' if left.n_prompts != 1 else ''}"
    return f"{address} has left: {roles}, {handed} handed on."
