"""What people may arrange at any time without being asked: each may be refused."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import sqlalchemy as sa

from tasks.dates import close_early, move_days
from tasks.delegating import delegate
from tasks.leaving import Newcomer, leave
from tat import revisions
from tat.database import read, write
from tat.delegating import Wanted
from tat.leaving import Leaving
from tat.moves import Move
from tat.people import directory
from tat.schema import Assignment, Delegation, Person, Step
from tests.small_cycle import CYCLE, STATES, SmallCycle

Arrangement = Callable[[SmallCycle, Random], object]

JOINING = (("administrator", "VT"), ("cor", "ECQA"), ("fpo", "NCASE"), ("center-lead", "ECQA"))


def somebody(cycle: SmallCycle, chance: Random) -> int:
    """A person who has a role."""
    held = sa.select(Assignment.person_id).where(Assignment.ended_at.is_(None))
    with read(cycle.tracker) as tat:
        return chance.choice(list(tat.scalars(held.order_by(Assignment.id))))


def somebody_of_occ(cycle: SmallCycle) -> int:
    """Who keeps roster and calendar."""
    return cycle.person_id(cycle.holders("occ", "nation")[0])


def begin_a_revision(cycle: SmallCycle, chance: Random) -> None:
    """A Specialist revises a plan without having been asked."""
    state = chance.choice(STATES)
    with write(cycle.tracker) as tat:
        by_id = directory(tat).holders["specialist", state][0].id
        rules = cycle.declared.rules
        revisions.begin(tat, CYCLE, state, by_person_id=by_id, rules=rules, now=cycle.now)


def delegate_for_some_days(cycle: SmallCycle, chance: Random) -> None:
    """Somebody who is asked something delegates to somebody else for a week."""
    starts_on = cycle.now.date() + timedelta(days=chance.choice([0, 2]))
    by_id, to_id = somebody(cycle, chance), somebody(cycle, chance)
    ends_on = starts_on + timedelta(days=7)
    delegate(cycle.surroundings, Wanted(by_id, to_id, starts_on, ends_on, "On leave", by_id))


def leave_to_a_successor(cycle: SmallCycle, chance: Random) -> None:
    """Somebody leaves; most of the time a newcomer has their roles from then on."""
    newcomer = Newcomer("New Person", f"new{chance.randrange(10**9)}@joined.example")
    leaving = Leaving(somebody(cycle, chance), None, "Another position", somebody_of_occ(cycle))
    leave(cycle.surroundings, CYCLE, leaving, newcomer=newcomer if chance.random() < 0.8 else None)


def join(cycle: SmallCycle, chance: Random) -> None:
    """One more person has a role."""
    role, scope = chance.choice(JOINING)
    cycle.join(f"new{chance.randrange(10**9)}@joined.example", role, scope)


def take_a_second_role(cycle: SmallCycle, chance: Random) -> None:
    """Somebody who has a role gets one of another kind: who wrote might have to approve."""
    role, scope = chance.choice(JOINING)
    with read(cycle.tracker) as tat:
        address = tat.get_one(Person, somebody(cycle, chance)).address
    cycle.join(address, role, scope)


def move_the_end_of_a_step(cycle: SmallCycle, chance: Random) -> None:
    """OCC gives a step some days more or fewer, or closes it now."""
    number = chance.randrange(1, 6)
    by_id = somebody_of_occ(cycle)
    if chance.random() < 0.2:
        close_early(cycle.surroundings, CYCLE, number, by_id=by_id, reason="All have answered")
        return
    ends = sa.select(Step.ends_on).where(Step.cycle == CYCLE, Step.number == number)
    with read(cycle.tracker) as tat:
        ends_on = tat.scalars(ends).one() + timedelta(days=chance.choice([-3, -1, 1, 2]))
    move_days(
        cycle.surroundings, CYCLE, Move(number, ends_on=ends_on), by_id=by_id, reason="A holiday"
    )


def may_stand_in(cycle: SmallCycle) -> set[int]:
    """Everybody to whom anybody has ever delegated."""
    with read(cycle.tracker) as tat:
        return set(tat.scalars(sa.select(Delegation.to_person_id)))


ARRANGEMENTS: tuple[Arrangement, ...] = (
    begin_a_revision,
    delegate_for_some_days,
    leave_to_a_successor,
    join,
    take_a_second_role,
    move_the_end_of_a_step,
)
