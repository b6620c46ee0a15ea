"""The only place that suspends a run."""

from uuid import uuid4

from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput

from tasks.steps import StepRef, store_wake_key


class Wake(RunInput):
    """What a run is resumed with; also the form in Prefect's page."""

    reason: str = "Resume was pressed in Prefect's page"


def wait(step: StepRef, progress_markdown: str) -> None:
    """Suspend the step's run until it is woken: the execution ends here.

    Returns only when somebody woke the step since the pass began: then its text must run again.
    """
    key = new_key(step)
    if store_wake_key(step, key):
        form = Wake.with_initial_data(description=progress_markdown)
        suspend_flow_run(wait_for_input=form, key=key, timeout=None)


def new_key(step: StepRef) -> str:
    """Give a key that no wait had before.

    Lowercase letters, digits and dashes only: with anything else Prefect accepts the suspension,
    fails to save the form, and the run can never be resumed.
    """
    return f"step-{step.number}-{uuid4()}"
