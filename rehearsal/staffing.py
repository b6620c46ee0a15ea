"""Who joins, leaves and delegates in the middle of a rehearsal, by config/rehearsal.toml."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import partial
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.people import Assignment, Person, Roster
from config.vocabulary import Role
from rehearsal.cast import Cast, DelegatedDays, JoinedPerson, LeftRole, StaffChange
from tasks.delegating import delegate
from tasks.joining import apply_roster
from tasks.leaving import Newcomer, leave
from tasks.surroundings import Surroundings
from tat import schema
from tat.database import Tat, read
from tat.decisions import decisions
from tat.delegating import Wanted
from tat.leaving import Leaving
from tat.people import Somebody, directory
from tat.statuses import DecisionKind

ARRANGED_AT = time(9)
"""When people arrange it, by the clock of the cycle's time zone."""

Change = tuple[datetime, Callable[[], object]]


def next_change(surroundings: Surroundings, cycle: str, cast: Cast) -> Change | None:
    """The first change that is not on record yet, when it comes and how; None: none is left."""
    with read(surroundings.tracker) as tat:
        ahead = list(_ahead(tat, surroundings, cycle, cast))
    return min(ahead, key=lambda change: change[0], default=None)


def address_of(name: str, domain: str) -> str:
    """The mail address of somebody who comes new: of the domain of a colleague."""
    return f"{name.lower().replace(' ', '.')}@{domain}"


def _ahead(tat: Tat, surroundings: Surroundings, cycle: str, cast: Cast) -> Iterator[Change]:
    zone = ZoneInfo(surroundings.declared_for(cycle).calendar.time_zone)
    known = set(tat.scalars(sa.select(schema.Person.address)))
    reasons = {one.reason for one in decisions(tat, cycle, DecisionKind.LEFT)}
    delegated = set(tat.scalars(sa.select(schema.Delegation.reason)))
    changes: list[StaffChange] = [*cast.joined, *cast.left, *cast.delegated]
    for one in changes:
        at = datetime.combine(one.on, ARRANGED_AT, zone)
        match one:
            case JoinedPerson() if _newcomer(one.name, _holder(tat, one)).address not in known:
                yield at, partial(_join, surroundings, one)
            case LeftRole() if one.reason not in reasons:
                yield at, partial(_leave, surroundings, cycle, one)
            case DelegatedDays() if one.reason not in delegated:
                yield at, partial(_delegate, surroundings, one)


def _join(surroundings: Surroundings, joined: JoinedPerson) -> None:
    """OCC adds a colleague of somebody who has the role."""
    with read(surroundings.tracker) as tat:
        colleague, by = _holder(tat, joined), _of_occ(tat)
    new = _newcomer(joined.name, colleague)
    person = Person(new.name, new.address, colleague.time_zone)
    roster = Roster(
        rows=(), people={new.address: person},
        assignments=(Assignment(new.address, joined.role, joined.of),), holders={},
    )  # fmt: skip
    apply_roster(surroundings, roster, by_person_id=by.id)


def _leave(surroundings: Surroundings, cycle: str, left: LeftRole) -> None:
    """Somebody leaves all that they have; OCC names who comes after them."""
    with read(surroundings.tracker) as tat:
        leaver, by = _holder(tat, left), _of_occ(tat)
    wanted = Leaving(leaver.id, None, left.reason, by.id)
    leave(surroundings, cycle, wanted, newcomer=_newcomer(left.successor, leaver))


def _delegate(surroundings: Surroundings, delegated: DelegatedDays) -> None:
    """Somebody names a colleague for some days, themselves."""
    with read(surroundings.tracker) as tat:
        of = _holder(tat, delegated)
        to = directory(tat).holders[delegated.to, delegated.of][0]
    days = delegated.starts_on, delegated.ends_on
    delegate(surroundings, Wanted(of.id, to.id, *days, delegated.reason, of.id))


def _holder(tat: Tat, change: StaffChange) -> Somebody:
    """The first who has the role of which a change speaks.

    Not through the directory: this is asked again before every leap of the clock.
    """
    held = sa.select(schema.Assignment.person_id).where(
        schema.Assignment.role == change.role,
        schema.Assignment.scope_key == change.of,
        schema.Assignment.ended_at.is_(None),
    )
    person_id = tat.scalars(held.order_by(schema.Assignment.id)).first()
    found = tat.get_one(schema.Person, person_id)
    return Somebody(found.id, found.name, found.address, found.time_zone)


def _of_occ(tat: Tat) -> Somebody:
    return directory(tat).holding([Role.OCC])[0].person


def _newcomer(name: str, colleague: Somebody) -> Newcomer:
    return Newcomer(name, address_of(name, colleague.address.partition("@")[2]))
