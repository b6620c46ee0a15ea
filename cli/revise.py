"""`tacycle revise`: a Specialist begins to revise a plan without having been asked (3.1, 3.8)."""

from cli.acting import CycleName, DatabaseUrl, cycle_record, person_of
from tat import revisions
from tat.database import write


def revise(state: str, *, by: str, cycle: CycleName = None, database: DatabaseUrl = None) -> int:
    """Begin a revision of a state's plan; the link to it leaves with the next mail.

    Parameters
    ----------
    state
        Code of the state or territory, such as CO.
    by
        Mail address of its Specialist.
    """
    with (
        cycle_record(cycle, database) as (surroundings, name),
        write(surroundings.tracker) as tat,
    ):
        prompt = revisions.begin(
            tat, name, state.upper(), by_person_id=person_of(tat, by),
            rules=surroundings.declared_for(name).rules, now=surroundings.now(),
        )  # fmt: skip
        print(f"The revision is begun, due on {prompt.due_on}: the link leaves by mail.")
    return 0
