"""What the steps' texts say: which tasks stand in which."""

import inspect
from collections.abc import Mapping, Sequence
from functools import cache

from flows.cycle import STEP_FLOWS


def steps_calling(task: str) -> list[int]:
    """The numbers of the steps in whose text a task stands."""
    return [number for number, tasks in tasks_of_steps().items() if task in tasks]


@cache
def tasks_of_steps() -> Mapping[int, Sequence[str]]:
    """The names of the tasks of each step's text, in its order."""
    return {number: _tasks(flow.fn) for number, flow in STEP_FLOWS.items()}


def _tasks(execution: object) -> Sequence[str]:
    text = inspect.getclosurevars(execution).nonlocals["text"]  # type: ignore[arg-type] # a flow's
    return list(dict.fromkeys(text.__code__.co_names))
