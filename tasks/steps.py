"""The row of a step as its execution sees it: enter, look, mark what was seen, close, leave."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from tasks.opening import closes_at, opens_at
from tasks.surroundings import Surroundings, current
from tat.database import Tat, Tracker, read, write
from tat.schema import Answer, Prompt, Step
from tat.statuses import PromptState, StepState

ASK_AGAIN = "again"
"""In place of a wake key: somebody woke the step while it was working."""


class StepRef:
    """One pass through a step's text: which step, at which moment, on which record.

    No dataclass: Prefect looks for futures inside the arguments of a task, and would walk
    through a dataclass into the tracker and the declarations.
    """

    __slots__ = (
        "cycle",
        "declared",
        "holder",
        "is_closing",
        "is_late",
        "is_open",
        "last_day",
        "now",
        "number",
        "tracker",
        "unseen",
    )

    def __init__(
        self,
        *,
        cycle: str,
        number: int,
        now: datetime,
        tracker: Tracker,
        declared: Any,
        last_day: date,
        is_open: bool = True,
        is_closing: bool = False,
        is_late: bool = False,
        holder: str | None = None,
        unseen: tuple[int, ...] = (),
    ) -> None:
        self.cycle = cycle
        self.number = number
        self.now = now
        """The cycle's clock when the pass began; every effect of the pass gets it."""
        self.tracker = tracker
        self.declared = declared
        self.last_day = last_day
        """Last day of the step, included, by the record."""
        self.is_open = is_open
        self.is_closing = is_closing
        """The step's last moment has passed, and it is not closed yet."""
        self.is_late = is_late
        """The step was closed before and is woken once more."""
        self.holder = holder
        """Under which name this execution holds the lease; None outside of one."""
        self.unseen = unseen
        """Answers that no execution had worked through when the pass began."""

    def __repr__(self) -> str:
        return f"step {self.number} of {self.cycle} at {self.now:%Y-%m-%d %H:%M} UTC"


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


def look(surroundings: Surroundings, *, cycle: str, number: int, holder: str | None) -> StepRef:
    """Begin a pass: read where the step stands and which answers nobody has worked through."""
    now = surroundings.now()
    with read(surroundings.tracker) as tat:
        step = row(tat, cycle, number)
        is_late = step.state is StepState.CLOSED
        return StepRef(
            cycle=cycle,
            number=number,
            now=now,
            tracker=surroundings.tracker,
            declared=surroundings.declared_for(cycle),
            last_day=step.ends_on,
            is_open=step.state is StepState.OPEN,
            is_closing=not is_late and now >= closes_at(tat, step),
            is_late=is_late,
            holder=holder,
            unseen=unseen_answers(tat, cycle, number),
        )


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


def unseen_answers(tat: Tat, cycle: str, number: int) -> tuple[int, ...]:
    """Ids of the step's answers that no execution has worked through, oldest first."""
    rows = (
        sa.select(Answer.id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(Answer.is_seen.is_(False), Prompt.cycle == cycle, Prompt.step == number)
        .order_by(Answer.id)
    )
    return tuple(tat.scalars(rows))


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


def progress(step: StepRef) -> str:
    """How far the step is, as Markdown for Prefect's page."""
    counts = (
        sa.select(Prompt.state, sa.func.count().label("n"))
        .where(Prompt.cycle == step.cycle, Prompt.step == step.number)
        .group_by(Prompt.state)
    )
    with read(step.tracker) as tat:
        held = row(tat, step.cycle, step.number)
        n_prompts = {found.state: found.n for found in tat.execute(counts)}
        lines = [
            f"**Step {held.number}: {held.name}**, {held.starts_on} to {held.ends_on}.",
            "",
            "| prompts | |",
            "|---|---:|",
            *(f"| {state} | {n_prompts.get(state, 0)} |" for state in PromptState),
            "",
            "The run wakes by itself when somebody answers. Resume only makes it look at once.",
        ]
    return "\n".join(lines)


def row(tat: Tat, cycle: str, number: int) -> Step:
    """The step's row, to be read. Raises: NoSuchStep."""
    return _only(tat, sa.select(Step).where(Step.cycle == cycle, Step.number == number))


def locked_row(tat: Tat, cycle: str, number: int) -> Step:
    """The step's row, to be changed; on PostgreSQL nobody else changes it meanwhile."""
    rows = sa.select(Step).where(Step.cycle == cycle, Step.number == number)
    return _only(tat, rows.with_for_update())


class NoSuchStep(Exception):
    """The tracker has no such step."""


def _only(tat: Tat, rows: sa.Select[Step]) -> Step:
    step = tat.scalar(rows)
    if step is None:
        raise NoSuchStep("The tracker has no such step: make the cycle with tacycle first.")
    return step


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
