"""`tacycle schedule`: put a cycle on record, or have the record follow an edited calendar."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.acting import is_made, made_record, person_of
from cli.reaching import have_prefect_do
from config.declared import EMBEDDED, Declared, load
from config.moments import opens_at
from config.people import Roster
from config.roster import missing_roles, read_roster
from config.settings import Settings, load_settings
from tasks.cycles import start_cycle
from tasks.dates import move_days
from tasks.surroundings import Surroundings, current, use
from tat.calendar import read_calendar
from tat.database import read
from tat.people import directory
from tat.refusals import Refused
from tat.rescheduling import differences, moves_towards
from tat.schema import Cycle

LATER = "The record holds. Next: tacycle up runs it, and opens and closes its steps."


def schedule(
    cycle: str,
    *,
    roster: Path | None = None,
    from_step: int | None = None,
    by: str | None = None,
    reason: str | None = None,
) -> int:
    """Enter a cycle, so that its steps open by themselves; or apply an edit of its calendar.

    The first time the cycle comes on record with its people. Later the days that differ are shown;
    with --by and --reason they are moved, as by tacycle dates move.

    Parameters
    ----------
    cycle
        Name of a declared cycle, or a calendar's file; one from elsewhere is kept with the others.
    roster
        The people, as for tacycle roster check. Needed where nobody is on record yet.
    from_step
        Where days have passed: the first step that is carried out; those before it are over, and
        nothing is asked or sent for them.
    by
        Mail address of who decides on other days, of OCC.
    reason
        Why; it stands in the mails.
    """
    settings = load_settings()
    declared, file = _declared(cycle, settings)
    name = declared.calendar.name
    people: Roster | None = None
    if not is_made(settings.database_url):  # what is refused leaves no record behind
        _check_days(declared, current().now(), from_step)
        people = _roster(declared, roster, is_somebody_known=False)
    tracker = made_record(settings.database_url)
    surroundings = replace(current(), tracker=tracker, declared=declared)
    with use(surroundings):
        with read(tracker) as tat:
            is_known = tat.get(Cycle, name) is not None
            is_somebody_known = bool(directory(tat).people)
        kept = _place(file, name, settings, is_known=is_known)
        if is_known:
            _follow(surroundings, by=by, reason=reason)
        else:
            _check_days(declared, surroundings.now(), from_step)
            people = people or _roster(declared, roster, is_somebody_known=is_somebody_known)
            _enter(surroundings, people, from_step)
        if file is not None and kept is not None:
            _keep(file, kept)
        print(have_prefect_do(tracker.url, lambda: _register(name), later=LATER))
    return 0


def _declared(cycle: str, settings: Settings) -> tuple[Declared, Path | None]:
    """What is declared, and the calendar's file where that one was named."""
    file = Path(cycle) if cycle.endswith(".toml") else None
    name = file.stem if file else cycle
    return load(name, settings.config_folder, calendar_file=file), file


def _roster(declared: Declared, file: Path | None, *, is_somebody_known: bool) -> Roster:
    name = declared.calendar.name
    if file is not None:
        return read_roster(
            file, declared.jurisdictions, declared.centers, regions=declared.regions,
            time_zone=declared.calendar.time_zone,
        )  # fmt: skip
    if not is_somebody_known:
        raise Refused(
            f"The cycle {name} was not entered: nobody is on record; name the people with --roster "
            "FILE (tacycle roster example shows how it looks)."
        )
    return Roster(rows=(), people={}, assignments=(), holders={})


def _check_days(declared: Declared, now: datetime, from_step: int | None) -> None:
    """Raises: Refused, where days have passed and nobody says with which step to begin."""
    calendar = declared.calendar
    passed = [
        f"step {step.number} from {step.starts_on}"
        for step in calendar.steps
        if opens_at(step.starts_on, calendar.time_zone) <= now
    ]
    if passed and from_step is None:
        raise Refused(
            f"The cycle {calendar.name} was not entered: days of it have passed "
            f"({'; '.join(passed)}). Correct the calendar, or say with --from-step N which step is "
            "the first to be carried out; a step whose first day has passed opens at once."
        )


def _enter(surroundings: Surroundings, roster: Roster, from_step: int | None) -> None:
    declared: Declared = surroundings.declared
    calendar = declared.calendar
    start_cycle(surroundings, declared, roster, from_step=from_step or 1)
    n_people = len(roster.people)
    print(f"The cycle {calendar.name} is on record, with {n_people} people of the roster:")
    for step in calendar.steps:
        is_over = from_step is not None and step.number < from_step
        print(
            f"  step {step.number}  {step.starts_on} to {step.ends_on}  {step.name}"
            f"{', over before the software began' if is_over else ''}"
        )
    missing = missing_roles(roster, declared.rules, declared.jurisdictions, declared.centers)
    if roster.rows and missing:
        print(f"{len(missing)} roles are held by nobody: tacycle check {calendar.name} names them.")


def _follow(surroundings: Surroundings, *, by: str | None, reason: str | None) -> None:
    """Show what differs, and apply it where somebody decides so. Raises: Refused."""
    declared: Declared = surroundings.declared
    calendar = declared.calendar
    today = _today(surroundings)
    with read(surroundings.tracker) as tat:
        held = read_calendar(tat, calendar)
        by_id = person_of(tat, by) if by else None
    changes = differences(held, calendar)
    if not changes:
        moves_towards(held, calendar, today=today)  # its frame may differ
        print(f"The cycle {calendar.name} is on record with these days; nothing was changed.")
        return
    print(
        "\n".join([f"The calendar of {calendar.name} differs from the record:", *map(str, changes)])
    )
    wanted = moves_towards(held, calendar, today=today)
    if by_id is None or not reason:
        raise Refused(
            "Nothing was moved: say who of OCC decides and why, with --by ADDRESS and --reason "
            '"...". To keep the days of the record, put them back in the file.'
        )
    n_notices = 0
    for move in wanted:
        done = move_days(surroundings, calendar.name, move, by_id=by_id, reason=reason)
        n_notices += done.n_notices
    print(f"All of it is moved; {n_notices} notices wait for the next mail.")


def _today(surroundings: Surroundings) -> date:
    zone = ZoneInfo(surroundings.declared.calendar.time_zone)
    return surroundings.now().astimezone(zone).date()


def _place(file: Path | None, name: str, settings: Settings, *, is_known: bool) -> Path | None:
    """Where a calendar from elsewhere is to be kept; None where it lies there already.

    Raises: Refused, where another calendar of the name lies there.
    """
    kept = (settings.config_folder or EMBEDDED) / "cycles" / f"{name}.toml"
    if file is None or (kept.exists() and kept.samefile(file)):
        return None
    if kept.exists() and not is_known and kept.read_bytes() != file.read_bytes():
        raise Refused(
            f"The cycle {name} was not entered: {kept} is another calendar of this name; edit that "
            "one, or remove it."
        )
    return kept


def _keep(file: Path, kept: Path) -> None:
    """Keep a calendar from elsewhere where the steps will look for it."""
    try:
        kept.write_bytes(file.read_bytes())
    except OSError as error:
        raise Refused(
            f"The cycle is on record, but its calendar could not be kept as {kept} "
            f"({error.strerror}): copy it there before tacycle up."
        ) from None
    print(f"The calendar is kept as {kept}: edit that one from now on.")


def _register(name: str) -> str:
    from flows.cycle import STEP_FLOWS
    from flows.deployments import register
    from flows.waking import prefect_client

    with prefect_client():  # whatever cannot reach Prefect in here says so
        register(name, STEP_FLOWS)
    return "Prefect knows when each step opens and closes."
