"""`tacycle progress`: say how far an activity has come without having been asked (6.1)."""

from datetime import date

from cli.acting import CycleName, DatabaseUrl, cycle_record, person_of
from config.vocabulary import Progress
from tat.answer_models.delivery import ActivityProgress
from tat.database import write
from tat.lines import Author
from tat.progress import find_activity, mark_unasked


def progress(
    state: str,
    activity: int,
    says: Progress,
    *,
    on: date,
    by: str,
    expected: date | None = None,
    note: str = "",
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Mark an activity of a final plan: its center's lead does it, or the state's Specialist.

    Parameters
    ----------
    state
        Code of the state or territory, such as CO.
    activity
        Number of the activity in its plan.
    says
        How far it has come.
    on
        Since when it is so.
    by
        Mail address of who says it.
    expected
        Until when it should be done.
    note
        What else should be known.
    """
    with cycle_record(cycle, database) as (surroundings, name):
        with write(surroundings.tracker) as tat:
            line = find_activity(tat, name, state.upper(), activity)
            said = ActivityProgress(
                line_id=line.id, progress=says, on=on, expected_on=expected, note=note
            )
            mark_unasked(tat, line, said, Author(person_of(tat, by), surroundings.now()))
        print(f"Activity {activity} of {state.upper()} is marked: {says}, since {on}.")
    return 0
