"""When steps open and close, by the dates of the record."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from config import moments
from tasks.surroundings import Surroundings
from tat.database import Tat, read
from tat.schema import Cycle, Jurisdiction, Step, Window
from tat.statuses import StepState


@dataclass(frozen=True)
class Moments:
    """When a step opens and when it closes."""

    number: int
    opens_at: datetime
    closes_at: datetime


def moments_of(surroundings: Surroundings, cycle: str) -> list[Moments]:
    """The moments of a cycle's steps, by number."""
    rows = sa.select(Step).where(Step.cycle == cycle).order_by(Step.number)
    with read(surroundings.tracker) as tat:
        return [
            Moments(step.number, opens_at(tat, step), closes_at(tat, step))
            for step in tat.scalars(rows)
        ]


def due_steps(surroundings: Surroundings, cycle: str, *, grace: timedelta) -> list[int]:
    """Numbers of the steps that should have opened or closed by then and have not, ascending."""
    now = surroundings.now() - grace
    rows = sa.select(Step).where(Step.cycle == cycle, Step.state != StepState.CLOSED)
    with read(surroundings.tracker) as tat:
        steps = tat.scalars(rows.order_by(Step.number))
        return [step.number for step in steps if _is_due(tat, step, now=now)]


def time_zone_of(surroundings: Surroundings, cycle: str) -> str:
    """The cycle's time zone."""
    with read(surroundings.tracker) as tat:
        return tat.get_one(Cycle, cycle).time_zone


def opens_at(tat: Tat, step: Step) -> datetime:
    """When a step opens: in the morning of its first day, in the cycle's zone."""
    return moments.opens_at(step.starts_on, tat.get_one(Cycle, step.cycle).time_zone)


def closes_at(tat: Tat, step: Step) -> datetime:
    """When a step closes: its last day has ended in every state and territory, or at once."""
    if step.ended_early_at is not None:
        return step.ended_early_at
    zones = set(tat.scalars(sa.select(Jurisdiction.time_zone).distinct()))
    return moments.closes_at(step.ends_on, zones | {tat.get_one(Cycle, step.cycle).time_zone})


def window(tat: Tat, cycle: str, step: int, name: str) -> Window:
    """The days inside a step that are set apart for something, by the record's dates."""
    return tat.get_one(Window, (cycle, step, name))


def _is_due(tat: Tat, step: Step, *, now: datetime) -> bool:
    if step.state is StepState.AHEAD:
        return now >= opens_at(tat, step)
    return now >= closes_at(tat, step)
