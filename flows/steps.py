"""Make a Prefect flow of a step's text: enter, run, mark what was seen, then wait or finish."""

from collections.abc import Callable
from uuid import uuid4

from prefect import Flow, flow
from prefect.exceptions import Abort
from prefect.runtime import flow_run

from flows.waiting import wait
from flows.waking import ensure_awake, wake_later_steps
from tasks import leases, steps
from tasks.closing import withdraw_what_ends_with_step
from tasks.leases import Entry, LeaseLost
from tasks.steps import StepRef
from tasks.surroundings import Surroundings, current

Text = Callable[[StepRef], None]


def step_flow(
    number: int,
    name: str,
    *,
    close: Text = withdraw_what_ends_with_step,
    progress: Callable[[StepRef], str] = steps.progress,
) -> Callable[[Text], Flow[[str], None]]:
    """Make the flow of a step, named "step-4-confirmation", out of the step's text.

    Args:
        number: of the step.
        name: the flow's, after the number: lowercase words with dashes.
        close: what the step's end means; runs after the text of the last pass, safe to repeat.
        progress: what Prefect's page shows of a waiting step, as Markdown.
    """

    def decorate(text: Text) -> Flow[[str], None]:
        def execution(cycle: str) -> None:
            _execute(text, cycle=cycle, number=number, close=close, progress=progress)

        # The runner finds the flow by module and name; Prefect's page shows the text's docstring.
        execution.__module__ = text.__module__
        execution.__name__ = text.__name__
        execution.__qualname__ = text.__qualname__
        execution.__doc__ = text.__doc__
        return flow(name=f"step-{number}-{name}", persist_result=False)(execution)

    return decorate


def _execute(
    text: Text, *, cycle: str, number: int, close: Text, progress: Callable[[StepRef], str]
) -> None:
    """One execution: from the first line to a wait or the end, or nothing at all."""
    surroundings = current()
    run_id = str(flow_run.get_id())
    holder = f"{run_id} {uuid4()}"
    entry = leases.enter(surroundings, cycle=cycle, number=number, run_id=run_id, holder=holder)
    if entry is Entry.ANOTHER_RUN:
        ensure_awake(cycle, number, "its schedule fired")
        # Where the step's run was dead, the one that replaces it may be this one.
        entry = leases.enter(surroundings, cycle=cycle, number=number, run_id=run_id, holder=holder)
    if entry is Entry.BUSY:
        # No state is reported: the run's state is that of the execution that works.
        raise Abort(f"Another execution works on step {number}.")
    if entry is not Entry.ENTERED:
        return
    try:
        _work(text, surroundings, cycle=cycle, number=number, holder=holder, close=close,
              progress=progress)  # fmt: skip
    except LeaseLost as lost:
        raise Abort(str(lost)) from lost
    finally:
        leases.release_lease(surroundings, cycle=cycle, number=number, holder=holder)


def _work(
    text: Text,
    surroundings: Surroundings,
    *,
    cycle: str,
    number: int,
    holder: str,
    close: Text,
    progress: Callable[[StepRef], str],
) -> None:
    """Pass through the text until nobody has asked for another pass."""
    while True:
        step = steps.look(surroundings, cycle=cycle, number=number, holder=holder)
        text(step)
        if step.unseen or step.is_late:
            # Before the mark: a crash in between wakes them twice, never not at all.
            wake_later_steps(cycle, number)
        leases.mark_seen(step, step.unseen)
        if step.is_late or (step.is_closing and _has_closed(step, close)):
            return
        if not step.is_closing:
            wait(step, progress(step))


def _has_closed(step: StepRef, close: Text) -> bool:
    close(step)
    return leases.close_step(step)
