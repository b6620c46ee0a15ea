"""Step 7. Continuous quality improvement."""

from flows.steps import step_flow
from tasks.amendments import (
    adopt_changes,
    ask_centers_to_agree_to_changes,
    ask_officers_to_approve_changes,
    send_changes_for_final_review,
    withdraw_what_changes_no_longer_ask,
)
from tasks.changes import ask_specialists_to_revise
from tasks.conflicts import tell_of_conflicts
from tasks.further import ask_for_further_confirmations
from tasks.meeting_records import ask_for_meeting_records, send_meeting_notes
from tasks.meetings import ask_for_meeting_dates, invite_to_meetings
from tasks.records import ask_specialists_to_check_records
from tasks.steps import StepRef
from tasks.wishes_answered import tell_who_wished


@step_flow(7, "quality")
def step_7_quality(step: StepRef) -> None:
    """Keep the records accurate and the plans relevant: what changes is confirmed as it needs."""
    ask_for_meeting_dates(step)
    invite_to_meetings(step)
    ask_for_meeting_records(step)
    send_meeting_notes(step)
    ask_specialists_to_check_records(step)
    ask_for_further_confirmations(step)
    withdraw_what_changes_no_longer_ask(step)
    ask_specialists_to_revise(step)
    ask_centers_to_agree_to_changes(step)
    ask_officers_to_approve_changes(step)
    send_changes_for_final_review(step)
    adopt_changes(step)
    tell_who_wished(step)
    tell_of_conflicts(step)
