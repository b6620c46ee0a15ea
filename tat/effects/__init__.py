"""What an answer changes in its plan, kind by kind, in the answer's own transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from config.vocabulary import PromptKind
from tat.answer_models.parts import Content
from tat.effects import calls, delivery, lines, meetings, preparation
from tat.effects.given import Given


def apply(given: Given, content: Content) -> None:
    """Do to the plan what the answer says."""
    if effect := EFFECTS.get(given.prompt.kind):
        effect(given, content)


EFFECTS: Mapping[PromptKind, Callable[[Given, Any], None]] = {
    PromptKind.MEETING_DATE: meetings.set_date,
    PromptKind.MEETING_RECORD: meetings.record,
    PromptKind.WORKSHEET: preparation.write_worksheet,
    PromptKind.CALL_PROPOSAL: calls.propose_call,
    PromptKind.CALL_AGREEMENT: calls.agree_to_call,
    PromptKind.CALL_RECORD: calls.record_call,
    PromptKind.ACCURACY: lines.say_of_plan,
    PromptKind.CENTER_REVIEW: lines.review_by_center,
    PromptKind.APPROACHES: lines.propose_approaches,
    PromptKind.OFFICER_CONFIRMATION: lines.say_each,
    PromptKind.ENTRY: lines.enter,
    PromptKind.AFFIRMATION: lines.say_of_plan,
    PromptKind.CONFIRMATION: lines.say_of_plan,
    PromptKind.REVISION: lines.revise,
    PromptKind.CHANGE_AGREEMENT: lines.say_each,
    PromptKind.FINAL_REVIEW: lines.say_of_plan,
    PromptKind.APPROVAL: lines.say_each,
    PromptKind.REWORK: lines.rework,
    PromptKind.PROGRESS: delivery.mark_progress,
}
"""The kinds whose answers change a plan or its lines; the rest are read as they stand."""

REPLACING = (
    lines.say_each,
    lines.say_of_plan,
    delivery.mark_progress,
    meetings.set_date,
    meetings.record,
)
"""The effects of which a second takes the place of the first: the newest answer counts."""

WRITING = frozenset(kind for kind, effect in EFFECTS.items() if effect not in REPLACING)
"""The kinds whose answers write: a second one would write twice, and is kept without effect."""
