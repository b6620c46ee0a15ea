"""The whole record of a small cycle as plain values, to compare two moments of it."""

from collections.abc import Mapping
from typing import Any

from flows.cycle import STEP_FLOWS
from tasks.opening import opens_at
from tat.database import read
from tat.schema import Base, Step
from tat.statuses import StepState
from tests.small_cycle import CYCLE, SmallCycle

OF_AN_EXECUTION = {
    "n_wakes": "counts the executions themselves",
    "lease_holder": "says who works on the step just now",
    "lease_until": "is the machine's own time, not the cycle's",
}
"""The columns of a step that an execution changes though it does nothing, each with its reason."""

Rows = dict[str, list[tuple[Any, ...]]]


def whole_record(cycle: SmallCycle) -> Rows:
    """Every row of every table, but for what an execution says of itself."""
    rows: Rows = {}
    with read(cycle.tracker) as tat:
        for table in Base.metadata.sorted_tables:
            kept = [
                column
                for column in table.columns
                if table.name != "step" or column.name not in OF_AN_EXECUTION
            ]
            query = table.select().with_only_columns(*kept).order_by(*table.primary_key)
            rows[table.name] = [tuple(map(_plain, row)) for row in tat.execute(query)]
    return rows


def difference(before: Rows, after: Rows) -> Mapping[str, list[str]]:
    """By table, what is only in one of two records: `- gone` and `+ new`. Empty when equal."""
    found = {}
    for table in before:
        old, new = set(before[table]), set(after[table])
        signs = [("-", old - new), ("+", new - old)]
        if old != new:
            found[table] = [
                f"{sign} {row}" for sign, rows in signs for row in sorted(rows, key=str)
            ]
    return found


def entered_steps(cycle: SmallCycle) -> list[int]:
    """The steps whose text may run now: open, closed, or due to open."""
    with read(cycle.tracker) as tat:
        steps = tat.query(Step).where(Step.cycle == CYCLE).order_by(Step.number)
        return [
            step.number
            for step in steps
            if step.number in STEP_FLOWS
            and (step.state != StepState.AHEAD or cycle.now >= opens_at(tat, step))
        ]


def _plain(value: Any) -> Any:
    """A value that can be put into a set and compared."""
    return repr(value) if isinstance(value, dict | list) else value
