"""Two small steps for the tests of waking: each does one thing for every answer, once."""

from collections.abc import Callable

import sqlalchemy as sa

from flows.steps import step_flow
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tasks.surroundings import current
from tat.database import write
from tat.schema import Answer, Prompt

EFFECT = sa.Table(
    "effect",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("step", sa.Integer),
    sa.Column("answer_id", sa.Integer),  # not unique: what happens twice must show
    sa.Column("part", sa.Text),
)
CALL = sa.Table(
    "task_call",
    EFFECT.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("step", sa.Integer),
    sa.Column("is_late", sa.Boolean),
)

IN_THE_MIDDLE: list[Callable[[StepRef], None]] = []
"""What a test wants to happen between the two tasks of a pass."""


def _act(step: StepRef, part: str) -> int:
    """Do a part for every answer that it was not done for."""
    with write(step.tracker) as tat:
        done = sa.select(EFFECT.c.answer_id).where(EFFECT.c.part == part)
        due = (
            sa.select(Answer.id)
            .join(Prompt)
            .where(Prompt.step == step.number, Answer.id.not_in(done))
        )
        rows = [{"step": step.number, "answer_id": n, "part": part} for n in tat.scalars(due)]
        if rows:
            tat.execute(sa.insert(EFFECT), rows)
        return len(rows)


@repeatable_task
def note_pass(number: int, is_late: bool) -> None:
    """Takes plain values only: the result of such a task is what Prefect could reuse."""
    with write(current().tracker) as tat:
        tat.execute(sa.insert(CALL).values(step=number, is_late=is_late))


@repeatable_task
def first_part(step: StepRef) -> int:
    return _act(step, "first")


@repeatable_task
def second_part(step: StepRef) -> int:
    return _act(step, "second")


@step_flow(1, "asking")
def step_1_asking(step: StepRef) -> None:
    """Do two things for every answer."""
    note_pass(step.number, step.is_late)
    first_part(step)
    for happen in IN_THE_MIDDLE:
        happen(step)
    second_part(step)


@step_flow(2, "following")
def step_2_following(step: StepRef) -> None:
    """Do two things for every answer, after step 1."""
    note_pass(step.number, step.is_late)
    first_part(step)
    second_part(step)


STEP_FLOWS = {1: step_1_asking, 2: step_2_following}
