"""`tacycle meeting`: record a meeting that nobody was asked about, and list all of them."""

from collections.abc import Sequence
from datetime import date

from cyclopts import App

from cli.acting import CycleName, DatabaseUrl, cycle_of, person_of, record
from config.vocabulary import MeetingKind
from tat.database import read, write
from tat.held import Held, listed, put_down

app = App(name="meeting", help="Meetings: record one that was held, or list them.")


@app.command(name="record")
def record_meeting(
    kind: MeetingKind,
    *,
    on: date,
    notes: str,
    by: str,
    region: int | None = None,
    attendees: Sequence[str] = (),
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Record what came of a meeting. Those who attended get the notes.

    Parameters
    ----------
    kind
        What kind of meeting it was, such as partner-meeting.
    on
        The day on which it was held.
    notes
        What came of it.
    by
        Mail address of who records it.
    region
        Number of the region, where it was a region's.
    attendees
        Mail addresses of those who were there.
    """
    with record(database) as surroundings:
        name = cycle_of(surroundings, cycle)
        with write(surroundings.tracker) as tat:
            held = Held(
                kind=kind, region=region, held_on=on, notes=notes, by_person_id=person_of(tat, by),
                attendee_ids=tuple(person_of(tat, address) for address in attendees),
            )  # fmt: skip
            subject = put_down(tat, name, held, now=surroundings.now())
    print(f"{subject} is on record as held on {on}.")
    return 0


@app.command(name="list")
def list_meetings(*, cycle: CycleName = None, database: DatabaseUrl = None) -> int:
    """List every meeting on record with its day, and whether its notes are there."""
    with record(database) as surroundings:
        name = cycle_of(surroundings, cycle)
        with read(surroundings.tracker) as tat:
            lines = listed(tat, name)
    print("\n".join(lines) or "No meeting is on record.")
    return 0
