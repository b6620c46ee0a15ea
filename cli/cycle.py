"""`tacycle cycle`: draft the calendar of a new cycle."""

import re
from datetime import date
from pathlib import Path

from cyclopts import App

from config.calendar import CycleCalendar, load_calendar, warnings
from config.calendar_text import calendar_text
from config.declared import EMBEDDED, cycles
from config.draft import draft_calendar, n_weeks
from config.errors import BadInput, Problem
from config.settings import load_settings
from tat.refusals import Refused

ONE_YEAR = re.compile(r"\d{4}")

app = App(name="cycle", help="The calendar of a new cycle.")


@app.command
def new(name: str, *, starts: date, out: Path | None = None, like: str | None = None) -> int:
    """Draft a calendar after the pattern of the last cycle, on business days.

    Look through the days, correct them in the file, then enter the cycle: tacycle schedule.

    Parameters
    ----------
    name
        Of the new cycle, such as 2026-2028.
    starts
        Its first day, such as 2026-08-03.
    out
        The file to write; without it, the cycle's file in the folder of what is declared.
    like
        Name of the cycle whose pattern it follows; without it, the last one declared.
    """
    if ONE_YEAR.fullmatch(name):
        span = f"{starts.year}-{starts.year + 2}"
        raise Refused(
            f"No calendar was drafted: {name} is one year, and a cycle has the name of its first "
            f"and last one: tacycle cycle new {span} --starts {starts}"
        )
    folder = load_settings().config_folder or EMBEDDED
    calendars = {one.name: one for one in (_read(folder, key) for key in cycles(folder))}
    pattern = _pattern(calendars, like)
    drafted = draft_calendar(pattern, name=name, starts_on=starts)
    path = out or folder / "cycles" / f"{name}.toml"
    heading = (
        f"The calendar of the planning cycle {name}, drafted by tacycle cycle new after the\n"
        f"pattern of {pattern.name}. All days are included. Correct what does not fit."
    )
    _write(path, calendar_text(drafted, heading=heading))
    print(f"{path} is written:")
    print("\n".join(_lines(drafted)))
    for warning in warnings(drafted):
        print(f"Note: {warning}.")
    print(f"Look through it, then enter the cycle: tacycle schedule {path if out else name}")
    return 0


def _read(folder: Path, name: str) -> CycleCalendar:
    problems: list[Problem] = []
    file = f"cycles/{name}.toml"
    calendar = load_calendar(folder / file, file=file, problems=problems)
    if calendar is None:
        raise BadInput(problems)
    return calendar


def _pattern(calendars: dict[str, CycleCalendar], like: str | None) -> CycleCalendar:
    if not calendars:
        raise Refused("No calendar was drafted: no cycle is declared whose pattern it could take.")
    if like is None:
        return max(calendars.values(), key=lambda one: one.starts_on)
    if like not in calendars:
        raise Refused(
            f"No calendar was drafted: there is no cycle {like} to follow; "
            f"name one of {', '.join(sorted(calendars))}."
        )
    return calendars[like]


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Refused(f"{path} exists already and is kept; name another file with --out.") from None
    except OSError as error:
        raise Refused(
            f"{path} cannot be written ({error.strerror}); name another file with --out."
        ) from None


def _lines(calendar: CycleCalendar) -> list[str]:
    lines: list[str] = []
    for step in calendar.steps:
        is_drafted = step.after is None and step.alongside is None
        weeks = f"{n_weeks(step)} weeks" if is_drafted else "to the end"
        lines.append(
            f"step {step.number}  {step.starts_on:%a} {step.starts_on} to "
            f"{step.ends_on:%a} {step.ends_on}  {weeks:<10}  {step.name}"
        )
        lines += [
            f"        {one.starts_on:%a} {one.starts_on} to {one.ends_on:%a} {one.ends_on}  "
            f"window      {one.title or one.name}"
            for one in step.windows
        ]
    return lines
