"""The row of a step as its execution sees it: where it stands, what nobody has worked through."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tasks.opening import closes_at
from tasks.surroundings import Surroundings
from tat.database import Tat, Tracker, read
from tat.schema import Answer, Prompt, Step
from tat.statuses import PromptState, StepState


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


def unseen_answers(tat: Tat, cycle: str, number: int) -> tuple[int, ...]:
    """Ids of the step's answers that no execution has worked through, oldest first."""
    rows = (
        sa.select(Answer.id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(Answer.is_seen.is_(False), Prompt.cycle == cycle, Prompt.step == number)
        .order_by(Answer.id)
    )
    return tuple(tat.scalars(rows))


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
