"""Step 7. Continuous quality improvement."""

from flows.steps import step_flow
from tasks.conflicts import tell_of_conflicts
from tasks.steps import StepRef


@step_flow(7, "quality")
def step_7_quality(step: StepRef) -> None:
    """Keep the records accurate and the final plans relevant."""
    tell_of_conflicts(step)
