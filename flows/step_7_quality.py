"""Step 7. Continuous quality improvement."""

from flows.steps import step_flow
from tasks.changes import ask_specialists_to_revise
from tasks.conflicts import tell_of_conflicts
from tasks.further import ask_for_further_confirmations
from tasks.steps import StepRef


@step_flow(7, "quality")
def step_7_quality(step: StepRef) -> None:
    """Keep the records accurate and the final plans relevant."""
    ask_for_further_confirmations(step)
    ask_specialists_to_revise(step)
    tell_of_conflicts(step)
