"""The draft of a new cycle's calendar, after the pattern of an earlier cycle."""

import re
from datetime import date, timedelta

from pydantic import ValidationError

from config.calendar import CycleCalendar, StepDates, Window
from config.errors import BadInput, Problem
from config.workdays import business_days_after, business_days_before

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""A cycle's name stands in the names of files and of Prefect's deployments."""

WEEK = timedelta(weeks=1)
_FRIDAY = timedelta(days=4)


def draft_calendar(pattern: CycleCalendar, *, name: str, starts_on: date) -> CycleCalendar:
    """Lay out a new cycle: steps of as many weeks as in the pattern, one after the other.

    A step begins on the first business day of its first week and ends on the last of its last one;
    a window keeps its place within its step. The cycle ends as the pattern's does, so many years
    later. Steps without days of their own stay so.

    Raises: BadInput, when no cycle can begin and end on these days, or the name cannot be one.
    """
    if not NAME.fullmatch(name):
        cause = f'"{name}" cannot be a name'
        raise BadInput([Problem("", "name", cause, "use digits, small letters and dashes")])
    monday = _monday_of(starts_on)
    steps: list[StepDates] = []
    for step in pattern.steps:
        if step.after is not None or step.alongside is not None:
            steps.append(step)
            continue
        steps.append(_step(step, monday, not_before=starts_on))
        monday += n_weeks(step) * WEEK
    data = pattern.model_dump(by_alias=True) | {
        "name": name,
        "title": pattern.title.replace(pattern.name, name),
        "starts_on": starts_on,
        "ends_on": _same_day(pattern.ends_on, starts_on.year - pattern.starts_on.year),
        "step": [_declared(step) for step in steps],
        "done_earlier": (),
    }
    try:
        return CycleCalendar.model_validate(data)
    except ValidationError as error:
        causes = "; ".join(str(one["ctx"]["error"]) for one in error.errors() if "ctx" in one)
        raise BadInput([Problem(name, "", causes or str(error), "choose another day")]) from None


def n_weeks(step: StepDates) -> int:
    """How many weeks a step takes: 5 from a Monday to a Friday; a day or two more do not count."""
    n_days = (step.ends_on - _monday_of(step.starts_on)).days + 1
    return max(round(n_days / WEEK.days), 1)


def _step(step: StepDates, monday: date, *, not_before: date) -> StepDates:
    last_friday = monday + (n_weeks(step) - 1) * WEEK + _FRIDAY
    first = business_days_after(max(monday, not_before), 0, None)
    last = business_days_before(last_friday, 0, None)
    windows = tuple(
        _window(window, monday - _monday_of(step.starts_on), first, last) for window in step.windows
    )
    source = f"Drafted: {n_weeks(step)} weeks, as many as in the cycle before"
    changes = {"starts_on": first, "ends_on": last, "windows": windows, "source": source}
    return step.model_copy(update=changes)


def _window(window: Window, shift: timedelta, first: date, last: date) -> Window:
    starts_on = business_days_after(window.starts_on + shift, 0, None)
    ends_on = business_days_before(window.ends_on + shift, 0, None)
    changes = {
        "starts_on": min(max(starts_on, first), last),
        "ends_on": max(min(ends_on, last), first),
        "source": "Drafted: at the same place within its step as in the cycle before",
    }
    return window.model_copy(update=changes)


def _declared(step: StepDates) -> dict[str, object]:
    """A step as its file says it: days that come from another step are left out."""
    data = step.model_dump(by_alias=True)
    is_undated = step.after is not None or step.alongside is not None
    return {
        key: value
        for key, value in data.items()
        if value is not None and not (is_undated and key in ("starts_on", "ends_on"))
    }


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _same_day(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
