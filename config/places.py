"""The 56 states and territories and the ten ACF regions."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from config.declaration import Declaration, TimeZone, Words, matching
from config.errors import Problem
from config.reading import check
from config.tables import Row, read_table


class JurisdictionKind(StrEnum):
    """What a jurisdiction is; "state" in the process means all three."""

    STATE = "state"
    DISTRICT = "district"
    TERRITORY = "territory"


# A cell of a table is text, a test writes a number: both are read.
RegionNumber = Annotated[int, BeforeValidator(lambda n: int(n) if str(n).isdigit() else n)]


class Jurisdiction(Declaration):
    """A state or territory: USPS code, ACF region 1-10, time zone of its capital.

    A copy, made for a rehearsal or benchmark of more than 56, has a code such as "CO.2".
    """

    code: Annotated[str, matching(r"[A-Z]{2}(\.[1-9]\d*)?", "two capital letters such as CO")]
    name: Words
    kind: JurisdictionKind
    region: RegionNumber = Field(alias="acf_region", ge=1, le=10)
    regional_office: Words
    fips: Annotated[str, matching(r"\d{2}", "two digits")]
    time_zone: TimeZone = Field(alias="timezone_of_capital")


class Region(Declaration):
    """An ACF region: number 1-10, city and time zone of its office."""

    number: RegionNumber = Field(ge=1, le=10)
    office: Words
    time_zone: TimeZone


def load_regions(path: Path, *, file: str, problems: list[Problem]) -> dict[int, Region]:
    """Read regions.csv, by number; what is wrong is added to the problems."""
    rows = read_table(path, file=file, columns=("number", "office", "time_zone"), problems=problems)
    regions: dict[int, Region] = {}
    for row in rows:
        region = check(Region, row.cells, file=file, problems=problems, at=f"line {row.line}")
        if region and region.number in regions:
            problems.append(_twice(file, row, f"region {region.number}"))
        elif region:
            regions[region.number] = region
    return regions


def load_jurisdictions(
    path: Path, regions: Mapping[int, Region], *, file: str, problems: list[Problem]
) -> dict[str, Jurisdiction]:
    """Read jurisdictions.csv, by code; what is wrong is added to the problems.

    Regions and offices are compared with `regions` unless that is empty.
    """
    columns = [field.alias or name for name, field in Jurisdiction.model_fields.items()]
    jurisdictions: dict[str, Jurisdiction] = {}
    names: set[str] = set()
    for row in read_table(path, file=file, columns=columns, problems=problems):
        at = f"line {row.line}"
        jurisdiction = check(Jurisdiction, row.cells, file=file, problems=problems, at=at)
        if jurisdiction is None:
            continue
        if jurisdiction.code in jurisdictions or jurisdiction.name in names:
            problems.append(_twice(file, row, f"{jurisdiction.code} {jurisdiction.name}"))
            continue
        if regions:
            problems.extend(_region_problems(jurisdiction, regions, file=file, at=at))
        jurisdictions[jurisdiction.code] = jurisdiction
        names.add(jurisdiction.name)
    return jurisdictions


def copied(jurisdictions: Mapping[str, Jurisdiction], times: int) -> dict[str, Jurisdiction]:
    """Give `times` as many jurisdictions: CO, then CO.2, CO.3 and so on, each in CO's region."""
    copies: dict[str, Jurisdiction] = dict(jurisdictions)
    for n in range(2, times + 1):
        for original in jurisdictions.values():
            code = f"{original.code}.{n}"
            name = f"{original.name} {n}"
            copies[code] = original.model_copy(update={"code": code, "name": name})
    return copies


def in_region(jurisdictions: Mapping[str, Jurisdiction], number: int) -> list[Jurisdiction]:
    """Give the jurisdictions of a region in the order in which they are declared."""
    return [place for place in jurisdictions.values() if place.region == number]


def _region_problems(
    jurisdiction: Jurisdiction, regions: Mapping[int, Region], *, file: str, at: str
) -> list[Problem]:
    region = regions.get(jurisdiction.region)
    if region is None:
        cause = f"region {jurisdiction.region} of {jurisdiction.name} is not in regions.csv"
        return [Problem(file, f"{at}, acf_region", cause, "correct the region or declare it")]
    if region.office != jurisdiction.regional_office:
        cause = (
            f"the office of {jurisdiction.name} is {jurisdiction.regional_office}, "
            f"but region {region.number} has its office in {region.office}"
        )
        return [Problem(file, f"{at}, regional_office", cause, "correct the region or the office")]
    return []


def _twice(file: str, row: Row, what: str) -> Problem:
    return Problem(file, f"line {row.line}", f"{what} is there twice", "remove one of the rows")
