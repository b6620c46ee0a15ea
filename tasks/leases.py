"""A step's lease: one execution at a time enters a step, marks what was seen, closes, leaves."""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from tasks.opening import opens_at
from tasks.steps import StepRef, locked_row
from tasks.surroundings import Surroundings, current
from tat.database import Tat, read, write
from tat.schema import Answer, Step
from tat.statuses import StepState

ASK_AGAIN = "again"
"""In place of a wake key: somebody woke the step while it was working."""


class Entry(StrEnum):
    """What an execution meets when it wants to enter its step."""

    ENTERED = "entered"
    TOO_EARLY = "too early"  # the step opens later, by the record's dates
    ANOTHER_RUN = "another run"  # the step already has a run, and it is not this one
    BUSY = "busy"  # another execution holds the lease


class LeaseLost(Exception):
    """Another execution has taken the step over; this one must stop without a further effect."""


def enter(
    surroundings: Surroundings, *, cycle: str, number: int, run_id: str, holder: str
) -> Entry:
    """Take the step's lease for an execution of a run; a step that has no run takes this one.

    Opens a step that is ahead. What was asked of earlier executions is forgotten: the text is
    about to run from its first line.
    """
    now = surroundings.now()
    with write(surroundings.tracker) as tat:
        step = locked_row(tat, cycle, number)
        if step.state is StepState.AHEAD and now < opens_at(tat, step):
            return Entry.TOO_EARLY
        if step.run_id is None:
            step.run_id = run_id
            step.generation += 1
        if step.run_id != run_id:
            return Entry.ANOTHER_RUN
        if not _is_free(step, holder, at=surroundings.machine_now()):
            return Entry.BUSY
        step.lease_holder = holder
        step.lease_until = _lease_end(surroundings)
        step.wake_key = None
        step.n_wakes += 1
        if step.state is StepState.AHEAD:
            step.state = StepState.OPEN
            step.opened_at = now
        return Entry.ENTERED


def renew_lease(step: StepRef) -> None:
    """Say that this execution is alive, once a quarter of its lease is gone. Raises: LeaseLost."""
    if step.holder is None:
        return
    surroundings = current()
    lease = sa.select(Step.lease_holder, Step.lease_until).where(
        Step.cycle == step.cycle, Step.number == step.number
    )
    with read(step.tracker) as tat:
        holder, until = tat.execute(lease).one()
    _check_holds(step, holder)
    fresh_for = timedelta(seconds=0.75 * surroundings.lease_seconds)
    if until is not None and until >= surroundings.machine_now() + fresh_for:
        return
    with write(step.tracker) as tat:
        _held(tat, step).lease_until = _lease_end(surroundings)


def release_lease(surroundings: Surroundings, *, cycle: str, number: int, holder: str) -> None:
    """Give the lease back, if this execution still holds it.

    `lease_until` stays in the future for a while: until Prefect has recorded how the run ended.
    """
    with write(surroundings.tracker) as tat:
        step = locked_row(tat, cycle, number)
        if step.lease_holder == holder:
            step.lease_holder = None
            step.lease_until = _lease_end(surroundings)


def mark_seen(step: StepRef, ids: tuple[int, ...]) -> None:
    """Mark the answers that the pass began with; later ones stay unseen. Raises: LeaseLost."""
    if not ids:
        return
    with write(step.tracker) as tat:
        _held(tat, step)
        tat.execute(sa.update(Answer), [{"id": answer_id, "is_seen": True} for answer_id in ids])


def store_wake_key(step: StepRef, key: str) -> bool:
    """Put down under which key the run will wait; False when it was woken meanwhile.

    From here on whoever wakes the step waits for the suspension and resumes it. Before, they
    leave word in the row, which is read here: no wake falls in between. Raises: LeaseLost.
    """
    with write(step.tracker) as tat:
        held = _held(tat, step)
        is_asked_again = held.wake_key == ASK_AGAIN
        held.wake_key = None if is_asked_again else key
        return not is_asked_again


def close_step(step: StepRef) -> bool:
    """Mark the step closed; False, and it stays open, when it was woken meanwhile.

    Raises: LeaseLost.
    """
    with write(step.tracker) as tat:
        held = _held(tat, step)
        is_asked_again = held.wake_key == ASK_AGAIN
        held.wake_key = None
        if not is_asked_again:
            held.state = StepState.CLOSED
            held.closed_at = step.now
        return not is_asked_again


def _held(tat: Tat, step: StepRef) -> Step:
    held = locked_row(tat, step.cycle, step.number)
    _check_holds(step, held.lease_holder)
    return held


def _check_holds(step: StepRef, holder: str | None) -> None:
    if step.holder is not None and holder != step.holder:
        raise LeaseLost(f"Another execution has taken over {step}; this one stops.")


def _lease_end(surroundings: Surroundings) -> datetime:
    return surroundings.machine_now() + timedelta(seconds=surroundings.lease_seconds)


def _is_free(step: Step, holder: str, *, at: datetime) -> bool:
    if step.lease_holder is None or step.lease_holder == holder:
        return True
    if step.wake_key not in (None, ASK_AGAIN):
        return True  # its holder is through with the text and only waits for Prefect
    return step.lease_until is None or step.lease_until <= at
