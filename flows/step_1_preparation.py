"""Step 1. Preparation."""

from flows.steps import step_flow
from tasks.conflicts import tell_of_conflicts
from tasks.invitations import announce_cycle
from tasks.meeting_records import ask_for_meeting_records, send_meeting_notes
from tasks.meetings import ask_for_meeting_dates, invite_to_meetings
from tasks.protocol import send_protocol
from tasks.sharing import share_drafts
from tasks.steps import StepRef
from tasks.worksheets import ask_specialists_for_worksheets


@step_flow(1, "preparation")
def step_1_preparation(step: StepRef) -> None:
    """Announce the cycle; have the Specialists draft an initial plan for each state."""
    send_protocol(step)
    announce_cycle(step)
    ask_for_meeting_dates(step)
    invite_to_meetings(step)
    ask_for_meeting_records(step)
    send_meeting_notes(step)
    ask_specialists_for_worksheets(step)
    share_drafts(step)
    tell_of_conflicts(step)
