"""`tacycle export`: plans, answers and approvals as data; all records about one plan."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from cyclopts import App

from cli.acting import CycleName, DatabaseUrl, cycle_record
from portal.exports.collecting import collect
from portal.exports.comparing import differences, read_export
from portal.exports.records import Kept, records_of
from portal.exports.shapes import Export
from portal.exports.tables import tables_of
from tasks.surroundings import Surroundings
from tat.database import Tat, read
from tat.plans import plan_of
from tat.refusals import Refused
from tat.schema import Jurisdiction, Plan
from templates.csv_text import csv_file
from templates.filters import plural
from templates.table_book import table_book

app = App(name="export", help="Write plans, answers and approvals as data; change nothing.")

RESULTS = Path("out/export")
SAME, DIFFERS = 0, 1


class Form(StrEnum):
    """A kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@app.default
def write_export(
    *,
    state: str | None = None,
    region: int | None = None,
    form: Form | None = None,
    out: Path | None = None,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Write the plans as they stand now, with every answer, approval and change of status.

    Parameters
    ----------
    state
        Code of the one state or territory: CO. Without it and without a region: all.
    region
        Number of the one region.
    form
        The one kind of file; without it all three. The shape of the JSON is published in
        docs/export.schema.json.
    out
        Folder for the files; without it out/export and the name of the cycle.
    """
    with cycle_record(cycle, database) as (surroundings, name):
        with read(surroundings.tracker) as tat:
            export = _collected(tat, surroundings, name, _chosen(tat, name, state, region))
        what = state.upper() if state else f"Region {region}" if region else "all"
        files = [kept for one in ([form] if form else Form) for kept in _files(export, one, what)]
    _write(out or RESULTS / name, files)
    return 0


@app.command(name="records")
def write_records(
    state: str,
    *,
    out: Path | None = None,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Write all records about one plan into a folder, as a request for records needs them.

    The plan as data, each version, its story from the ledger, the mails about it with what went
    along, the files that came in, signed memos.

    Parameters
    ----------
    state
        Code of the state or territory: CO.
    out
        Folder for the files; without it out/export, the name of the cycle and the state.
    """
    code = state.upper()
    with cycle_record(cycle, database) as (surroundings, name):
        zone = ZoneInfo(surroundings.declared_for(name).calendar.time_zone)
        with read(surroundings.tracker) as tat:
            export = _collected(tat, surroundings, name, _chosen(tat, name, code, None))
            files = [*_files(export, Form.JSON, code), *_files(export, Form.XLSX, code)]
            files += records_of(tat, plan_of(tat, name, code), zone=zone)
    _write(out or RESULTS / name / f"Records of {code}", files)
    return 0


@app.command
def compare(file: Path, *, cycle: CycleName = None, database: DatabaseUrl = None) -> int:
    """Read an export back and say where the record differs from it now; nothing is changed.

    Exit code 0: nowhere, 1: somewhere.

    Parameters
    ----------
    file
        The JSON file of an export.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            f"{file} cannot be read ({error}): name the JSON file of an export."
        ) from None
    then = read_export(text, name=file.name)
    states = [plan.state for plan in then.plans]
    with (
        cycle_record(cycle or then.cycle, database) as (surroundings, name),
        read(surroundings.tracker) as tat,
    ):
        found = differences(then, _collected(tat, surroundings, name, states))
    n_plans = plural(len(then.plans), "plan")
    print("\n".join(found) or f"The record says of {n_plans} what the export says.")
    return DIFFERS if found else SAME


def _collected(
    tat: Tat, surroundings: Surroundings, cycle: str, states: list[str] | None
) -> Export:
    topics = surroundings.declared_for(cycle).topics
    return collect(tat, cycle, topics, now=surroundings.now(), states=states)


def _chosen(tat: Tat, cycle: str, state: str | None, region: int | None) -> list[str] | None:
    """The states that are asked for; None for all. Raises: Refused, where there are none."""
    if state is None and region is None:
        return None
    rows = (
        sa.select(Jurisdiction.code, Jurisdiction.region)
        .join(Plan, Plan.jurisdiction == Jurisdiction.code)
        .where(Plan.cycle == cycle)
        .order_by(Jurisdiction.code)
    )
    known = tat.execute(rows).all()
    code = state.upper() if state else None
    found = [one for one, of in known if (not code or one == code) and region in (None, of)]
    if not found:
        there = ", ".join(one for one, _of in known) or "none"
        raise Refused(
            f"Nothing was written: the cycle {cycle} has no such plan; it has those of {there}."
        )
    return found


def _files(export: Export, form: Form, what: str) -> Iterator[Kept]:
    if form == Form.JSON:
        yield Kept(f"Plans {what}.json", export.model_dump_json(indent=1).encode())
    elif form == Form.XLSX:
        book = table_book(f"TA plans: {what}", tables_of(export), made_at=export.made_at)
        yield Kept(f"Plans {what}.xlsx", book)
    else:
        for table in tables_of(export):
            yield Kept(f"{table.name} {what}.csv", csv_file(table.heads, table.rows))


def _write(folder: Path, files: Iterable[Kept]) -> None:
    """Write the files into the folder, each whole or not at all; says how many."""
    n_files = 0
    try:
        for kept in files:
            path = folder / kept.path
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_name(f".{path.name}.half")
            half.write_bytes(kept.content)
            half.replace(path)
            n_files += 1
    except OSError as error:
        raise Refused(
            f"The export could not be written to {folder} ({error.strerror}): "
            "name another folder with --out."
        ) from error
    print(f"{plural(n_files, 'file')} written to {folder}")
