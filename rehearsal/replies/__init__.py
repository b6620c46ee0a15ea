"""What simulated people say: the content of an answer to each kind of prompt."""

from collections.abc import Callable, Mapping
from typing import Any

from config.vocabulary import PromptKind
from rehearsal.replies import activities, decisions, delivery, meetings, needs
from rehearsal.replies.page import Page


def reply(page: Page) -> dict[str, Any]:
    """Give what an ordinary person answers to a prompt."""
    return REPLIES[page.prompt.kind](page)


REPLIES: Mapping[PromptKind, Callable[[Page], dict[str, Any]]] = {
    PromptKind.MEETING_DATE: meetings.meeting_date,
    PromptKind.MEETING_RECORD: meetings.meeting_record,
    PromptKind.WORKSHEET: needs.worksheet,
    PromptKind.SCRIPT_APPROVAL: decisions.yes,
    PromptKind.CALL_PROPOSAL: needs.call_proposal,
    PromptKind.CALL_AGREEMENT: needs.call_agreement,
    PromptKind.CALL_RECORD: needs.call_record,
    PromptKind.ACCURACY: decisions.confirms,
    PromptKind.CENTER_REVIEW: activities.center_review,
    PromptKind.APPROACHES: activities.approaches,
    PromptKind.OFFICER_CONFIRMATION: decisions.accepts_all,
    PromptKind.ENTRY: decisions.accepts_all,
    PromptKind.AFFIRMATION: decisions.confirms,
    PromptKind.CONFIRMATION: decisions.confirms,
    PromptKind.REVISION: activities.revision,
    PromptKind.CHANGE_AGREEMENT: decisions.accepts_all,
    PromptKind.FINAL_REVIEW: decisions.confirms,
    PromptKind.CONVERSION: decisions.orders,
    PromptKind.PACKAGE: decisions.submits,
    PromptKind.MAPPING: decisions.maps,
    PromptKind.APPROVAL: decisions.accepts_the_rest,
    PromptKind.REWORK: activities.rework,
    PromptKind.FINALIZATION: decisions.orders,
    PromptKind.FINAL_AGREEMENT: decisions.yes,
    PromptKind.FURTHER_CONFIRMATION: decisions.yes,
    PromptKind.PROGRESS: delivery.progress,
    PromptKind.REVIEW: delivery.review,
    PromptKind.RECORD_CHECK: delivery.record_check,
}
"""What an ordinary person answers to each kind of prompt."""
