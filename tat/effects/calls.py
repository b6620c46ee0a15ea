"""What an answer changes about the call of a state with its stakeholders (2.1, 2.6)."""

from collections.abc import Sequence

import sqlalchemy as sa

from config.vocabulary import MeetingKind, Role
from tat import lines, meetings, people, subjects
from tat.answer_models.calls import CallAgreement, CallProposal, CallRecord, NamedLead
from tat.effects.given import Given
from tat.people import Enrolment
from tat.schema import Invitee, Jurisdiction, Meeting, Person, Plan
from tat.statuses import LineState, Verdict


def propose_call(given: Given, content: CallProposal) -> None:
    """Write down date and invitees of the call; a new proposal takes the place of the old."""
    tat = given.tat
    call = tat.scalar(sa.select(Meeting).where(*_call_of(given)))
    if call is None:
        call = Meeting(
            cycle=given.prompt.cycle, kind=MeetingKind.STAKEHOLDER_CALL,
            subject=subjects.plan(given.plan_id), round=1, region=given.prompt.region,
            plan_id=given.plan_id, place="", notes="", outcome={},
        )  # fmt: skip
        tat.add(call)
    call.starts_at, call.minutes, call.agreed_at = content.starts_at, content.minutes, None
    call.by_person_id = given.by.person_id
    tat.flush()
    tat.execute(sa.delete(Invitee).where(Invitee.meeting_id == call.id))
    meetings.invite(tat, call, content.invitee_ids)
    call.outcome = {}
    _invite_others(given, call, content.others)


def agree_to_call(given: Given, content: CallAgreement) -> None:
    """Invite whom the Administrator names; mark the call agreed where the Administrator agrees."""
    call = given.tat.scalars(sa.select(Meeting).where(*_call_of(given))).one()
    _invite_others(given, call, content.others)
    if content.verdict == Verdict.ACCEPTED:
        call.agreed_at = given.by.at


def record_call(given: Given, content: CallRecord) -> None:
    """Bring what the call confirmed, changed and added into the plan."""
    given.tat.execute(sa.update(Meeting).where(*_call_of(given)).values(held_on=content.held_on))
    for change in content.changed:
        lines.revise_need(given.tat, change.line_id, change.need, given.by)
    lines.add_needs(given.tat, given.plan_id, content.added, given.by)
    lines.set_state(given.tat, content.withdrawn, LineState.WITHDRAWN)
    given.write_version("the call with stakeholders")


def _invite_others(given: Given, call: Meeting, others: Sequence[NamedLead]) -> None:
    """Enrol people as leads of the state, and invite them; what they lead stays with the call."""
    tat = given.tat
    plan = tat.get_one(Plan, given.plan_id)
    place = tat.get_one(Jurisdiction, plan.jurisdiction)
    people.enrol(
        tat,
        [
            Enrolment(one.name, one.address, place.time_zone, Role.OTHER_STATE_LEAD, place.code)
            for one in others
        ],
    )
    named = []
    for one in others:
        person_id = tat.scalars(sa.select(Person.id).where(Person.address == one.address)).one()
        meetings.invite(tat, call, [person_id])
        named.append({"person_id": person_id, "leads": one.leads})
    call.outcome = {**call.outcome, "others": [*call.outcome.get("others", ()), *named]}


def _call_of(given: Given) -> tuple[sa.ColumnElement[bool], ...]:
    return Meeting.plan_id == given.plan_id, Meeting.kind == MeetingKind.STAKEHOLDER_CALL
