"""`tacycle ledger`: prove that the record of all acts is as it was written."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from cyclopts import App

from cli.acting import CycleName, DatabaseUrl, cycle_record
from config.settings import load_settings
from portal.standing.story import Told, tell
from tat.database import Tracker, open_tracker, read
from tat.ledger import LedgerCheck, hash_at
from tat.ledger import verify as verify_chain
from tat.plans import plan_of
from templates.filters import plural

app = App(name="ledger", help="The ledger: who did what, for whom, when, by which channel.")

INTACT, BROKEN, NO_DATABASE = 0, 1, 2


@app.command
def verify(*, entries: int | None = None, seal: str = "", database: DatabaseUrl = None) -> int:
    """Read the whole ledger and name the first entry that is not as it was written.

    Give the number of entries and the seal of a weekly mail to OCC, best of the newest: entries cut
    off at the end show only there. Exit code 0: intact, 1: broken, 2: no database.

    Parameters
    ----------
    entries
        How many entries there were by that mail.
    seal
        The hash of the newest by that mail; with the blanks in it, or without.
    """
    url = database or load_settings().database_url
    tracker = _open_existing(url)
    if tracker is None:
        print(f"No tracker can be opened at {_without_password(url)}.", file=sys.stderr)
        return NO_DATABASE
    with read(tracker) as tat:
        check = verify_chain(tat)
        fault = _fault_of_seal(hash_at(tat, entries), entries, seal) if entries else ""
    tracker.engine.dispose()
    print(_sentence(check))
    if entries:
        print(fault or f"Entry {entries} is the one that the mail names: nothing was cut off.")
    return INTACT if check.is_intact and not fault else BROKEN


@app.command
def story(state: str, *, cycle: CycleName = None, database: DatabaseUrl = None) -> int:
    """Tell what happened to the plan of a state, act by act, the newest last.

    Exit code 0: each act is as it was written, 1: one is not.

    Parameters
    ----------
    state
        Code of the state or territory: CO.
    """
    with cycle_record(cycle, database) as (surroundings, name):
        zone = ZoneInfo(surroundings.declared_for(name).calendar.time_zone)
        with read(surroundings.tracker) as tat:
            told = tell(tat, plan_of(tat, name, state))
    print("\n".join(_line(one, zone) for one in told))
    faults = [fault for one in told for fault in one.faults]
    print(f"\n{_acts(told)}: {'; '.join(faults) or 'each is as it was written'}.")
    return BROKEN if faults else INTACT


def _fault_of_seal(found: str | None, entries: int, seal: str) -> str:
    if found is None:
        return f"Ledger cut off: entry {entries}, which the mail names, is missing."
    if found != "".join(seal.split()).lower():
        return f"Ledger rewritten: entry {entries} has another seal than the mail names."
    return ""


def _line(one: Told, zone: ZoneInfo) -> str:
    version = f"version {one.version}" if one.version else ""
    asides = ", ".join(aside for aside in (version, one.channel) if aside)
    said = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}  {one.says}"
    return f"{said} ({asides})" if asides else said


def _acts(told: list[Told]) -> str:
    return plural(sum(len(one.seqs) for one in told), "act")


def _open_existing(url: str) -> Tracker | None:
    """Open a tracker that is there; None where there is none. Never makes a file."""
    try:
        parsed = sa.make_url(url)
        is_file = parsed.get_backend_name() == "sqlite"
        if is_file and not (parsed.database and Path(parsed.database).is_file()):
            return None
        tracker = open_tracker(url)
        return tracker if sa.inspect(tracker.engine).has_table("ledger") else None
    except (sa.exc.ArgumentError, sa.exc.DBAPIError):
        return None


def _without_password(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "a URL that cannot be read; it should look like sqlite:///data/tacycle.db"


def _sentence(check: LedgerCheck) -> str:
    if check.is_intact:
        entries = "1 entry" if check.n_entries == 1 else f"{check.n_entries} entries"
        return f"Ledger intact: {entries}, head {check.head}"
    moment = f" ({check.broken_at:%Y-%m-%d %H:%M} UTC)" if check.broken_at else ""
    return f"Ledger broken at entry {check.first_broken}{moment}: {check.why}."
