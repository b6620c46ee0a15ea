"""The row of a step as those see it who wake it: which run it has, and whether that one lives."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from tasks.leases import ASK_AGAIN
from tasks.steps import locked_row, row, unseen_answers
from tasks.surroundings import Surroundings
from tat.database import read, write
from tat.schema import Answer, Prompt, Step
from tat.statuses import StepState


@dataclass(frozen=True)
class StepRun:
    """Which run a step has, and what that one is doing by the record."""

    cycle: str
    number: int
    generation: int
    run_id: str | None
    is_ahead: bool
    is_closed: bool
    has_unseen: bool
    is_held: bool
    """An execution holds the lease, live or not."""
    is_about_to_wait: bool
    """The text has run; the suspension is on its way to Prefect or has arrived."""
    lease_until: datetime | None

    def is_alive(self, surroundings: Surroundings, *, since: datetime) -> bool:
        """Tell whether an execution that Prefect says is going on since a moment still is."""
        now = surroundings.machine_now()
        if self.lease_until is not None and now < self.lease_until:
            return True
        return now < since + timedelta(seconds=surroundings.lease_seconds)


def run_of(surroundings: Surroundings, *, cycle: str, number: int) -> StepRun:
    """Read which run a step has."""
    with read(surroundings.tracker) as tat:
        step = row(tat, cycle, number)
        is_held = step.lease_holder is not None
        return StepRun(
            cycle=cycle,
            number=number,
            generation=step.generation,
            run_id=step.run_id,
            is_ahead=step.state is StepState.AHEAD,
            is_closed=step.state is StepState.CLOSED,
            has_unseen=bool(unseen_answers(tat, cycle, number)),
            is_held=is_held,
            is_about_to_wait=is_held and step.wake_key not in (None, ASK_AGAIN),
            lease_until=step.lease_until,
        )


def ask_again(surroundings: Surroundings, run: StepRun) -> bool:
    """Have a working execution run its text once more; False when it no longer works on it."""
    with write(surroundings.tracker) as tat:
        step = locked_row(tat, run.cycle, run.number)
        if step.run_id != run.run_id or step.lease_holder is None:
            return False
        if step.wake_key not in (None, ASK_AGAIN):
            return False
        step.wake_key = ASK_AGAIN
        return True


def adopt_run(surroundings: Surroundings, run: StepRun, *, run_id: str) -> bool:
    """Make a new run the step's run of the next generation; False when somebody was faster.

    Whoever still holds the lease for the run before has lost it.
    """
    with write(surroundings.tracker) as tat:
        step = locked_row(tat, run.cycle, run.number)
        if step.generation != run.generation:
            return False
        step.generation = run.generation + 1
        step.run_id = run_id
        step.wake_key = step.lease_holder = step.lease_until = None
        return True


def run_ids(surroundings: Surroundings, cycle: str) -> dict[str, int]:
    """The runs that the steps of a cycle have, each with the number of its step."""
    rows = sa.select(Step.run_id, Step.number).where(Step.cycle == cycle)
    with read(surroundings.tracker) as tat:
        return {run_id: number for run_id, number in tat.execute(rows) if run_id is not None}


def steps_with_unseen_answers(surroundings: Surroundings, cycle: str) -> list[int]:
    """Numbers of the steps that somebody answered since they last worked, ascending."""
    rows = (
        sa.select(Prompt.step)
        .join(Answer, Answer.prompt_id == Prompt.id)
        .where(Answer.is_seen.is_(False), Prompt.cycle == cycle)
        .distinct()
        .order_by(Prompt.step)
    )
    with read(surroundings.tracker) as tat:
        return list(tat.scalars(rows))


def open_steps(surroundings: Surroundings, cycle: str) -> list[int]:
    """Numbers of the open steps, ascending."""
    return _steps(surroundings, Step.cycle == cycle, Step.state == StepState.OPEN)


def begun_steps(surroundings: Surroundings, cycle: str, *, after: int) -> list[int]:
    """Numbers of the steps after one that have opened, closed ones too, ascending."""
    return _steps(
        surroundings, Step.cycle == cycle, Step.state != StepState.AHEAD, Step.number > after
    )


def _steps(surroundings: Surroundings, *where: sa.ColumnElement[bool]) -> list[int]:
    with read(surroundings.tracker) as tat:
        return list(tat.scalars(sa.select(Step.number).where(*where).order_by(Step.number)))
