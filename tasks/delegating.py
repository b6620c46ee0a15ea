"""Put what is asked of somebody before their delegate too, on the days of the delegation."""

import sqlalchemy as sa

from tasks.repeatable import repeatable_task
from tasks.surroundings import Surroundings
from tasks.sweeps import SweepRef
from tat import delegating, delegations, people, prompts
from tat.database import Tat, write
from tat.delegating import Wanted
from tat.refusals import Refused
from tat.schema import Cycle


@repeatable_task
def tell_delegates(sweep: SweepRef) -> int:
    """Owe delegates what waits for those whose days of delegation have come; stop afterwards."""
    with write(sweep.tracker) as tat:
        open_ = prompts.open_prompts(tat, sweep.cycle)
        found = delegations.delegates(tat, open_, people.directory(tat), now=sweep.now)
        delegations.cancel_ended(tat, sweep.cycle, found)
        return delegations.owe_delegates(
            tat, sweep.cycle, found, sweep.declared.rules, now=sweep.now
        )


def delegate(surroundings: Surroundings, wanted: Wanted) -> int:
    """Put a delegation on record; returns how many open questions the delegate is told of now.

    Raises: Refused, with what to do instead.
    """
    with write(surroundings.tracker) as tat:
        delegating.delegate(tat, wanted, now=surroundings.now())
        return _tell(tat, surroundings)


def end_delegation(
    surroundings: Surroundings, person_id: int, to_person_id: int, *, by_person_id: int
) -> None:
    """Take back every delegation from one person to another that holds or is still to come.

    Raises: Refused, where there is none, or it is not theirs to end.
    """
    now = surroundings.now()
    with write(surroundings.tracker) as tat:
        directory = people.directory(tat)
        delegating.check_may_arrange(directory, person_id, by_person_id)
        between = [
            one
            for one in delegating.standing(tat, [person_id], today=now.date())
            if (one.person_id, one.to_person_id) == (person_id, to_person_id)
        ]
        if not between:
            name, to = (directory.people[one].name for one in (person_id, to_person_id))
            raise Refused(f"{to} does not answer for {name}: there is nothing to end.")
        for one in between:
            delegating.end(tat, one, by_person_id=by_person_id, now=now)
        _tell(tat, surroundings)


def _tell(tat: Tat, surroundings: Surroundings) -> int:
    """In every cycle: whom a delegation makes a delegate now hears of it, who is none no more."""
    now, directory, n_told = surroundings.now(), people.directory(tat), 0
    for cycle in tat.scalars(sa.select(Cycle.name)):
        open_ = prompts.open_prompts(tat, cycle)
        found = delegations.delegates(tat, open_, directory, now=now)
        delegations.cancel_ended(tat, cycle, found)
        rules = surroundings.declared_for(cycle).rules
        n_told += delegations.owe_delegates(tat, cycle, found, rules, now=now)
    return n_told
