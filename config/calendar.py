"""The dates of a cycle: its steps and the windows inside them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from config.calendar_faults import STEP_NUMBERS, calendar_problems
from config.declaration import Day, Declaration, PositiveCount, TimeZone, Words
from config.done_earlier import DoneEarlier
from config.errors import Faults, Problem
from config.reading import check, read_toml
from config.workdays import business_days_after, holiday_name

Months = Annotated[int, Field(strict=True, ge=1, le=24)]


class Window(Declaration):
    """Days inside a step that are set apart for something, first and last included."""

    name: Words
    title: str = ""
    starts_on: Day
    ends_on: Day
    source: str = ""


class StepDates(Declaration):
    """One step and its days, first and last included.

    A step that is undated in the file has its days from the step that `after` or `alongside` names.
    """

    number: Annotated[int, Field(strict=True, ge=1, le=STEP_NUMBERS[-1])]
    name: Words
    starts_on: Day
    ends_on: Day
    source: str = ""
    after: PositiveCount | None = None
    alongside: PositiveCount | None = None
    windows: tuple[Window, ...] = Field(default=(), alias="window")

    @model_validator(mode="before")
    @classmethod
    def _check_dated(cls, data: Any) -> Any:
        if isinstance(data, dict) and "starts_on" not in data:
            other = data.get("after", data.get("alongside"))
            if other is not None:
                raise ValueError(
                    f"takes its days from step {other}, which is not declared above it with days"
                )
        return data

    def window(self, name: str) -> Window:
        """Give the window of a name. Raises: KeyError when the step has none of that name."""
        for window in self.windows:
            if window.name == name:
                return window
        raise KeyError(name)


class CycleCalendar(Declaration):
    """A whole cycle. Checks that its steps follow each other inside the cycle."""

    name: Words
    title: Words
    time_zone: TimeZone
    starts_on: Day
    ends_on: Day
    progress_interval_months: Months
    review_interval_months: Months
    record_check_interval_months: Months
    stale_after_months: Months
    steps: tuple[StepDates, ...] = Field(alias="step")
    done_earlier: tuple[DoneEarlier, ...] = ()

    def step(self, number: int) -> StepDates:
        """Give the step of a number. Raises: KeyError when there is none."""
        for step in self.steps:
            if step.number == number:
                return step
        raise KeyError(number)

    @model_validator(mode="before")
    @classmethod
    def _date_the_undated(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("step"), list):
            return data
        return data | {"step": _dated(data["step"], cycle_ends_on=data.get("ends_on"))}

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        problems = list(calendar_problems(self))
        if problems:
            raise Faults(problems)
        return self


def load_calendar(path: Path, *, file: str, problems: list[Problem]) -> CycleCalendar | None:
    """Read a cycle's file; None, and all its problems more, when something is wrong."""
    data = read_toml(path, file=file, problems=problems)
    if data is None:
        return None
    calendar = check(CycleCalendar, data, file=file, problems=problems)
    name = calendar.name if calendar else data.get("name")
    if isinstance(name, str) and name != path.stem:
        cause = f'the name is "{name}", but the file is called {path.name}'
        problems.append(Problem(file, "name", cause, "make them the same"))
        return None
    return calendar


def warnings(calendar: CycleCalendar) -> list[str]:
    """Name every first or last day of a step or window that is a weekend or federal holiday.

    Steps that take their days from another step are left out: nobody chose those days.
    """
    found = [f"The cycle {text}" for text in _idle_ends(calendar.starts_on, calendar.ends_on)]
    for step in calendar.steps:
        if step.after is None and step.alongside is None:
            name = f"Step {step.number}"
            found += [f"{name} {text}" for text in _idle_ends(step.starts_on, step.ends_on)]
        for window in step.windows:
            name = f'Window "{window.name}" of step {step.number}'
            found += [f"{name} {text}" for text in _idle_ends(window.starts_on, window.ends_on)]
    return found


def _idle_ends(starts_on: date, ends_on: date) -> Iterator[str]:
    for verb, day in (("starts", starts_on), ("ends", ends_on)):
        holiday = holiday_name(day, None)
        if holiday:
            yield f"{verb} on {day}, a federal holiday ({holiday})"
        elif day.weekday() >= 5:
            yield f"{verb} on {day}, a {day:%A}"


def _dated(steps: list[Any], *, cycle_ends_on: Any) -> list[Any]:
    dated: list[Any] = []
    for step in steps:
        if isinstance(step, dict):
            step = _days_from_another(step, dated, cycle_ends_on=cycle_ends_on) | step
        dated.append(step)
    return dated


def _days_from_another(
    step: dict[str, Any], earlier: list[Any], *, cycle_ends_on: Any
) -> dict[str, Any]:
    number = step.get("after", step.get("alongside"))
    other = next((s for s in earlier if isinstance(s, dict) and s.get("number") == number), {})
    starts_on = other.get("ends_on" if "after" in step else "starts_on")
    if number is None or not isinstance(starts_on, date):
        return {}
    if "after" in step:
        starts_on = business_days_after(starts_on, 1, None)
    return {"starts_on": starts_on, "ends_on": cycle_ends_on}
