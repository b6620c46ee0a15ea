"""What an answer changes in its plan, kind by kind, in the answer's own transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from config.vocabulary import MeetingKind, PromptKind
from tat import lines, plans
from tat.answer_models import (
    Approaches,
    CallProposal,
    CallRecord,
    CenterReview,
    Content,
    KnownActivity,
    LineVerdicts,
    Revision,
    Rework,
    Worksheet,
)
from tat.database import Tat
from tat.facts import plan_subject
from tat.lines import Author
from tat.schema import Answer, ContextFactor, Invitee, Line, LineAnswer, Meeting, Prompt
from tat.statuses import LineState, Verdict


@dataclass(frozen=True)
class Given:
    """An answer that has just been recorded, and the prompt that it answers."""

    tat: Tat
    prompt: Prompt
    answer: Answer
    shown: Mapping[int, int]
    """Revision of each line shown, by line id."""

    @property
    def by(self) -> Author:
        """Whose words these are."""
        return Author(self.answer.said_by_id, self.answer.at)

    @property
    def plan_id(self) -> int:
        """The plan that is asked about."""
        if self.prompt.plan_id is None:
            raise ValueError(f"prompt {self.prompt.id} is about no plan")
        return self.prompt.plan_id

    def say(self, line_id: int, verdict: Verdict, *, revision: int, reason: str = "") -> None:
        """Keep a verdict on one line."""
        self.tat.add(
            LineAnswer(
                answer_id=self.answer.id, line_id=line_id, revision=revision,
                kind=self.prompt.kind, verdict=verdict, reason=reason,
            )
        )  # fmt: skip


def apply(given: Given, content: Content) -> None:
    """Do to the plan what the answer says."""
    if effect := EFFECTS.get(given.prompt.kind):
        effect(given, content)


def _write_worksheet(given: Given, content: Worksheet) -> None:
    """What the check-in call named as most urgent stands with the context: 2.6 comes back to it."""
    call = f"status check-in call of {content.check_in_held_on}"
    urgent = [(f"High priority: {need}", call) for need in content.high_priority_needs]
    given.tat.add_all(
        ContextFactor(
            plan_id=given.plan_id, text=text, document=document,
            by_person_id=given.by.person_id, at=given.by.at,
        )
        for text, document in [*((one.text, one.document) for one in content.factors), *urgent]
    )  # fmt: skip
    lines.add_needs(given.tat, given.plan_id, content.needs, given.by)
    _version(given, "draft from the worksheet")


def _propose_call(given: Given, content: CallProposal) -> None:
    tat = given.tat
    call = tat.scalar(sa.select(Meeting).where(*_call_of(given)))
    if call is None:
        call = Meeting(
            cycle=given.prompt.cycle, kind=MeetingKind.STAKEHOLDER_CALL,
            subject=plan_subject(given.plan_id), round=1, region=given.prompt.region,
            plan_id=given.plan_id, place="", notes="", outcome={},
        )  # fmt: skip
        tat.add(call)
    call.starts_at, call.minutes, call.agreed_at = content.starts_at, content.minutes, None
    call.by_person_id = given.by.person_id
    tat.flush()
    tat.execute(sa.delete(Invitee).where(Invitee.meeting_id == call.id))
    tat.add_all(
        Invitee(meeting_id=call.id, person_id=person_id)
        for person_id in dict.fromkeys(content.invitee_ids)
    )


def _call_of(given: Given) -> tuple[sa.ColumnElement[bool], ...]:
    return Meeting.plan_id == given.plan_id, Meeting.kind == MeetingKind.STAKEHOLDER_CALL


def _agree_to_call(given: Given, content: Content) -> None:
    if content.verdict == Verdict.ACCEPTED:
        given.tat.execute(sa.update(Meeting).where(*_call_of(given)).values(agreed_at=given.by.at))


def _record_call(given: Given, content: CallRecord) -> None:
    given.tat.execute(sa.update(Meeting).where(*_call_of(given)).values(held_on=content.held_on))
    for change in content.changed:
        lines.revise_need(given.tat, change.line_id, change.need, given.by)
    lines.add_needs(given.tat, given.plan_id, content.added, given.by)
    lines.set_state(given.tat, content.withdrawn, LineState.WITHDRAWN)
    _version(given, "the call with stakeholders")


def _review_by_center(given: Given, content: CenterReview) -> None:
    _propose(given, content.known)


def _propose_approaches(given: Given, content: Approaches) -> None:
    _propose(given, content.proposed)
    for item in content.out_of_scope:
        need = given.tat.get_one(Line, item.need_id)
        need.center = item.suggested_center
        given.say(need.id, Verdict.OUT_OF_SCOPE, revision=given.shown[need.id], reason=item.reason)


def _propose(given: Given, known: tuple[KnownActivity, ...]) -> None:
    """A center's own proposal is its agreement with it."""
    drafts = [(item.need_id, item.activity) for item in known]
    center = cast(str, given.prompt.center)
    new = lines.propose_activities(given.tat, given.plan_id, drafts, center=center, by=given.by)
    for line_id in new:
        given.say(line_id, Verdict.ACCEPTED, revision=1)


def _say_each(given: Given, content: LineVerdicts) -> None:
    for line in content.lines:
        verdict = Verdict.ACCEPTED if line.accepts else Verdict.SENT_BACK
        given.say(line.line_id, verdict, revision=given.shown[line.line_id], reason=line.reason)


def _enter(given: Given, content: LineVerdicts) -> None:
    _say_each(given, content)
    entered = [line.line_id for line in content.lines if line.accepts]
    left_out = [line.line_id for line in content.lines if not line.accepts]
    lines.set_state(given.tat, entered, LineState.ENTERED)
    lines.set_state(given.tat, left_out, LineState.WITHDRAWN)
    _version(given, "recommended activities entered")


def _revise(given: Given, content: Revision) -> None:
    for need in content.needs:
        lines.revise_need(given.tat, need.line_id, need.need, given.by)
    for activity in content.activities:
        lines.revise_activity(given.tat, activity.line_id, activity.activity, given.by)
    lines.add_needs(given.tat, given.plan_id, content.added, given.by)
    lines.set_state(given.tat, content.withdrawn, LineState.WITHDRAWN)
    if content.needs or content.activities or content.added or content.withdrawn:
        _version(given, content.note)


def _rework(given: Given, content: Rework) -> None:
    is_changed = False
    for item in content.items:
        revision = given.shown[item.line_id]
        if item.changed is not None:
            revision = lines.revise_activity(given.tat, item.line_id, item.changed, given.by)
        if item.withdraws:
            lines.set_state(given.tat, [item.line_id], LineState.WITHDRAWN)
        is_changed |= item.withdraws or item.changed is not None
        given.say(item.line_id, Verdict.ACCEPTED, revision=revision, reason=item.clarification)
    if is_changed:
        _version(given, "items that were sent back")


def _version(given: Given, why: str) -> None:
    plans.write_version(given.tat, given.plan_id, why=why, by=given.by)


EFFECTS: Mapping[PromptKind, Callable[[Given, Any], None]] = {
    PromptKind.WORKSHEET: _write_worksheet,
    PromptKind.CALL_PROPOSAL: _propose_call,
    PromptKind.CALL_AGREEMENT: _agree_to_call,
    PromptKind.CALL_RECORD: _record_call,
    PromptKind.CENTER_REVIEW: _review_by_center,
    PromptKind.APPROACHES: _propose_approaches,
    PromptKind.OFFICER_CONFIRMATION: _say_each,
    PromptKind.ENTRY: _enter,
    PromptKind.REVISION: _revise,
    PromptKind.CHANGE_AGREEMENT: _say_each,
    PromptKind.APPROVAL: _say_each,
    PromptKind.REWORK: _rework,
}
"""The kinds whose answers change a plan or its lines; the rest are read as they stand."""

WRITING = frozenset(kind for kind, effect in EFFECTS.items() if effect is not _say_each)
"""The kinds whose answers write: a second one would write twice, and is kept without effect."""
