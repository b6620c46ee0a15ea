"""What the commands of staff have in common: the record that they act on, and who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
from cyclopts import Parameter

from config.settings import load_settings
from tasks.surroundings import Surroundings, current
from tat.database import Tat, Tracker, open_tracker, read, upgrade
from tat.refusals import Refused
from tat.schema import Cycle, Jurisdiction, Person, Plan

CycleName = Annotated[
    str | None, Parameter(help="Name of the cycle; without it the only one on record.")
]
BEGIN = "put a cycle on record with tacycle schedule CYCLE --roster FILE"

DatabaseUrl = Annotated[
    str | None, Parameter(help="URL of the tracker's database; without it, that of the settings.")
]


@contextmanager
def record(database: str | None = None) -> Iterator[Surroundings]:
    """Open the record that a command works on, with the clock and declarations of the settings.

    Args:
        database: URL of the tracker's database; without it, that of the settings.
    Raises:
        Refused: there is no tracker, or its server does not answer.
    """
    url = database or load_settings().database_url
    if not is_made(url):
        where = sa.make_url(url).render_as_string(hide_password=True)
        raise Refused(f"Nothing was done: there is no tracker at {where}; {BEGIN}.")
    surroundings = replace(current(), tracker=open_tracker(url))
    try:
        yield surroundings
    finally:
        surroundings.tracker.engine.dispose()


def is_made(url: str) -> bool:
    """Whether there is a tracker; makes no file by asking. Raises: Refused, as for `record`."""
    where = sa.make_url(url)
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").is_file():
        return False
    tracker = open_tracker(url)
    try:
        return sa.inspect(tracker.engine).has_table("ledger")
    except sa.exc.DBAPIError as error:
        raise _cannot_be_opened(url, error) from None
    finally:
        tracker.engine.dispose()


def made_record(url: str) -> Tracker:
    """Open the tracker; make it where there is none, and bring its tables up to date.

    Raises: Refused, when it cannot be.
    """
    try:
        tracker = open_tracker(url)
        upgrade(tracker)
    except (sa.exc.DBAPIError, OSError) as error:
        raise _cannot_be_opened(url, error) from None
    return tracker


def _cannot_be_opened(url: str, error: Exception) -> Refused:
    cause = str(error.orig if isinstance(error, sa.exc.DBAPIError) else error).splitlines()[0]
    where = sa.make_url(url).render_as_string(hide_password=True)
    return Refused(
        f"Nothing was done: the tracker at {where} cannot be opened ({cause}); start its "
        "server, or correct TACYCLE_DATABASE_URL."
    )


def cycle_of(surroundings: Surroundings, name: str | None) -> str:
    """The cycle that a command is about: the one named, or the only one on record.

    Raises: Refused, when there is no such cycle, or several and none is named.
    """
    with read(surroundings.tracker) as tat:
        known = list(tat.scalars(sa.select(Cycle.name).order_by(Cycle.starts_on)))
    if name in known:
        return name
    if name is None and len(known) == 1:
        return known[0]
    if not known:
        raise Refused(f"Nothing was done: no cycle is on record; {BEGIN}.")
    there = f"there is {', '.join(known)}"
    if name is None:
        raise Refused(f"Nothing was done: say which cycle with --cycle; {there}.")
    raise Refused(f"Nothing was done: the record has no cycle {name}; {there}.")


@contextmanager
def cycle_record(
    cycle: str | None, database: str | None = None
) -> Iterator[tuple[Surroundings, str]]:
    """Open the record that a command works on, and say which cycle of it the command is about.

    Args:
        cycle: as for `cycle_of`.
        database: as for `record`.
    """
    with record(database) as surroundings:
        yield surroundings, cycle_of(surroundings, cycle)


def person_of(tat: Tat, address: str) -> int:
    """The id of the person with a mail address. Raises: Refused, when nobody has it."""
    found = tat.scalar(sa.select(Person.id).where(Person.address == address.strip().lower()))
    if found is None:
        raise Refused(f"Nobody on record has the address {address}: see the roster.")
    return found


def check_region(tat: Tat, cycle: str, region: int | None, *, undone: str) -> None:
    """Raises: Refused, where a region is named in which the cycle has no states.

    Args:
        undone: what does not happen then, such as "Nothing was listed".
    """
    query = (
        sa.select(Jurisdiction.region)
        .join(Plan, Plan.jurisdiction == Jurisdiction.code)
        .where(Plan.cycle == cycle)
        .distinct()
        .order_by(Jurisdiction.region)
    )
    known = list(tat.scalars(query))
    if region is not None and region not in known:
        raise Refused(
            f"{undone}: the cycle {cycle} has no states in a region {region}; "
            f"choose one of {', '.join(map(str, known))}."
        )
