"""The calendar of a cycle as the record has it: its steps and windows, with what was moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from config.calendar import CycleCalendar
from tat.database import Tat
from tat.schema import Cycle, Step, Window
from tat.statuses import StepState


@dataclass(frozen=True)
class WindowDays:
    """A window's days by the record, first and last included."""

    name: str
    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class StepDays:
    """A step's days by the record, first and last included."""

    number: int
    name: str
    starts_on: date
    ends_on: date
    state: StepState
    after: int | None
    """The step on whose end this one follows, as declared."""
    alongside: int | None
    """The step beside which this one runs, as declared."""
    windows: Sequence[WindowDays]


@dataclass(frozen=True)
class CalendarDays:
    """A whole cycle's days by the record."""

    name: str
    starts_on: date
    ends_on: date
    steps: Sequence[StepDays]

    def step(self, number: int) -> StepDays:
        """Give the step of a number. Raises: KeyError when there is none."""
        for step in self.steps:
            if step.number == number:
                return step
        raise KeyError(number)


def read_calendar(tat: Tat, declared: CycleCalendar) -> CalendarDays:
    """Read the days of a cycle; how steps hang together is as it was declared."""
    cycle = tat.get_one(Cycle, declared.name)
    rows = sa.select(Step).where(Step.cycle == cycle.name).order_by(Step.number)
    return CalendarDays(
        name=cycle.name,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        steps=[
            StepDays(
                number=step.number, name=step.name, starts_on=step.starts_on,
                ends_on=step.ends_on, state=step.state,
                after=declared.step(step.number).after,
                alongside=declared.step(step.number).alongside,
                windows=_windows(tat, step),
            )
            for step in tat.scalars(rows)
        ],
    )  # fmt: skip


def days_of(span: StepDays | WindowDays) -> dict[str, str]:
    """First and last day, as details and mails have them."""
    return {"starts_on": span.starts_on.isoformat(), "ends_on": span.ends_on.isoformat()}


def _windows(tat: Tat, step: Step) -> list[WindowDays]:
    rows = sa.select(Window).where(Window.cycle == step.cycle, Window.step == step.number)
    return [
        WindowDays(one.name, one.title, one.starts_on, one.ends_on)
        for one in tat.scalars(rows.order_by(Window.starts_on, Window.name))
    ]
