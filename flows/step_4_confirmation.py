"""Step 4. Confirmation of plans by Administrators."""

from flows.steps import step_flow
from tasks.alignment import (
    ask_centers_for_approaches,
    ask_centers_to_rework,
    ask_officers_to_confirm,
    ask_specialists_to_enter,
)
from tasks.changes import (
    ask_centers_to_approve_changes,
    ask_specialists_to_revise,
    send_changed_plans_for_final_review,
)
from tasks.conflicts import tell_of_conflicts
from tasks.feedback import send_plans_to_administrators
from tasks.further import ask_for_further_confirmations
from tasks.meeting_records import ask_for_meeting_records, send_meeting_notes
from tasks.promotion import ask_specialists_to_convert, convert_confirmed_plans
from tasks.sharing import share_intermediate_plans, tell_of_held_plans, tell_who_asked
from tasks.steps import StepRef


@step_flow(4, "confirmation")
def step_4_confirmation(step: StepRef) -> None:
    """Have every Administrator confirm the state's plan; make confirmed plans intermediate.

    A need that was added since step 3 goes to the centers, their officers and the Specialist as
    there: four of the tasks are those of its text.
    """
    send_plans_to_administrators(step)
    ask_specialists_to_revise(step)
    ask_centers_for_approaches(step)
    ask_officers_to_confirm(step)
    ask_centers_to_rework(step)
    ask_specialists_to_enter(step)
    ask_centers_to_approve_changes(step)
    send_changed_plans_for_final_review(step)
    ask_for_further_confirmations(step)
    ask_specialists_to_convert(step)
    convert_confirmed_plans(step)
    share_intermediate_plans(step)
    ask_for_meeting_records(step)
    send_meeting_notes(step)
    tell_who_asked(step)
    tell_of_conflicts(step)
    tell_of_held_plans(step)
