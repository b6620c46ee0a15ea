"""A complete roster of people who do not exist, the same every time."""

from collections.abc import Iterable, Iterator, Mapping

from config.centers import Center
from config.fictional import fictional_names
from config.people import RosterRow
from config.places import Jurisdiction
from config.scopes import NATION, by_region, region_scope
from config.vocabulary import Role

MOST_STATES = 6
"""A Specialist has at most this many states."""

SMALL_TERRITORIES = frozenset({"AS", "GU", "MP", "VI"})
"""Where a few people hold all the roles."""

_REGIONAL = (
    (Role.REGIONAL_MANAGER,),
    (Role.REGIONAL_STAFF,),  # the office of OCC
    (Role.REGIONAL_STAFF,),  # the office of OHS
    (Role.INFANT_TODDLER_SPECIALIST,),
    (Role.REGIONAL_CENTER_REPRESENTATIVE,),
    (Role.REGIONAL_PARTNER,),
    (Role.REGIONAL_PARTNER,),
)

# One tuple is one person's roles.
_STATE = (
    (Role.ADMINISTRATOR,),
    (Role.ADVISORY_COUNCIL_CHAIR,),
    (Role.HEAD_START_COLLABORATION_DIRECTOR,),
    (Role.LICENSING_DIRECTOR,),
    (Role.RESOURCE_AND_REFERRAL_LEAD,),
    (Role.SCHOOL_AGE_LEAD,),
    (Role.INFANT_TODDLER_LEAD,),
    (Role.PREKINDERGARTEN_LEAD,),
    (Role.PROFESSIONAL_DEVELOPMENT_LEAD,),
    (Role.QUALITY_RATING_LEAD,),
    (Role.HEALTH_LEAD,),
)
_SMALL_TERRITORY = (
    (Role.ADMINISTRATOR, Role.LICENSING_DIRECTOR, Role.QUALITY_RATING_LEAD),
    (
        Role.ADVISORY_COUNCIL_CHAIR,
        Role.HEAD_START_COLLABORATION_DIRECTOR,
        Role.PREKINDERGARTEN_LEAD,
    ),
    (
        Role.RESOURCE_AND_REFERRAL_LEAD,
        Role.SCHOOL_AGE_LEAD,
        Role.INFANT_TODDLER_LEAD,
        Role.PROFESSIONAL_DEVELOPMENT_LEAD,
    ),
    (Role.HEALTH_LEAD,),
)


def example_roster(
    jurisdictions: Mapping[str, Jurisdiction], centers: Mapping[str, Center]
) -> list[RosterRow]:
    """Give a roster in which every role that the process asks is held.

    The same names for the same places, every address one person's and under .example. Takes time
    in proportion to the number of places; copies such as CO.2 have people of their own.
    """
    names = fictional_names()
    rows: list[RosterRow] = []
    for domain, roles, scopes in _seats(jurisdictions, centers):
        name = next(names)
        address = f"{name.lower().replace('. ', '.').replace(' ', '.')}@{domain}.example"
        rows += [
            RosterRow(person=name, address=address, role=role, scope=scope)
            for role in roles
            for scope in scopes
        ]
    return rows


Seat = tuple[str, tuple[Role, ...], tuple[str, ...]]
"""What one person has: the domain of the address, the roles, and the scopes of each role."""


def _seats(
    jurisdictions: Mapping[str, Jurisdiction], centers: Mapping[str, Center]
) -> Iterator[Seat]:
    yield from [("occ", (Role.OCC,), (NATION,))] * 3
    yield from [("ohs", (Role.OHS,), (NATION,))] * 2
    for number, codes in by_region(jurisdictions).items():
        domain, scope = f"region{number}", region_scope(number)
        yield from ((domain, roles, (scope,)) for roles in _REGIONAL)
        for states in _divided(codes):
            scopes = (scope,) if len(states) == len(codes) else states
            yield f"{domain}.scbc", (Role.SPECIALIST,), scopes
    for code in jurisdictions:
        is_small = code.partition(".")[0] in SMALL_TERRITORIES
        domain = code.lower().replace(".", "-")
        yield from (
            (domain, roles, (code,)) for roles in (_SMALL_TERRITORY if is_small else _STATE)
        )
    yield from _center_seats(centers)


def _center_seats(centers: Iterable[str]) -> Iterator[Seat]:
    for n, key in enumerate(centers):
        officer = Role.COR if n % 2 == 0 else Role.FPO
        yield key.lower(), (Role.CENTER_LEAD,), (key,)
        yield key.lower(), (Role.PROJECT_LEAD,), (key,)
        yield f"{officer}.{key.lower()}", (officer,), (key,)


def _divided(codes: list[str]) -> Iterator[tuple[str, ...]]:
    """Divide the states of a region among as few Specialists as there can be, evenly."""
    n_specialists = -(-len(codes) // MOST_STATES)
    for n in range(n_specialists):
        start = len(codes) * n // n_specialists
        yield tuple(codes[start : len(codes) * (n + 1) // n_specialists])
