"""Commands for the roster: an example to start from, and what is wrong with a file."""

import csv
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from cyclopts import App

from config.declared import Declared, load
from config.example_roster import example_roster
from config.roster import COLUMNS, OPTIONAL_COLUMNS, RosterRow, missing_roles, read_roster
from config.settings import load_settings

CYCLE = "2016-2018"

roster = App(name="roster", help="Write an example roster, or check one.")


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
    read = read_roster(
        file,
        declared.jurisdictions,
        declared.centers,
        regions=declared.regions,
        time_zone=declared.calendar.time_zone,
    )
    missing = missing_roles(read, declared.rules, declared.jurisdictions, declared.centers)
    for role in missing:
        print(role)
    print(f"{len(read.people)} people, {len(read.assignments)} roles, {len(missing)} roles missing")
    return 1 if missing else 0


def _declared(cycle: str) -> Declared:
    return load(cycle, load_settings().config_folder)


def _csv(rows: Iterable[RosterRow]) -> str:
    text = io.StringIO()
    names = (*COLUMNS, *OPTIONAL_COLUMNS)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(row, name) for name in names] for row in rows)
    return text.getvalue()
