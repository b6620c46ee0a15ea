"""Step 6. Delivery."""

from flows.steps import step_flow
from tasks.reviews import ask_for_reviews
from tasks.steps import StepRef


@step_flow(6, "delivery")
def step_6_delivery(step: StepRef) -> None:
    """Ask for the regular review of every final plan."""
    ask_for_reviews(step)
