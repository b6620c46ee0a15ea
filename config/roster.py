"""Reads the roster: who has which role for which region, state or center."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from config.centers import Center
from config.errors import BadInput, Problem
from config.people import Assignment, Person, Roster, RosterRow
from config.places import Jurisdiction, Region
from config.reading import check
from config.roster_draft import RosterDraft
from config.roster_gaps import MissingRole, find_gaps
from config.rules import Rules
from config.scopes import Places
from config.tables import read_table

__all__ = [
    "Assignment",
    "MissingRole",
    "Person",
    "Roster",
    "RosterRow",
    "make_roster",
    "missing_roles",
    "read_roster",
]

COLUMNS = ("person", "address", "role", "scope")
OPTIONAL_COLUMNS = ("time_zone",)
DEFAULT_TIME_ZONE = "America/New_York"


def read_roster(
    path: Path,
    jurisdictions: Mapping[str, Jurisdiction],
    centers: Mapping[str, Center],
    *,
    regions: Mapping[int, Region] | None = None,
    time_zone: str = DEFAULT_TIME_ZONE,
) -> Roster:
    """Read a roster from CSV: person, address, role, scope and, if wanted, time_zone.

    A person's time zone is the one written in a row, else that of the first row's state, else
    that of its region's office, else the cycle's.

    Args:
        regions: the ten regions, for the time zones of their offices.
        time_zone: the cycle's.
    Raises:
        BadInput: naming every fault with the file and its line.
    """
    problems: list[Problem] = []
    file = str(path)
    places = Places(jurisdictions, centers, regions or {}, time_zone)
    draft = RosterDraft(places, file=file, problems=problems)
    for line in read_table(
        path, file=file, columns=COLUMNS, optional=OPTIONAL_COLUMNS, problems=problems
    ):
        at = f"line {line.line}"
        row = check(RosterRow, line.cells, file=file, problems=problems, at=at)
        if row:
            draft.add(at, row)
    if problems:
        raise BadInput(sorted(problems, key=_line_of))
    return draft.finish()


def make_roster(
    rows: Iterable[RosterRow],
    jurisdictions: Mapping[str, Jurisdiction],
    centers: Mapping[str, Center],
    *,
    regions: Mapping[int, Region] | None = None,
    time_zone: str = DEFAULT_TIME_ZONE,
) -> Roster:
    """Make a roster of rows that come from no file, with the same checks.

    Raises:
        BadInput: naming every fault with the number of its row.
    """
    problems: list[Problem] = []
    places = Places(jurisdictions, centers, regions or {}, time_zone)
    draft = RosterDraft(places, file="roster", problems=problems)
    for n, row in enumerate(rows, start=1):
        draft.add(f"row {n}", row)
    if problems:
        raise BadInput(problems)
    return draft.finish()


def missing_roles(
    roster: Roster,
    rules: Rules,
    jurisdictions: Mapping[str, Jurisdiction],
    centers: Mapping[str, Center],
) -> list[MissingRole]:
    """Give what a rule asks and nobody has, each once: "nobody is Administrator of Oregon"."""
    return find_gaps(roster.holders, rules, jurisdictions, centers)


def _line_of(problem: Problem) -> int:
    found = re.match(r"line (\d+)", problem.place)
    return int(found[1]) if found else 0
