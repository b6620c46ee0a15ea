"""Step 2. Identification of state and territory needs."""

from flows.steps import step_flow
from tasks.changes import ask_specialists_to_revise
from tasks.conflicts import tell_of_conflicts
from tasks.feedback import (
    ask_administrators_whether_accurate,
    ask_centers_to_review,
    ask_specialists_to_record_calls,
)
from tasks.further import ask_for_further_confirmations
from tasks.invitations import (
    ask_administrators_to_agree,
    ask_specialists_to_propose_calls,
    send_packs,
)
from tasks.meeting_records import ask_for_meeting_records, send_meeting_notes
from tasks.meetings import ask_for_meeting_dates, invite_to_meetings
from tasks.promotion import make_plans_initial
from tasks.script import ask_for_script_approval, tell_of_script_sent_back
from tasks.sharing import share_initial_plans, tell_who_asked
from tasks.steps import StepRef


@step_flow(2, "identification")
def step_2_identification(step: StepRef) -> None:
    """Hold a call with each state's stakeholders; write down its needs in an initial plan."""
    ask_for_script_approval(step)
    tell_of_script_sent_back(step)
    ask_specialists_to_propose_calls(step)
    ask_administrators_to_agree(step)
    send_packs(step)
    ask_specialists_to_record_calls(step)
    make_plans_initial(step)
    ask_administrators_whether_accurate(step)
    ask_specialists_to_revise(step)
    share_initial_plans(step)
    ask_centers_to_review(step)
    ask_for_further_confirmations(step)
    ask_for_meeting_dates(step)
    invite_to_meetings(step)
    ask_for_meeting_records(step)
    send_meeting_notes(step)
    tell_who_asked(step)
    tell_of_conflicts(step)
