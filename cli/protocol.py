"""`tacycle protocol`: send the protocol of the cycle to the National Centers (1.1)."""

from cyclopts import App

from cli.acting import CycleName, DatabaseUrl, cycle_record, person_of
from tasks.protocol import send_protocol_now
from tat.database import read

app = App(name="protocol", help="The protocol of the cycle, for the National Centers.")


@app.command
def send(*, by: str, cycle: CycleName = None, database: DatabaseUrl = None) -> int:
    """Send it now, also before step 1 opens; who has it already does not get it again.

    Parameters
    ----------
    by
        Mail address of who sends it.
    """
    with cycle_record(cycle, database) as (surroundings, name):
        with read(surroundings.tracker) as tat:
            by_id = person_of(tat, by)
        n_people = send_protocol_now(surroundings, name, by_person_id=by_id)
    print(f"The protocol goes to {n_people} people of the National Centers with the next mail.")
    return 0
