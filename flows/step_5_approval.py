"""Step 5. Approval of plans."""

from flows.steps import step_flow
from tasks.alignment import (
    ask_centers_for_approaches,
    ask_centers_to_rework,
    ask_officers_to_confirm,
    ask_specialists_to_enter,
)
from tasks.approvals import (
    ask_centers_for_packages,
    ask_leads_to_agree_before_plans_are_final,
    ask_leads_to_approve_final_plans,
    send_packages_to_officers,
)
from tasks.changes import (
    ask_centers_to_approve_changes,
    ask_specialists_to_revise,
    send_changed_plans_for_final_review,
)
from tasks.conflicts import tell_of_conflicts
from tasks.further import ask_for_further_confirmations
from tasks.mapping import ask_offices_to_map, tell_of_overlaps
from tasks.promotion import ask_specialists_to_finalize, convert_approved_plans
from tasks.sharing import (
    return_approvals_to_centers,
    send_final_plans,
    tell_of_held_plans,
    tell_who_asked,
)
from tasks.steps import StepRef


@step_flow(5, "approval")
def step_5_approval(step: StepRef) -> None:
    """Have the officers approve every activity item by item; make approved plans final."""
    ask_centers_for_packages(step)
    ask_offices_to_map(step)
    tell_of_overlaps(step)
    ask_for_further_confirmations(step)
    send_packages_to_officers(step)
    return_approvals_to_centers(step)
    ask_specialists_to_revise(step)
    ask_centers_for_approaches(step)
    ask_officers_to_confirm(step)
    ask_centers_to_rework(step)
    ask_specialists_to_enter(step)
    ask_centers_to_approve_changes(step)
    send_changed_plans_for_final_review(step)
    ask_leads_to_agree_before_plans_are_final(step)
    ask_specialists_to_finalize(step)
    convert_approved_plans(step)
    send_final_plans(step)
    ask_leads_to_approve_final_plans(step)
    tell_who_asked(step)
    tell_of_conflicts(step)
    tell_of_held_plans(step)
