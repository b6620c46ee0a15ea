"""Step 1. Preparation."""

from flows.steps import step_flow
from tasks.conflicts import tell_of_conflicts
from tasks.feedback import ask_specialists_for_worksheets
from tasks.invitations import announce_cycle
from tasks.sharing import share_drafts
from tasks.steps import StepRef


@step_flow(1, "preparation")
def step_1_preparation(step: StepRef) -> None:
    """Announce the cycle; have the Specialists draft an initial plan for each state."""
    announce_cycle(step)
    ask_specialists_for_worksheets(step)
    share_drafts(step)
    tell_of_conflicts(step)
