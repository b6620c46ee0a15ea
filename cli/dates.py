"""`tacycle dates`: the calendar on record, and decisions that move it."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from cyclopts import App

from cli.acting import CycleName, DatabaseUrl, cycle_of, cycle_record, person_of, record
from cli.reaching import have_prefect_do
from tasks.dates import Moved, close_early, move_days
from tasks.surroundings import Surroundings, use
from tat.calendar import CalendarDays, read_calendar
from tat.database import read
from tat.decisions import decisions
from tat.moves import Move
from tat.people import directory
from tat.schema import Decision
from tat.statuses import DecisionKind

LATER = "The record holds; the schedules follow when the flow runner starts next."

app = App(name="dates", help="The calendar on record: show it, move it, close a step early.")


@app.default
def show(*, cycle: CycleName = None, database: DatabaseUrl = None) -> int:
    """Show the days of all steps and windows, and what was moved, by whom and why."""
    with record(database) as surroundings:
        print("\n".join(lines(surroundings, cycle_of(surroundings, cycle))))
    return 0


@app.command
def move(
    step: int,
    *,
    by: str,
    reason: str,
    starts: date | None = None,
    ends: date | None = None,
    window: str | None = None,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Give a step, or a window in it, another first or last day. OCC decides.

    Open questions of the step get other due dates where the old last day had shortened them, and
    who must know is told with the next mail.

    Parameters
    ----------
    step
        Number of the step.
    by
        Mail address of who decides.
    reason
        Why; it stands in the mails.
    starts
        The new first day, such as 2016-11-28; without it, that stays.
    ends
        The new last day, included, such as 2016-12-09; without it, that stays.
    window
        Name of the window in the step, where that is to be moved and not the step.
    """
    with cycle_record(cycle, database) as (surroundings, name):
        wanted = Move(step, window, starts, ends)
        by_id = _person(surroundings, by)
        done = move_days(surroundings, name, wanted, by_id=by_id, reason=reason)
        _report(surroundings, name, done)
    return 0


@app.command
def close(
    step: int, *, by: str, reason: str, cycle: CycleName = None, database: DatabaseUrl = None
) -> int:
    """Close a step now. What stays open can still be answered; late answers count.

    Parameters
    ----------
    step
        Number of the step.
    by
        Mail address of who decides, of OCC.
    reason
        Why; it stands in the mails.
    """
    with cycle_record(cycle, database) as (surroundings, name):
        by_id = _person(surroundings, by)
        _report(
            surroundings, name, close_early(surroundings, name, step, by_id=by_id, reason=reason)
        )
    return 0


def lines(surroundings: Surroundings, cycle: str) -> list[str]:
    """The calendar as lines of text."""
    declared = surroundings.declared_for(cycle).calendar
    zone = ZoneInfo(declared.time_zone)
    with read(surroundings.tracker) as tat:
        calendar = read_calendar(tat, declared)
        names = {one.id: one.name for one in directory(tat).people.values()}
        moved = [
            *decisions(tat, cycle, DecisionKind.MOVED_STEP),
            *decisions(tat, cycle, DecisionKind.MOVED_WINDOW),
        ]
        decided = [
            line
            for one in sorted(moved, key=lambda one: one.id)
            for line in _decided(one, names, zone)
        ]
    head = f"The cycle {cycle}, {calendar.starts_on} to {calendar.ends_on}, days of {zone.key}."
    return [head, "", *_days(calendar), "", *(decided or ["Nothing was moved."])]


def _days(calendar: CalendarDays) -> Iterator[str]:
    for step in calendar.steps:
        days = f"{step.starts_on} to {step.ends_on}"
        yield f"step {step.number}  {days}  {step.state:<6}  {step.name}"
        for window in step.windows:
            days = f"{window.starts_on} to {window.ends_on}"
            yield f"        {days}  window  {window.title} ({window.name})"


def _decided(one: Decision, names: dict[int, str], zone: ZoneInfo) -> Iterator[str]:
    by = names[one.by_person_id] if one.by_person_id else "the calendar"
    details = one.details
    yield (
        f"{one.at.astimezone(zone):%Y-%m-%d}  {one.subject}: {_span(details['before'])} became "
        f"{_span(details['after'])}{', closed at once' if details['at_once'] else ''}, by {by}: "
        f"{one.reason}"
    )
    for other in details["follow"]:
        yield f"            step {other['step']} followed: {_span(other['after'])}"


def _span(days: dict[str, Any]) -> str:
    return f"{days['starts_on']} to {days['ends_on']}"


def _person(surroundings: Surroundings, address: str) -> int:
    with read(surroundings.tracker) as tat:
        return person_of(tat, address)


def _report(surroundings: Surroundings, cycle: str, done: Moved) -> None:
    print("\n".join(lines(surroundings, cycle)))
    print(
        f"\n{done.n_prompts} open questions have another due date, {done.n_notices} notices wait "
        "for the next mail."
    )
    with use(surroundings):
        print(
            have_prefect_do(
                surroundings.tracker.url, lambda: _have_prefect_follow(cycle), later=LATER
            )
        )


def _have_prefect_follow(cycle: str) -> str:
    """Schedules and runs follow."""
    from flows.schedules import follow_calendar
    from flows.waking import wake_due_steps, wake_open_steps

    follow_calendar(cycle)
    wake_due_steps(cycle)
    wake_open_steps(cycle)
    return "Prefect's schedules follow."
