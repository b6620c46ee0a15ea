"""The National Centers and the names that they had over time."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from config.declaration import Declaration, Words, matching
from config.errors import Problem
from config.reading import check
from config.tables import read_table

Year = Annotated[int, BeforeValidator(lambda n: int(n) if str(n).isdigit() else n), Field(ge=1990)]


class CenterName(Declaration):
    """One name of a center, as in a row of centers.csv. Only the years are known, not the days."""

    short_name: Annotated[str, matching(r"[A-Z]+", "capital letters such as NCASE")]
    name: Words
    funded_by: Words
    valid_from: Year
    valid_to: Year | None = None
    renamed_from: str | None = None
    certainty: str = ""


class Center(Declaration):
    """A National Center. Its key is its current short name; former names come first in `names`."""

    key: Words
    names: Annotated[tuple[CenterName, ...], Field(min_length=1)]

    @property
    def name(self) -> str:
        """The current full name."""
        return self.names[-1].name

    @property
    def funded_by(self) -> tuple[str, ...]:
        """The offices that fund the center today, such as OHS and OCC."""
        return tuple(self.names[-1].funded_by.split("+"))

    def name_on(self, day: date) -> CenterName:
        """Give the name that the center had on a day.

        The day of a renaming is not known, only its year: the new name counts from 1 January.
        """
        begun = [name for name in self.names if name.valid_from <= day.year]
        return begun[-1] if begun else self.names[0]


def load_centers(path: Path, *, file: str, problems: list[Problem]) -> dict[str, Center]:
    """Read centers.csv, by key; what is wrong is added to the problems."""
    columns = tuple(CenterName.model_fields)
    rows: dict[str, tuple[int, CenterName]] = {}
    for row in read_table(path, file=file, columns=columns, problems=problems):
        name = check(CenterName, row.cells, file=file, problems=problems, at=f"line {row.line}")
        if name and name.short_name in rows:
            cause = f"{name.short_name} is there twice"
            problems.append(Problem(file, f"line {row.line}", cause, "remove one of the rows"))
        elif name:
            rows[name.short_name] = (row.line, name)
    successors = _successors(rows, file=file, problems=problems)
    centers = (
        Center(key=short_name, names=_names(short_name, rows))
        for short_name in rows
        if short_name not in successors
    )
    return {center.key: center for center in centers}


def find_center(centers: Mapping[str, Center], short_name: str) -> Center | None:
    """Give the center that has or had this short name, None when there is none."""
    if short_name in centers:
        return centers[short_name]
    for center in centers.values():
        if any(name.short_name == short_name for name in center.names):
            return center
    return None


def _successors(
    rows: Mapping[str, tuple[int, CenterName]], *, file: str, problems: list[Problem]
) -> dict[str, str]:
    successors: dict[str, str] = {}
    for line, name in rows.values():
        former, place = name.renamed_from, f"line {line}, renamed_from"
        if former is None:
            continue
        if former not in rows:
            cause = f"{former}, the former name of {name.short_name}, has no row"
            problems.append(Problem(file, place, cause, "add the row or correct the name"))
        elif rows[former][1].valid_from >= name.valid_from:
            cause = f"{name.short_name} was renamed from {former}, which is not older"
            problems.append(Problem(file, place, cause, "correct the years or the name"))
        elif former in successors:
            cause = f"{former} was renamed to {successors[former]} and to {name.short_name}"
            problems.append(Problem(file, place, cause, "keep one successor"))
        else:
            successors[former] = name.short_name
    return successors


def _names(short_name: str, rows: Mapping[str, tuple[int, CenterName]]) -> tuple[CenterName, ...]:
    name = rows[short_name][1]
    former = name.renamed_from
    # Years that fall keep a name from being its own ancestor.
    if former in rows and former and rows[former][1].valid_from < name.valid_from:
        return (*_names(former, rows), name)
    return (name,)
