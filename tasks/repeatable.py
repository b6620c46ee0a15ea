"""A task of ours: it may run any number of times, and says before that its execution is alive."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, Generic, ParamSpec, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.leases import renew_lease
from tasks.steps import StepRef

P = ParamSpec("P")
R = TypeVar("R")
Ref = TypeVar("Ref")


class RepeatableTask(Generic[Ref, P, R]):
    """A task on a step or a sweep. Call it in a flow; call `fn`, the plain function, in a test."""

    def __init__(self, fn: Callable[Concatenate[Ref, P], R]) -> None:
        self.fn = fn
        self.task = task(persist_result=False, cache_policy=NO_CACHE)(fn)
        update_wrapper(self, fn)

    def __call__(self, ref: Ref, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run as a task of the flow. Raises: LeaseLost, before anything is done."""
        # Outside of the task: there a lost lease would be recorded as the run's failure.
        if isinstance(ref, StepRef):
            renew_lease(ref)
        return self.task(ref, *args, **kwargs)


def repeatable_task(fn: Callable[Concatenate[Ref, P], R]) -> RepeatableTask[Ref, P, R]:
    """Make a task that runs again at every wake: no result of it is kept or reused."""
    return RepeatableTask(fn)
