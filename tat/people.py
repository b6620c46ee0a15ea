"""Who has which role, for which region, state or center."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from config.scopes import NATION, region_scope
from config.vocabulary import SCOPE_OF, Role, Scope
from tat.database import Tat, look_up
from tat.remembered import remembered
from tat.schema import Assignment, Jurisdiction, Person


@dataclass(frozen=True)
class Somebody:
    """A person of the roster."""

    id: int
    name: str
    address: str
    time_zone: str


@dataclass(frozen=True)
class Holder:
    """A person in one role."""

    person: Somebody
    role: Role


@dataclass(frozen=True)
class Enrolment:
    """One line of a roster, as the tracker takes it: a person holds a role in one scope."""

    name: str
    address: str
    time_zone: str
    role: Role
    scope_key: str


@dataclass(frozen=True)
class Directory:
    """Everybody, by role and scope; read once for a whole task."""

    holders: Mapping[tuple[Role, str], Sequence[Somebody]]
    people: Mapping[int, Somebody]
    states_of: Mapping[int, Sequence[str]]
    """Codes of the jurisdictions of each region."""

    def holding(
        self, roles: Iterable[Role], *, jurisdiction: str = "", region: int = 0, center: str = ""
    ) -> list[Holder]:
        """Everybody who has one of the roles where the subject lies; each person and role once."""
        return [
            Holder(person, role)
            for role in roles
            for person in self.holders.get(
                (role, scope_key(role, jurisdiction=jurisdiction, region=region, center=center)), ()
            )
        ]

    def in_region(self, roles: Iterable[Role], region: int) -> list[Holder]:
        """Everybody who has one of the roles in a region: for it or for one of its states.

        A person who has a role for several of the states comes once.
        """
        found = []
        for role in roles:
            is_of_state = SCOPE_OF[role] == Scope.JURISDICTION
            for code in self.states_of.get(region, ()) if is_of_state else ("",):
                found += self.holding([role], jurisdiction=code, region=region)
        return list(dict.fromkeys(found))

    @cached_property
    def roles_of(self) -> Mapping[int, frozenset[Role]]:
        """Every role that each person has, whatever it is held for."""
        roles: dict[int, set[Role]] = defaultdict(set)
        for (role, _scope_key), people in self.holders.items():
            for person in people:
                roles[person.id].add(role)
        return {person_id: frozenset(held) for person_id, held in roles.items()}

    def everywhere(self, role: Role) -> list[Holder]:
        """Everybody who has a role in whatever scope, each person once."""
        held = (people for (one, _scope), people in self.holders.items() if one == role)
        return list(dict.fromkeys(Holder(person, role) for people in held for person in people))

    def has(self, person_id: int, role: Role, scope_key: str) -> bool:
        """Whether the person has the role in that scope."""
        return any(person.id == person_id for person in self.holders.get((role, scope_key), ()))


def scope_key(role: Role, *, jurisdiction: str = "", region: int = 0, center: str = "") -> str:
    """How the scope in which a role bears on a subject is written: `region 8`, `CO`, `NCASE`."""
    return {
        Scope.NATION: NATION,
        Scope.REGION: region_scope(region),
        Scope.JURISDICTION: jurisdiction,
        Scope.CENTER: center,
    }[SCOPE_OF[role]]


def roles_of(tat: Tat, person_id: int) -> frozenset[Role]:
    """Every role that one person has now, whatever it is held for."""
    return frozenset(row.role for row in look_up(tat, _ROLES_OF, person_id=person_id))


_ASSIGNMENT = Assignment.__table__
_ROLES_OF = sa.select(_ASSIGNMENT.c.role).where(
    _ASSIGNMENT.c.person_id == sa.bindparam("person_id"), _ASSIGNMENT.c.ended_at.is_(None)
)


def assign(tat: Tat, person_id: int, role: Role, key: str) -> None:
    """Give a person a role; one that they had before is theirs again."""
    held = sa.select(Assignment).where(
        Assignment.person_id == person_id, Assignment.role == role, Assignment.scope_key == key
    )
    known = tat.scalars(held).one_or_none()
    if known is None:
        scope = SCOPE_OF[role]
        tat.add(Assignment(person_id=person_id, role=role, scope=scope, scope_key=key))
    else:
        known.ended_at = None
    tat.flush()


def directory(tat: Tat) -> Directory:
    """Give everybody and their roles, in the order of the roster."""
    known = remembered(tat, "person", "assignment", "jurisdiction")
    if "directory" not in known:
        known["directory"] = _read_directory(tat)
    found: Directory = known["directory"]
    return found


def _read_directory(tat: Tat) -> Directory:
    people = {
        row.id: Somebody(row.id, row.name, row.address, row.time_zone)
        for row in tat.execute(sa.select(Person.id, Person.name, Person.address, Person.time_zone))
    }
    holders: dict[tuple[Role, str], list[Somebody]] = defaultdict(list)
    rows = sa.select(Assignment.role, Assignment.scope_key, Assignment.person_id)
    held_now = rows.where(Assignment.ended_at.is_(None)).order_by(Assignment.id)
    for role, key, person_id in tat.execute(held_now):
        holders[role, key].append(people[person_id])
    states_of: dict[int, list[str]] = defaultdict(list)
    regions = sa.select(Jurisdiction.region, Jurisdiction.code).order_by(Jurisdiction.code)
    for region, code in tat.execute(regions):
        states_of[region].append(code)
    return Directory(holders, people, states_of)


def enrol(tat: Tat, enrolments: Iterable[Enrolment]) -> int:
    """Add the people and roles of a roster that are not on record yet; returns how many roles."""
    people = {row.address: row.id for row in tat.execute(sa.select(Person.id, Person.address))}
    known = {
        tuple(row)
        for row in tat.execute(
            sa.select(Assignment.person_id, Assignment.role, Assignment.scope_key)
        )
    }
    added = []
    for row in enrolments:
        if row.address not in people:
            person = Person(name=row.name, address=row.address, time_zone=row.time_zone)
            tat.add(person)
            tat.flush()
            people[row.address] = person.id
        key = (people[row.address], row.role, row.scope_key)
        if key not in known:
            known.add(key)
            added.append(
                Assignment(
                    person_id=key[0],
                    role=row.role,
                    scope=SCOPE_OF[row.role],
                    scope_key=row.scope_key,
                )
            )
    tat.add_all(added)
    tat.flush()
    return len(added)
