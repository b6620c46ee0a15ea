"""`tacycle meeting`: record a meeting nobody was asked about; move a call or call it off; list."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cyclopts import App

from cli.acting import CycleName, DatabaseUrl, cycle_record, person_of
from config.vocabulary import MeetingKind
from tat import agreed_calls
from tat.agreed_calls import Change
from tat.database import Tat, read, write
from tat.held import Held, listed, put_down
from tat.refusals import Refused
from tat.schema import Jurisdiction

app = App(name="meeting", help="Meetings: record, move or call off, or list them.")


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
    with (
        cycle_record(cycle, database) as (surroundings, name),
        write(surroundings.tracker) as tat,
    ):
        held = Held(
            kind=kind, region=region, held_on=on, notes=notes, by_person_id=person_of(tat, by),
            attendee_ids=tuple(person_of(tat, address) for address in attendees),
        )  # fmt: skip
        subject = put_down(tat, name, held, now=surroundings.now())
    print(f"{subject} is on record as held on {on}.")
    return 0


@app.command(name="move")
def move_call(
    state: str,
    *,
    to: datetime,
    reason: str,
    by: str,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Move the agreed call of a state. Everybody who was sent its documents is told.

    Parameters
    ----------
    state
        Code of the state or territory, such as CO.
    to
        When it begins, by the clocks of the state, such as 2016-09-27T14:00.
    reason
        Why, as everybody reads it.
    by
        Mail address of the state's Specialist, who has arranged it with the Administrator.
    """
    with (
        cycle_record(cycle, database) as (surroundings, name),
        write(surroundings.tracker) as tat,
    ):
        change = Change(state.upper(), reason, person_of(tat, by))
        starts_at = to if to.tzinfo else to.replace(tzinfo=_zone(tat, change.state))
        n_told = agreed_calls.move(tat, name, change, starts_at=starts_at, now=surroundings.now())
    print(f"The call of {change.state} is moved to {starts_at}; {n_told} people are told.")
    return 0


@app.command(name="off")
def call_off(
    state: str,
    *,
    reason: str,
    by: str,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Call the agreed call of a state off. Its Specialist is asked for another date.

    Parameters
    ----------
    state
        Code of the state or territory, such as CO.
    reason
        Why, as everybody who was sent its documents reads it.
    by
        Mail address of the state's Specialist.
    """
    with (
        cycle_record(cycle, database) as (surroundings, name),
        write(surroundings.tracker) as tat,
    ):
        change = Change(state.upper(), reason, person_of(tat, by))
        n_told = agreed_calls.call_off(tat, name, change, now=surroundings.now())
    print(f"The call of {change.state} is called off; {n_told} people are told.")
    return 0


def _zone(tat: Tat, code: str) -> ZoneInfo:
    """The time zone of a state. Raises: Refused, when there is no such state on record."""
    place = tat.get(Jurisdiction, code)
    if place is None:
        raise Refused(f'The call stays as it is: no state or territory has the code "{code}".')
    return ZoneInfo(place.time_zone)


@app.command(name="list")
def list_meetings(*, cycle: CycleName = None, database: DatabaseUrl = None) -> int:
    """List every meeting on record with its day, and whether its notes are there."""
    with (
        cycle_record(cycle, database) as (surroundings, name),
        read(surroundings.tracker) as tat,
    ):
        lines = listed(tat, name)
    print("\n".join(lines) or "No meeting is on record.")
    return 0
