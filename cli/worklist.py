"""`tacycle worklist`: what to key into an agency's other tracker, and what was keyed."""

from collections.abc import Sequence
from pathlib import Path

from cyclopts import App

from cli.acting import CycleName, DatabaseUrl, check_region, cycle_record, person_of
from tat.database import read, write
from tat.worklist import ToKey, mark_keyed
from tat.worklist import worklist as to_key
from templates.csv_text import csv_file
from templates.filters import plural

app = App(name="worklist", help="What to key into an agency's other tracker, and what was keyed.")

COLUMNS = (
    "region",
    "state",
    "plan",
    "status",
    "version",
    "keyed status",
    "keyed version",
    "change",
)


@app.default
def show(
    *,
    region: int | None = None,
    csv: Path | None = None,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """List the plans to key: version, status, and what changed since the version last keyed.

    Parameters
    ----------
    region
        Number of a region; without it, all.
    csv
        A file to write the list to, one line for each change.
    """
    with cycle_record(cycle, database) as (surroundings, name), read(surroundings.tracker) as tat:
        check_region(tat, name, region, undone="Nothing was listed")
        known = to_key(tat, name)
    due = [one for one in known if region in (None, one.plan.region)]
    if csv is not None:
        csv.write_bytes(csv_file(COLUMNS, [row for one in due for row in _rows(one)]))
    for one in due:
        print("\n".join(_lines(one)))
    print(f"{plural(len(due), 'plan')} to key")
    return 0


@app.command
def keyed(
    state: str, *, version: int, by: str, cycle: CycleName = None, database: DatabaseUrl = None
) -> int:
    """Mark a version of a plan as keyed. The Specialist of the state does it, or OCC.

    Parameters
    ----------
    state
        Code of the state or territory, such as CO.
    version
        Number of the version that was keyed.
    by
        Mail address of who keyed it.
    """
    with (
        cycle_record(cycle, database) as (surroundings, name),
        write(surroundings.tracker) as tat,
    ):
        marked = mark_keyed(
            tat, name, state.upper(), version=version, by_person_id=person_of(tat, by),
            now=surroundings.now(),
        )  # fmt: skip
    print(f"{state.upper()}, version {marked.version}, is marked as keyed: {marked.status}.")
    return 0


def _lines(one: ToKey) -> list[str]:
    last = f"keyed last: version {one.keyed.version}" if one.keyed else "never keyed"
    head = f"{one.plan.name}: {one.plan.status}, version {one.plan.version} ({last})"
    return [head, *(f"  {change}" for change in one.changes)]


def _rows(one: ToKey) -> list[Sequence[object]]:
    keyed_status = one.keyed.status if one.keyed else ""
    keyed_version = one.keyed.version if one.keyed else ""
    plan = one.plan
    return [
        (
            plan.region, plan.jurisdiction, plan.name, plan.status, plan.version, keyed_status,
            keyed_version, change,
        )
        for change in one.changes
    ]  # fmt: skip
