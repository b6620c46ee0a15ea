"""`tacycle done`: a line of step 1 was done before the software began."""

from cli.acting import CycleName, DatabaseUrl, cycle_record, person_of
from config.done_earlier import DoneEarlier, scope_fault
from config.errors import BadInput, Problem
from config.reading import check
from tat import done as done_lines
from tat.database import write


def done(
    line: str,
    scope: str = "",
    *,
    on: str,
    by: str,
    reason: str,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Put on record that a line of step 1 was done earlier: it is not asked or sent any more.

    Parameters
    ----------
    line
        Of the process, 1.1 to 1.8.
    scope
        Where it was done: "region 8" or CO; without it everywhere.
    on
        The day such as 2016-07-20, or the month such as 2016-07 where the day is not known.
    by
        Mail address of who says so.
    reason
        How that is known.
    """
    problems: list[Problem] = []
    data = {"line": line, "scope": scope, "on": on, "note": reason}
    one = check(DoneEarlier, data, file="tacycle done", problems=problems)
    if one is None:
        raise BadInput(problems)
    with cycle_record(cycle, database) as (surroundings, name):
        places = surroundings.declared_for(name).jurisdictions
        if fault := scope_fault(one, places):
            raise BadInput([Problem("tacycle done", "scope", fault, "correct it")])
        with write(surroundings.tracker) as tat:
            by_id = person_of(tat, by)
            done_lines.record(tat, name, one, by_person_id=by_id, now=surroundings.now())
    print(f"{one.subject[0].upper()}{one.subject[1:]} is on record as done earlier ({on}).")
    return 0
