"""What an answer changes in its plan, kind by kind, in the answer's own transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from config.vocabulary import PromptKind
from tat.answer_models.parts import Content
from tat.effects import calls, delivery, lines, preparation
from tat.effects.given import Given


def apply(given: Given, content: Content) -> None:
    """Do to the plan what the answer says."""
    if effect := EFFECTS.get(given.prompt.kind):
        effect(given, content)


EFFECTS: Mapping[PromptKind, Callable[[Given, Any], None]] = {
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

SAYING = (lines.say_each, lines.say_of_plan, delivery.mark_progress)
"""The effects that keep what was said of lines, and change no plan: the newest counts."""

WRITING = frozenset(kind for kind, effect in EFFECTS.items() if effect not in SAYING)
"""The kinds whose answers write: a second one would write twice, and is kept without effect."""
