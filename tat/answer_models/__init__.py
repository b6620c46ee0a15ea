"""What an answer to each kind of prompt may say. A form is made from its model."""

from collections.abc import Mapping

from config.vocabulary import PromptKind
from tat.answer_models.alignment import Approaches, CenterReview
from tat.answer_models.calls import CallAgreement, CallProposal, CallRecord
from tat.answer_models.decisions import Approved, LineVerdicts, Order, Package, PlanVerdict
from tat.answer_models.delivery import ProgressReport, RecordCheck, Review
from tat.answer_models.mapping import Mapped
from tat.answer_models.meetings import MeetingDate, MeetingRecord
from tat.answer_models.parts import Content
from tat.answer_models.preparation import Worksheet
from tat.answer_models.revisions import Revision, Rework

MODELS: Mapping[PromptKind, type[Content]] = {
    PromptKind.MEETING_DATE: MeetingDate,
    PromptKind.MEETING_RECORD: MeetingRecord,
    PromptKind.WORKSHEET: Worksheet,
    PromptKind.SCRIPT_APPROVAL: Approved,
    PromptKind.CALL_PROPOSAL: CallProposal,
    PromptKind.CALL_AGREEMENT: CallAgreement,
    PromptKind.CALL_RECORD: CallRecord,
    PromptKind.ACCURACY: PlanVerdict,
    PromptKind.CENTER_REVIEW: CenterReview,
    PromptKind.APPROACHES: Approaches,
    PromptKind.OFFICER_CONFIRMATION: LineVerdicts,
    PromptKind.ENTRY: LineVerdicts,
    PromptKind.AFFIRMATION: PlanVerdict,
    PromptKind.CONFIRMATION: PlanVerdict,
    PromptKind.REVISION: Revision,
    PromptKind.CHANGE_AGREEMENT: LineVerdicts,
    PromptKind.FINAL_REVIEW: PlanVerdict,
    PromptKind.CONVERSION: Order,
    PromptKind.PACKAGE: Package,
    PromptKind.MAPPING: Mapped,
    PromptKind.APPROVAL: LineVerdicts,
    PromptKind.REWORK: Rework,
    PromptKind.FINALIZATION: Order,
    PromptKind.FINAL_AGREEMENT: Approved,
    PromptKind.FURTHER_CONFIRMATION: Approved,
    PromptKind.PROGRESS: ProgressReport,
    PromptKind.REVIEW: Review,
    PromptKind.RECORD_CHECK: RecordCheck,
}
"""The answer model of every kind of prompt."""
