"""Step 6. Delivery."""

from flows.steps import step_flow
from tasks.changes import ask_specialists_to_revise
from tasks.conflicts import tell_of_conflicts
from tasks.further import ask_for_further_confirmations
from tasks.progress import ask_centers_for_progress
from tasks.reviews import ask_for_reviews
from tasks.steps import StepRef


@step_flow(6, "delivery")
def step_6_delivery(step: StepRef) -> None:
    """Ask the centers how far they have come; have every final plan reviewed regularly."""
    ask_centers_for_progress(step)
    ask_for_reviews(step)
    ask_for_further_confirmations(step)
    ask_specialists_to_revise(step)
    tell_of_conflicts(step)
