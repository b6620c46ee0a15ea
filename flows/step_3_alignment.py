"""Step 3. Alignment of technical assistance resources."""

from flows.steps import step_flow
from tasks.alignment import (
    ask_centers_for_approaches,
    ask_centers_to_rework,
    ask_officers_to_confirm,
    ask_specialists_to_enter,
)
from tasks.approvals import ask_managers_to_affirm
from tasks.changes import ask_specialists_to_revise
from tasks.conflicts import tell_of_conflicts
from tasks.further import ask_for_further_confirmations
from tasks.meeting_records import (
    ask_for_meeting_records,
    open_window_meetings,
    send_meeting_notes,
)
from tasks.meetings import ask_for_meeting_dates, invite_to_meetings
from tasks.sharing import tell_partners_of_affirmed_plans, tell_who_asked
from tasks.steps import StepRef
from tasks.trends.packs import send_all_hands_packs
from tasks.trends.sending import send_trends


@step_flow(3, "alignment")
def step_3_alignment(step: StepRef) -> None:
    """Find what the states have in common; have the centers propose, the regions affirm."""
    send_trends(step)
    ask_for_meeting_dates(step)
    invite_to_meetings(step)
    send_all_hands_packs(step)
    open_window_meetings(step)
    ask_for_meeting_records(step)
    send_meeting_notes(step)
    ask_centers_for_approaches(step)
    ask_officers_to_confirm(step)
    ask_centers_to_rework(step)
    ask_specialists_to_enter(step)
    ask_managers_to_affirm(step)
    ask_specialists_to_revise(step)
    ask_for_further_confirmations(step)
    tell_partners_of_affirmed_plans(step)
    tell_who_asked(step)
    tell_of_conflicts(step)
