"""Put a declared cycle on record: its steps, places, centers, people and empty plans."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from config.declared import Declared
from config.people import Roster
from tasks.surroundings import Surroundings
from tat import done, ledger, people, plans
from tat.database import Tat, read, write
from tat.people import Enrolment
from tat.schema import Center, CenterName, Cycle, Jurisdiction, Step, Window
from tat.statuses import StepState


def start_cycle(
    surroundings: Surroundings, declared: Declared, roster: Roster, *, from_step: int = 1
) -> bool:
    """Write what is declared into the tracker; False when the cycle is on record already.

    Args:
        from_step: the first step that is carried out here; those before it are over, and nothing
            is asked or sent for them.
    """
    with write(surroundings.tracker) as tat:
        if tat.get(Cycle, declared.calendar.name) is not None:
            return False
        now = surroundings.now()
        _write_calendar(tat, declared, from_step=from_step, now=now)
        _write_places(tat, declared)
        people.enrol(tat, _enrolments(roster))
        plans.start_plans(tat, declared.calendar.name, declared.jurisdictions, now=now)
        entry = ledger.Entry(
            at=now, actor=ledger.SOFTWARE, act="started the cycle",
            subject=declared.calendar.name, details=_details(from_step),
        )  # fmt: skip
        ledger.record(tat, [entry])
        for one in declared.calendar.done_earlier:
            done.record(tat, declared.calendar.name, one, by_person_id=None, now=now)
        return True


def cycles_on_record(surroundings: Surroundings) -> list[str]:
    """Names of the cycles that have a step to open or to close yet, the earliest first.

    A cycle that is delivered and one that is planned go on side by side: the loops take both.
    """
    unfinished = sa.select(Step.cycle).where(Step.state != StepState.CLOSED)
    rows = sa.select(Cycle.name).where(Cycle.name.in_(unfinished)).order_by(Cycle.starts_on)
    with read(surroundings.tracker) as tat:
        return list(tat.scalars(rows))


def _details(from_step: int) -> dict[str, int]:
    return {"from_step": from_step} if from_step > 1 else {}


def _write_calendar(tat: Tat, declared: Declared, *, from_step: int, now: datetime) -> None:
    calendar = declared.calendar
    tat.add(
        Cycle(
            name=calendar.name, title=calendar.title, time_zone=calendar.time_zone,
            starts_on=calendar.starts_on, ends_on=calendar.ends_on,
        )
    )  # fmt: skip
    tat.flush()
    tat.add_all(
        Step(
            cycle=calendar.name, number=step.number, name=step.name, starts_on=step.starts_on,
            ends_on=step.ends_on, n_wakes=0, generation=0,
            state=StepState.CLOSED if step.number < from_step else StepState.AHEAD,
            closed_at=now if step.number < from_step else None,
        )
        for step in calendar.steps
    )  # fmt: skip
    tat.add_all(
        Window(
            cycle=calendar.name, step=step.number, name=window.name,
            title=window.title or window.name, starts_on=window.starts_on, ends_on=window.ends_on,
        )
        for step in calendar.steps
        for window in step.windows
    )  # fmt: skip


def _write_places(tat: Tat, declared: Declared) -> None:
    """Write the places that the tracker does not know from an earlier cycle."""
    known = set(tat.scalars(sa.select(Jurisdiction.code)))
    tat.add_all(
        Jurisdiction(code=code, name=one.name, region=one.region, time_zone=one.time_zone)
        for code, one in declared.jurisdictions.items()
        if code not in known
    )
    centers = set(tat.scalars(sa.select(Center.key)))
    new = [center for key, center in declared.centers.items() if key not in centers]
    tat.add_all(Center(key=one.key, funded_by="+".join(one.funded_by)) for one in new)
    tat.flush()
    tat.add_all(
        CenterName(
            short_name=name.short_name, center=center.key, name=name.name,
            first_year=name.valid_from, last_year=name.valid_to,
        )
        for center in new
        for name in center.names
    )  # fmt: skip
    tat.flush()


def _enrolments(roster: Roster) -> Iterable[Enrolment]:
    for one in roster.assignments:
        person = roster.people[one.address]
        yield Enrolment(person.name, person.address, person.time_zone, one.role, one.scope)
