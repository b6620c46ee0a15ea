"""Somebody leaves: ask whether they may go, end their roles, hand on what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from config.roster_gaps import find_gaps
from config.vocabulary import Role
from tasks.surroundings import Surroundings
from tat import leaving, people
from tat.database import Tat, write
from tat.leaving import Leaving
from tat.people import Directory
from tat.refusals import Refused
from tat.schema import Assignment, Cycle, Person


@dataclass(frozen=True)
class Left:
    """What came of a leaving."""

    roles: Sequence[str]
    n_prompts: int
    """Open questions that others are asked now."""


@dataclass(frozen=True)
class Newcomer:
    """A successor who is not on record yet."""

    name: str
    address: str


def leave(
    surroundings: Surroundings, cycle: str, wanted: Leaving, *, newcomer: Newcomer | None = None
) -> Left:
    """Have somebody leave their roles, all or some.

    Args:
        cycle: in which the decision is put on record.
        newcomer: the successor, where they are not on record yet.
    Raises:
        Refused: nothing was changed; the sentence says why and what to do.
    """
    now = surroundings.now()
    with write(surroundings.tracker) as tat:
        if newcomer is not None:
            wanted = replace(wanted, successor_id=_enrolled(tat, newcomer, wanted.person_id))
        ending = leaving.roles_to_end(tat, wanted)
        leaving.check(tat, wanted, ending)
        declared = surroundings.declared_for(cycle)
        _check_last(people.directory(tat), wanted, ending, declared)
        cycles = tat.scalars(sa.select(Cycle.name).order_by(Cycle.starts_on)).all()
        rules = {name: surroundings.declared_for(name).rules for name in cycles}
        details = leaving.leave(tat, cycle, wanted, rules, now=now).details
        return Left(details["roles"], len(details["prompts"]))


def _enrolled(tat: Tat, newcomer: Newcomer, person_id: int) -> int:
    """The id of the newcomer, who works where the one who leaves does."""
    zone = tat.get_one(Person, person_id).time_zone
    person = Person(name=newcomer.name, address=newcomer.address.lower(), time_zone=zone)
    tat.add(person)
    tat.flush()
    return person.id


def _check_last(
    directory: Directory, wanted: Leaving, ending: Sequence[Assignment], declared: Any
) -> None:
    """Refuse that a role that the rules ask is left with nobody, or with too few."""
    if wanted.successor_id is not None:
        return
    before = _holders(directory)
    after = dict(before)
    for one in ending:
        held = after[one.role, one.scope_key]
        gone = directory.people[wanted.person_id].address
        after[one.role, one.scope_key] = tuple(address for address in held if address != gone)
    places = declared.jurisdictions, declared.centers
    was = {str(gap) for gap in find_gaps(before, declared.rules, *places)}
    gaps = [str(gap) for gap in find_gaps(after, declared.rules, *places) if str(gap) not in was]
    if gaps:
        name = directory.people[wanted.person_id].name
        raise Refused(f"{name} has not left: then {gaps[0]}; name a successor.")


def _holders(directory: Directory) -> dict[tuple[Role, str], tuple[str, ...]]:
    return {
        key: tuple(person.address for person in held) for key, held in directory.holders.items()
    }
