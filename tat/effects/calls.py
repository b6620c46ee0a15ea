"""What an answer changes about the call of a state with its stakeholders (2.1, 2.6)."""

import sqlalchemy as sa

from config.vocabulary import MeetingKind
from tat import lines
from tat.answer_models.calls import CallProposal, CallRecord
from tat.answer_models.parts import Content
from tat.effects.given import Given
from tat.facts import plan_subject
from tat.schema import Invitee, Meeting
from tat.statuses import LineState, Verdict


def propose_call(given: Given, content: CallProposal) -> None:
    """Write down date and invitees of the call; a new proposal takes the place of the old."""
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


def agree_to_call(given: Given, content: Content) -> None:
    """Mark the call agreed where the Administrator agrees."""
    if content.verdict == Verdict.ACCEPTED:
        given.tat.execute(sa.update(Meeting).where(*_call_of(given)).values(agreed_at=given.by.at))


def record_call(given: Given, content: CallRecord) -> None:
    """Bring what the call confirmed, changed and added into the plan."""
    given.tat.execute(sa.update(Meeting).where(*_call_of(given)).values(held_on=content.held_on))
    for change in content.changed:
        lines.revise_need(given.tat, change.line_id, change.need, given.by)
    lines.add_needs(given.tat, given.plan_id, content.added, given.by)
    lines.set_state(given.tat, content.withdrawn, LineState.WITHDRAWN)
    given.write_version("the call with stakeholders")


def _call_of(given: Given) -> tuple[sa.ColumnElement[bool], ...]:
    return Meeting.plan_id == given.plan_id, Meeting.kind == MeetingKind.STAKEHOLDER_CALL
