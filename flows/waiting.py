"""The only place that suspends a run."""

from uuid import uuid4

from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput

from config.settings import load_settings
from tasks.leases import store_wake_key
from tasks.steps import StepRef


class Wake(RunInput):
    """What a run is resumed with; also the form in Prefect's page."""

    reason: str = "Resume was pressed in Prefect's page"


def wait(step: StepRef, progress_markdown: str) -> None:
    """Suspend the step's run until it is woken: the execution ends here.

    Returns only when somebody woke the step since the pass began: then its text must run again.
    """
    key = new_key(step)
    if store_wake_key(step, key):
        shown = described(step.number, progress_markdown, load_settings().public_address)
        form = Wake.with_initial_data(description=shown)
        suspend_flow_run(wait_for_input=form, key=key, timeout=None)


def described(number: int, progress_markdown: str, public_address: str) -> str:
    """What the form shows: how far the step has come, and the way to its own page.

    The address of a page is a person's own, so it leads to where their link is asked for.
    """
    return (
        f"{progress_markdown}\n\nWho has the ball, what is overdue, and the decisions of OCC to "
        f"move the end of this step or to close it early stand on the step's own page: open your "
        f"own link (or have it mailed to you at [{public_address}/]({public_address}/)), then "
        f"Where things stand, then Step {number}."
    )


def new_key(step: StepRef) -> str:
    """Give a key that no wait had before.

    Lowercase letters, digits and dashes only: with anything else Prefect accepts the suspension,
    fails to save the form, and the run can never be resumed.
    """
    return f"step-{step.number}-{uuid4()}"
