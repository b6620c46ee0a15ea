"""What an answer to each kind of prompt may say. A form is made from its model."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from config.vocabulary import (
    Approach,
    Form,
    Intensity,
    Progress,
    PromptKind,
    Requirement,
    Setting,
)
from tat.statuses import Verdict

Words = Annotated[str, Field(min_length=1, max_length=10_000)]
Remark = Annotated[str, Field(max_length=10_000)]
Priority = Annotated[int, Field(ge=1, le=5)]

CALL_MINUTES = 120
"""A state's call lasts at most two hours (2.1)."""


class Part(BaseModel):
    """Anything that an answer consists of: unknown fields are refused, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Content(Part):
    """The content of one answer."""

    @property
    def verdict(self) -> Verdict:
        """What the answer says of its subject as a whole."""
        return Verdict.ACCEPTED


class Factor(Part):
    """A contextual factor and the document that it comes from (1.6)."""

    text: Words
    document: Words


class NeedDraft(Part):
    """What a need should say."""

    topic: Words
    text: Words
    outcome: Remark = ""
    priority: Priority
    requirement: Requirement
    setting: Setting = Setting.ALL_AGES


class ActivityDraft(Part):
    """What an activity should say."""

    title: Words
    description: Words
    intensity: Intensity
    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    approach: Approach
    collaborators: tuple[str, ...] = ()
    workplan: Remark = ""
    """Where in the center's approved workplan it stands (3.4)."""


class NeedChange(Part):
    """New words for a need."""

    line_id: int
    need: NeedDraft


class ActivityChange(Part):
    """New words for an activity."""

    line_id: int
    activity: ActivityDraft


class Wish(Part):
    """A modification that somebody suggests: for one line, or for the plan as a whole."""

    text: Words
    line_id: int | None = None


class LineVerdict(Part):
    """Yes or no to one line; a no says why."""

    line_id: int
    accepts: bool
    reason: Remark = ""

    @model_validator(mode="after")
    def _a_no_says_why(self) -> "LineVerdict":
        if not self.accepts and not self.reason.strip():
            raise ValueError("a line that is not accepted needs a reason")
        return self


class Worksheet(Content):
    """1.6 to 1.8: the context of a state, its check-in call, and the draft of its needs."""

    check_in_held_on: date
    factors: tuple[Factor, ...]
    high_priority_needs: tuple[Words, ...]
    needs: tuple[NeedDraft, ...]


class Approved(Content):
    """A yes or no; a no says why."""

    approves: bool
    reason: Remark = ""

    @model_validator(mode="after")
    def _a_no_says_why(self) -> "Approved":
        if not self.approves and not self.reason.strip():
            raise ValueError("a no needs a reason")
        return self

    @property
    def verdict(self) -> Verdict:
        """Accepted, or sent back."""
        return Verdict.ACCEPTED if self.approves else Verdict.SENT_BACK


class CallProposal(Content):
    """2.1: when the call could be, and who is invited."""

    starts_at: AwareDatetime
    minutes: Annotated[int, Field(ge=15, le=CALL_MINUTES)]
    invitee_ids: tuple[int, ...]


class CallAgreement(Content):
    """2.1: the Administrator agrees with date and invitees, or says what should change."""

    agrees: bool
    wishes: Remark = ""

    @model_validator(mode="after")
    def _a_no_says_what(self) -> "CallAgreement":
        if not self.agrees and not self.wishes.strip():
            raise ValueError("say which date or which invitees would suit")
        return self

    @property
    def verdict(self) -> Verdict:
        """Accepted, or changes asked."""
        return Verdict.ACCEPTED if self.agrees else Verdict.CHANGES_ASKED


class CallRecord(Content):
    """2.6: what the call confirmed, changed and added."""

    held_on: date
    changed: tuple[NeedChange, ...] = ()
    added: tuple[NeedDraft, ...] = ()
    withdrawn: tuple[int, ...] = ()


class PlanVerdict(Content):
    """Confirm a plan as shown, or suggest modifications (2.7, 3.7, 4.1, 4.4)."""

    confirms: bool
    wishes: tuple[Wish, ...] = ()

    @model_validator(mode="after")
    def _either_or(self) -> "PlanVerdict":
        if self.confirms and self.wishes:
            raise ValueError("confirm the plan, or suggest modifications: not both")
        if not self.confirms and not self.wishes:
            raise ValueError("say which modifications you suggest")
        return self

    @property
    def verdict(self) -> Verdict:
        """Accepted, or changes asked."""
        return Verdict.ACCEPTED if self.confirms else Verdict.CHANGES_ASKED


class KnownActivity(Part):
    """An activity that a center knows of already, for one need (2.8)."""

    need_id: int
    activity: ActivityDraft


class CenterReview(Content):
    """2.8: what a center adds to a plan; adding nothing is an answer."""

    known: tuple[KnownActivity, ...] = ()
    collaboration: Remark = ""


class OutOfScope(Part):
    """A need that is not the center's, and whose it may be (3.4)."""

    need_id: int
    reason: Words
    suggested_center: str


class Approaches(Content):
    """3.4: the activities that a center proposes for the needs shown to it."""

    proposed: tuple[KnownActivity, ...] = ()
    out_of_scope: tuple[OutOfScope, ...] = ()


class LineVerdicts(Content):
    """Item by item (3.5, 3.6, 4.3, 5.3)."""

    lines: tuple[LineVerdict, ...]

    @property
    def verdict(self) -> Verdict:
        """Accepted when every line is."""
        accepted = all(line.accepts for line in self.lines)
        return Verdict.ACCEPTED if accepted else Verdict.SENT_BACK


class Revision(Content):
    """4.2: what the Specialist changed, and a note for those who asked."""

    needs: tuple[NeedChange, ...] = ()
    activities: tuple[ActivityChange, ...] = ()
    added: tuple[NeedDraft, ...] = ()
    withdrawn: tuple[int, ...] = ()
    note: Words


class Order(Content):
    """4.5, 5.4: the Specialist orders the conversion of a plan."""

    converts: bool
    reason: Remark = ""

    @property
    def verdict(self) -> Verdict:
        """Accepted, or sent back."""
        return Verdict.ACCEPTED if self.converts else Verdict.SENT_BACK


class Package(Content):
    """5.1: the center submits its activities of one plan to its officer."""

    note: Remark = ""


class ReworkedItem(Part):
    """What became of an item that was sent back: made clear, changed, or withdrawn."""

    line_id: int
    clarification: Remark = ""
    changed: ActivityDraft | None = None
    withdraws: bool = False

    @model_validator(mode="after")
    def _something_was_done(self) -> "ReworkedItem":
        if not (self.clarification.strip() or self.changed or self.withdraws):
            raise ValueError("make the item clear, change it, or withdraw it")
        return self


class Rework(Content):
    """5.3: the center's reply to the items that were sent back."""

    items: Annotated[tuple[ReworkedItem, ...], Field(min_length=1)]


class MeetingDate(Content):
    """1.2, 1.3, 3.3, 7.1: when and where a meeting is; or that it was held before; or is not."""

    starts_at: AwareDatetime | None = None
    minutes: Annotated[int, Field(ge=15, le=8 * 60)] | None = None
    place: Remark = ""
    """Address of the web conference, telephone number, or room."""
    held_on: date | None = None
    """Where it was held already: then only its notes are wanted."""
    notes: Remark = ""
    is_not_held: bool = False
    reason: Remark = ""

    @model_validator(mode="after")
    def _one_of_three(self) -> "MeetingDate":
        given = [self.starts_at is not None, self.held_on is not None, self.is_not_held]
        if sum(given) != 1:
            raise ValueError("say when it is, or on which day it was held, or that it is not held")
        if self.starts_at is not None and self.minutes is None:
            raise ValueError("say how many minutes it takes")
        if self.is_not_held and not self.reason.strip():
            raise ValueError("say why it is not held")
        return self


class SuggestedLead(Part):
    """3.3: which center could lead on a need, and which could work along."""

    need_id: int
    center: str
    collaborators: tuple[str, ...] = ()


class PlanWish(Part):
    """7.1: a change that a meeting suggests to a plan."""

    plan_id: int
    text: Words
    line_id: int | None = None


class MeetingRecord(Content):
    """1.2, 1.3, 3.3, 3.9, 7.1: what came of a meeting."""

    held_on: date
    attendee_ids: tuple[int, ...] = ()
    notes: Words
    leads: tuple[SuggestedLead, ...] = ()
    wishes: tuple[PlanWish, ...] = ()


class Overlap(Part):
    """5.2: what OCC or OHS says of activities that serve the same state and topic."""

    topic: Words
    says: Literal["separate", "coordinate", "merge"]
    note: Remark = ""


class Mapped(Content):
    """5.2: topic by topic, where centers of both offices serve the same state."""

    overlaps: tuple[Overlap, ...]


class ActivityProgress(Part):
    """6.1: how far one activity has come, and since when."""

    line_id: int
    progress: Progress
    on: date
    expected_on: date | None = None
    note: Remark = ""


class ProgressReport(Content):
    """6.1: what has changed in the delivery; no change is an answer."""

    marks: tuple[ActivityProgress, ...] = ()
    note: Remark = ""


class RecordCheck(Content):
    """7.2: what became of records that are stale or incomplete."""

    is_accurate: bool
    note: Remark = ""


class Review(Content):
    """6.2: the regular review of a plan; no change is an answer."""

    needs_change: bool
    note: Remark = ""


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
