"""Who may decide what: by the roles that people have, and by what they wrote themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from config.vocabulary import (
    CAPACITY_CENTER,
    CONTRACTORS,
    FEDERAL,
    FEDERAL_STAFF,
    OF_CAPACITY_CENTER,
    PromptKind,
    Role,
)
from tat.people import Holder

APPROVING = frozenset(
    {
        PromptKind.SCRIPT_APPROVAL,
        PromptKind.OFFICER_CONFIRMATION,
        PromptKind.AFFIRMATION,
        PromptKind.CONFIRMATION,
        PromptKind.FINAL_REVIEW,
        PromptKind.APPROVAL,
        PromptKind.FURTHER_CONFIRMATION,
    }
)
"""The kinds by which somebody approves the work of others. A center that agrees to an activity of
its own (3.4, 4.3, 5.4) approves nothing in this sense."""


OF_REGION_SAY_DONE = (Role.REGIONAL_MANAGER, Role.INFANT_TODDLER_SPECIALIST, Role.SPECIALIST)
"""Who says of their region, or a state of it, what was done before the software began."""


@dataclass(frozen=True)
class Matter:
    """What is decided on, as far as it says who may not decide."""

    author_ids: frozenset[int] = frozenset()
    """Who wrote what is shown, as it now reads."""
    is_of_capacity_center: bool = False
    """Whether it is the work of the State Capacity Building Center, in whole or in part."""


def why_not(kind: PromptKind, person_id: int, roles: Collection[Role], matter: Matter) -> str:
    """Why a person may not decide on a matter, as half a sentence; empty when they may."""
    if kind not in APPROVING:
        return ""
    if person_id in matter.author_ids:
        return "they wrote it, and nobody approves their own work"
    if matter.is_of_capacity_center and set(roles) & set(OF_CAPACITY_CENTER):
        return f"they work for {CAPACITY_CENTER}, and nobody approves their own work"
    return ""


def why_not_in_place(of: Collection[Role], roles: Collection[Role]) -> str:
    """Why somebody may not decide in the place of somebody else, as half a sentence.

    Args:
        of: the roles of the one whose decisions they are.
        roles: of the one who would make them.
    """
    if not set(of) & set(FEDERAL):
        return ""
    if set(roles) & set(CONTRACTORS):
        return "no contractor makes a federal decision"
    return "" if set(roles) & set(FEDERAL_STAFF) else "only federal staff make a federal decision"


def why_not_say_done(held: Collection[tuple[Role, str]], scope: str, region: str) -> str:
    """Why somebody may not say that a line was done, as half a sentence; empty when they may.

    OCC says it of everything. Of a region its manager and its Specialists do, of a state its own
    Specialist and whoever may for its region.

    Args:
        held: the roles of the person, each with the scope in which they have it.
        scope: empty for all, `region 8`, or the code of a state.
        region: `region 8`: the scope itself, or the region of the state; empty for all.
    """
    if any(role == Role.OCC for role, _key in held):
        return ""
    if not scope:
        return "of all regions only OCC says so"
    able = {(role, region) for role in OF_REGION_SAY_DONE} | {(Role.SPECIALIST, scope)}
    return "" if able & set(held) else f"they plan nothing in {scope}"


def chosen(holders: Sequence[Holder], asked: Sequence[Role], sufficient: str | int) -> list[Holder]:
    """Give whom to ask: each person once, in one role; nobody where they are too few to decide.

    Args:
        holders: those who may answer; one person may come in several roles.
        sufficient: by the rule, whose answers are enough.
    """
    roles = {holder.person.id: holder.role for holder in reversed(holders)}
    if sufficient == "one of each":
        seats = _seats(holders, asked)
        if len(seats) < len(asked):
            return []
        roles |= {person_id: role for role, person_id in seats.items()}
    if isinstance(sufficient, int) and len(roles) < sufficient:
        return []
    return [holder for holder in holders if roles[holder.person.id] == holder.role]


def _seats(holders: Sequence[Holder], asked: Sequence[Role]) -> dict[Role, int]:
    """Give as many roles as possible a person each: who has two counts for one of them."""
    seats: dict[Role, int] = {}

    def is_seated(role: Role, tried: set[int]) -> bool:
        able = [holder.person.id for holder in holders if holder.role == role]
        for person_id in sorted(able, key=lambda one: one in seats.values()):
            if person_id in tried:
                continue
            tried.add(person_id)
            other = next((taken for taken, sitter in seats.items() if sitter == person_id), None)
            if other is None or is_seated(other, tried):
                seats[role] = person_id
                return True
        return False

    for role in asked:
        is_seated(role, set())
    return seats
