"""`tacycle delegate`: somebody answers in the place of somebody else for some days."""

from datetime import date
from typing import Annotated

import sqlalchemy as sa
from cyclopts import App, Parameter

from cli.acting import DatabaseUrl, person_of, record
from tasks.delegating import delegate, end_delegation
from tat.database import Tat, read
from tat.delegating import Wanted
from tat.people import directory
from tat.schema import Delegation

app = App(name="delegate", help="Who answers in the place of whom, and on which days.")

From = Annotated[str, Parameter(name="--from")]


@app.default
def begin(
    *,
    from_: From,
    to: str,
    starts: date,
    ends: date,
    reason: str,
    by: str,
    database: DatabaseUrl = None,
) -> int:
    """Delegate to somebody: on these days they are asked what the other is asked, and may answer.

    Questions that wait already come along. Who delegates may still answer. A federal role is
    delegated to federal staff only; nobody gets to approve what they wrote.

    Parameters
    ----------
    from_
        Mail address of the person whose questions they are.
    to
        Mail address of the person who answers in their place.
    starts
        The first day, as 2016-11-21.
    ends
        The last day, included.
    reason
        Why; it stands on record.
    by
        Mail address of who arranges it: the person, OCC, or their Specialist.
    """
    with record(database) as surroundings:
        with read(surroundings.tracker) as tat:
            of_id, to_id, by_id = (person_of(tat, one) for one in (from_, to, by))
            people = directory(tat).people
        wanted = Wanted(of_id, to_id, starts, ends, reason, by_id)
        n_told = delegate(surroundings, wanted)
    print(f"{people[to_id].name} answers for {people[of_id].name} from {starts} to {ends}.")
    if n_told:
        print(f"They are asked now what waits: {n_told} question{'s' if n_told > 1 else ''}.")
    return 0


@app.command
def end(*, from_: From, to: str, by: str, database: DatabaseUrl = None) -> int:
    """Take a delegation back before its last day.

    Parameters
    ----------
    from_
        Mail address of the person whose questions they are.
    to
        Mail address of the person who answers in their place until now.
    by
        Mail address of who ends it.
    """
    with record(database) as surroundings:
        with read(surroundings.tracker) as tat:
            of_id, to_id, by_id = (person_of(tat, one) for one in (from_, to, by))
            people = directory(tat).people
        end_delegation(surroundings, of_id, to_id, by_person_id=by_id)
    print(f"{people[to_id].name} does not answer for {people[of_id].name} any more.")
    return 0


@app.command(name="list")
def list_(*, database: DatabaseUrl = None) -> int:
    """List every delegation that was ever made, the newest first."""
    with record(database) as surroundings, read(surroundings.tracker) as tat:
        print("\n".join(_lines(tat)) or "Nobody has delegated anything.")
    return 0


def _lines(tat: Tat) -> list[str]:
    people = directory(tat).people
    rows = tat.scalars(sa.select(Delegation).order_by(Delegation.id.desc()))
    return [
        f"{one.starts_on} to {one.ends_on}: {people[one.to_person_id].name} for "
        f"{people[one.person_id].name}, arranged by {people[one.by_person_id].name}: {one.reason}"
        + (f" (ended on {one.ended_at:%Y-%m-%d})" if one.ended_at else "")
        for one in rows
    ]
