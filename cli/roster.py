"""Commands for the roster: an example, what is wrong with a file, and who joins in mid-cycle."""

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from cyclopts import App

from cli.acting import CycleName, DatabaseUrl, cycle_of, person_of, record
from config.declared import Declared, load
from config.example_roster import example_roster
from config.roster import COLUMNS, OPTIONAL_COLUMNS, RosterRow, missing_roles, read_roster
from config.settings import load_settings
from tasks.joining import Difference, apply_roster, difference
from tat.database import read

CYCLE = "2016-2018"

roster = App(name="roster", help="A roster: write an example, check, apply to a cycle.")


@roster.command
def example(*, out: Path | None = None, cycle: str = CYCLE) -> int:
    """Give a complete roster of people who do not exist, as CSV.

    Args:
        out: the file to write; without it the roster is printed. A file that exists is kept.
        cycle: the name of the cycle.
    """
    declared = _declared(cycle)
    text = _csv(example_roster(declared.jurisdictions, declared.centers))
    if out is None:
        print(text, end="")
        return 0
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        print(f"{out} exists already and is kept; name another file", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{out} cannot be written ({error.strerror}); name another file", file=sys.stderr)
        return 1
    print(f"{out} is written")
    return 0


@roster.command
def check(file: Path, *, cycle: str = CYCLE) -> int:
    """Say what is wrong with a roster and which roles nobody has.

    Args:
        file: a CSV file with the columns person, address, role, scope and, if wanted, time_zone.
        cycle: the name of the cycle.
    """
    declared = _declared(cycle)
    checked = read_roster(
        file,
        declared.jurisdictions,
        declared.centers,
        regions=declared.regions,
        time_zone=declared.calendar.time_zone,
    )
    missing = missing_roles(checked, declared.rules, declared.jurisdictions, declared.centers)
    for role in missing:
        print(role)
    n_people, n_roles = len(checked.people), len(checked.assignments)
    print(f"{n_people} people, {n_roles} roles, {len(missing)} roles missing")
    return 1 if missing else 0


@roster.command
def apply(
    file: Path,
    *,
    by: str,
    dry_run: bool = False,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Add to a cycle under way who stands in a roster and not on record; ask them what waits.

    Nobody is removed: who is missing from the file is named. Who leaves is said by tacycle leave.

    Parameters
    ----------
    file
        A CSV file as for check.
    by
        Mail address of who decides, of OCC.
    dry_run
        Only show the difference.
    """
    with record(database) as surroundings:
        declared = surroundings.declared_for(cycle_of(surroundings, cycle))
        wanted = read_roster(
            file,
            declared.jurisdictions,
            declared.centers,
            regions=declared.regions,
            time_zone=declared.calendar.time_zone,
        )
        with read(surroundings.tracker) as tat:
            by_id, found, n_asked = person_of(tat, by), difference(tat, wanted), 0
        if not dry_run:
            found, n_asked = apply_roster(surroundings, wanted, by_person_id=by_id)
    for line in _differing(found):
        print(line)
    is_new = "would join" if dry_run else "joined"
    print(f"{len(found.joining)} roles {is_new}, {n_asked} open questions put before them.")
    return 0


def _differing(found: Difference) -> Iterator[str]:
    for titles, held in (
        ("joins", found.joining),
        ("is missing from the file and stays", found.missing),
        ("has left and stays out", found.left),
    ):
        yield from (f"{address} {titles}: {role} of {scope}" for address, role, scope in held)
    for before, after in found.corrected:
        yield f"{after} takes the place of {before}, which takes no mail"


def _declared(cycle: str) -> Declared:
    return load(cycle, load_settings().config_folder)


def _csv(rows: Iterable[RosterRow]) -> str:
    text = io.StringIO()
    names = (*COLUMNS, *OPTIONAL_COLUMNS)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(row, name) for name in names] for row in rows)
    return text.getvalue()
