"""People join in mid-cycle: compare a roster with the record, add who is new, ask what waits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from config.people import Roster
from config.scopes import NATION
from config.vocabulary import Role
from tasks.surroundings import Surroundings
from tat import handing, ledger, mail_orders, people, prompts, subjects
from tat.database import Tat, write
from tat.people import Enrolment
from tat.refusals import Refused
from tat.schema import Assignment, Cycle, Person

Held = tuple[str, Role, str]
"""A role of somebody: mail address, role, scope."""


@dataclass(frozen=True)
class Difference:
    """How a roster differs from the record."""

    joining: Sequence[Held]
    """Stands in the roster and never on record: this is added."""
    missing: Sequence[Held]
    """Stands on record and not in the roster: it stays, for who leaves is said by `leave`."""
    corrected: Sequence[tuple[str, str]]
    """The address of somebody that took no mail, and the one that the roster has in its place."""
    left: Sequence[Held]
    """Stands in the roster, but the person has left this role: it stays ended."""


def difference(tat: Tat, roster: Roster) -> Difference:
    """Compare a roster with the record."""
    rows = (
        sa.select(Person.address, Assignment.role, Assignment.scope_key, Assignment.ended_at)
        .join(Person, Person.id == Assignment.person_id)
        .order_by(Assignment.id)
    )
    corrected = dict(_corrected(tat, roster))
    known = {
        (corrected.get(address, address), role, key): ended_at
        for address, role, key, ended_at in tat.execute(rows)
    }
    wanted = {(one.address, one.role, one.scope) for one in roster.assignments}
    in_order = [(one.address, one.role, one.scope) for one in roster.assignments]
    return Difference(
        joining=[held for held in in_order if held not in known],
        missing=[held for held, end in known.items() if end is None and held not in wanted],
        left=[held for held in in_order if known.get(held) is not None],
        corrected=list(corrected.items()),
    )


def _corrected(tat: Tat, roster: Roster) -> Iterator[tuple[str, str]]:
    """Of people whose address takes no mail: the new one of the same name, role and scope."""
    addresses = set(tat.scalars(sa.select(Person.address)))
    rows = (
        sa.select(Person.name, Person.address, Assignment.role, Assignment.scope_key)
        .join(Person, Person.id == Assignment.person_id)
        .where(Person.address_fault.is_not(None), Assignment.ended_at.is_(None))
        .order_by(Assignment.id)
    )
    for name, address, role, key in tat.execute(rows):
        same = [
            one.address
            for one in roster.assignments
            if (one.role, one.scope) == (role, key)
            and roster.people[one.address].name == name
            and one.address not in addresses
        ]
        if address not in roster.people and len(same) == 1:
            yield address, same[0]


def apply_roster(
    surroundings: Surroundings, roster: Roster, *, by_person_id: int
) -> tuple[Difference, int]:
    """Add who is new and ask them what is open for their roles; returns how many questions.

    Raises: Refused, where it is not OCC's doing.
    """
    now = surroundings.now()
    with write(surroundings.tracker) as tat:
        directory = people.directory(tat)
        if not directory.has(by_person_id, Role.OCC, NATION):
            name = directory.people[by_person_id].name
            raise Refused(f"The record stays as it is: {name} is not of OCC, who keep the roster.")
        found = difference(tat, roster)
        for before, after in found.corrected:
            mail_orders.mend(tat, before, to=after, by_person_id=by_person_id, now=now)
        people.enrol(tat, [_enrolment(roster, held) for held in found.joining])
        by = subjects.person(by_person_id)
        entries = [
            ledger.Entry(at=now, actor=by, act="added a role", subject=f"{role} {scope}",
                         details={"address": address})
            for address, role, scope in found.joining
        ]  # fmt: skip
        ledger.record(tat, entries)
        return found, _ask(tat, surroundings, set(found.joining))


def _enrolment(roster: Roster, held: Held) -> Enrolment:
    address, role, scope = held
    person = roster.people[address]
    return Enrolment(person.name, person.address, person.time_zone, role, scope)


def _ask(tat: Tat, surroundings: Surroundings, joining: set[Held]) -> int:
    """Ask people who have just joined what is open, each question once."""
    now, directory, n_asked = surroundings.now(), people.directory(tat), 0
    for cycle in tat.scalars(sa.select(Cycle.name)).all():
        rules = surroundings.declared_for(cycle).rules
        waiting = list(
            {
                (one.kind, one.subject, one.round): one for one in prompts.open_prompts(tat, cycle)
            }.values()
        )
        able = handing.able(tat, waiting, rules, directory)
        handed = [
            (prompt, holder)
            for prompt in waiting
            for holder in able[prompt.id]
            for key in handing.scopes_of(tat, prompt, holder.role)
            if (holder.person.address, holder.role, key) in joining
        ]
        n_asked += len(handing.hand_on(tat, handed, rules, directory, now=now))
    return n_asked
