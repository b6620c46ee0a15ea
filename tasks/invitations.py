"""Invite people: announce the cycle (1.4), agree on calls (2.1), send the packs (2.3, 2.4)."""

from collections.abc import Iterator

import sqlalchemy as sa

from config.vocabulary import STAKEHOLDERS, PromptKind, Purpose, Role
from tasks.asking import ask, notice, owe
from tasks.repeatable import repeatable_task
from tasks.script import is_script_approved
from tasks.steps import StepRef
from tat import agreed_calls, done, notices, people, reading, subjects
from tat.database import Tat, write
from tat.done import Done
from tat.facts import Facts, PlanFacts
from tat.notices import Owed
from tat.people import Directory, Somebody
from tat.prompts import Question
from tat.schema import Invitee
from tat.statuses import Verdict

ANNOUNCED_TO = (
    Role.ADMINISTRATOR,
    Role.HEAD_START_COLLABORATION_DIRECTOR,
    Role.ADVISORY_COUNCIL_CHAIR,
    Role.LICENSING_DIRECTOR,
)
"""Every Administrator and three stakeholders of each state (1.4)."""

ALWAYS_INVITED = (Role.REGIONAL_STAFF, Role.INFANT_TODDLER_SPECIALIST, Role.REGIONAL_PARTNER)
"""Who is invited to every call of their region (2.2)."""


@repeatable_task
def announce_cycle(step: StepRef) -> int:
    """Announce the cycle to every Administrator and three stakeholders of each state (1.4)."""
    with write(step.tracker) as tat:
        directory = people.directory(tat)
        told = notices.told(tat, step.cycle, Purpose.ANNOUNCEMENT)
        earlier = done.load(tat, step.cycle)
        everybody = {
            holder.person.id: holder.person
            for code, place in step.declared.jurisdictions.items()
            if not earlier.covers("1.4", region=place.region, code=code)
            for holder in directory.holding(ANNOUNCED_TO, jurisdiction=code)
        }
        owed = [
            notice(step, Purpose.ANNOUNCEMENT, person, "cycle")
            for person in everybody.values()
            if ("cycle", person.id, 1) not in told
        ]
        return owe(tat, step, owed)


@repeatable_task
def ask_specialists_to_propose_calls(step: StepRef) -> int:
    """Ask for a date and the invitees of each state's call (2.1); again where it did not suit."""
    with write(step.tracker) as tat:
        known = reading.load(
            tat, step.cycle,
            PromptKind.WORKSHEET, PromptKind.CALL_PROPOSAL, PromptKind.CALL_AGREEMENT,
        )  # fmt: skip
        earlier, directory = done.load(tat, step.cycle), people.directory(tat)
        return ask(tat, step, _calls_to_propose(known, earlier, directory))


@repeatable_task
def ask_administrators_to_agree(step: StepRef) -> int:
    """Ask each Administrator to agree with the date and the invitees of the call (2.1)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.CALL_PROPOSAL, PromptKind.CALL_AGREEMENT)
        return ask(tat, step, _calls_to_agree(known))


@repeatable_task
def send_packs(step: StepRef) -> int:
    """Send invitees their documents once the call is agreed and its script approved (2.3, 2.4)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.SCRIPT_APPROVAL)
        if not is_script_approved(step, known):
            return 0
        sent = notices.told_subjects(tat, step.cycle, Purpose.CALL_PACK)
        sent -= agreed_calls.called_off(tat, step.cycle)
        directory = people.directory(tat)
        owed: list[Owed] = []
        for plan in known.plans.values():
            is_due = plan.call is not None and plan.call.agreed_at is not None
            if is_due and subjects.call(plan.id) not in sent:
                owed += _packs(tat, step, plan, directory)
        return notices.owe_news(tat, step.cycle, owed, now=step.now)


def _calls_to_propose(known: Facts, earlier: Done, directory: Directory) -> Iterator[Question]:
    for plan in known.plans.values():
        subject = subjects.plan(plan.id)
        was_drafted = earlier.covers("1.8", region=plan.region, code=plan.jurisdiction)
        is_drafted = was_drafted or known.verdict(PromptKind.WORKSHEET, subject) is not None
        proposal = known.last(PromptKind.CALL_PROPOSAL, subject)
        agreement = known.last(PromptKind.CALL_AGREEMENT, subject)
        did_not_suit = (
            agreement is not None
            and proposal is not None
            and agreement.number == proposal.number
            and agreement.verdict == Verdict.CHANGES_ASKED
        )
        was_called_off = (
            agreement is not None
            and proposal is not None
            and agreement.number == proposal.number
            and agreement.verdict == Verdict.ACCEPTED
            and plan.call is not None
            and plan.call.agreed_at is None
        )
        if is_drafted and (proposal is None or did_not_suit or was_called_off):
            yield Question(
                PromptKind.CALL_PROPOSAL, subject, plan=plan,
                round=known.next_round(PromptKind.CALL_PROPOSAL, subject),
                why=_candidates(plan, directory)
                | ({"answer": agreement.said[-1].answer_id} if agreement and did_not_suit else {}),
            )  # fmt: skip


def _candidates(plan: PlanFacts, directory: Directory) -> dict[str, object]:
    """Everybody to be considered (2.2), in the order of the process; and which leads are unknown.

    Who was named for an earlier call is a candidate too.
    """
    holders = directory.holding(STAKEHOLDERS, jurisdiction=plan.jurisdiction)
    held = {holder.role for holder in holders}
    return {
        "candidates": list(dict.fromkeys(holder.person.id for holder in holders)),
        "nobody": [
            role for role in STAKEHOLDERS if role not in held and role != Role.OTHER_STATE_LEAD
        ],
    }


def _calls_to_agree(known: Facts) -> Iterator[Question]:
    for plan in known.plans.values():
        subject = subjects.plan(plan.id)
        proposal = known.last(PromptKind.CALL_PROPOSAL, subject)
        agreement = known.last(PromptKind.CALL_AGREEMENT, subject)
        n_agreed = agreement.number if agreement else 0
        if proposal and proposal.verdict is not None and proposal.number > n_agreed and plan.call:
            yield Question(
                PromptKind.CALL_AGREEMENT, subject, plan=plan, round=proposal.number,
                why={"starts_at": plan.call.starts_at.isoformat(), "minutes": plan.call.minutes},
            )  # fmt: skip


def _packs(tat: Tat, step: StepRef, plan: PlanFacts, directory: Directory) -> Iterator[Owed]:
    """One notice for each invitee. The Administrator's says so: its documents are others (2.4)."""
    administrators = directory.holding([Role.ADMINISTRATOR], jurisdiction=plan.jurisdiction)
    invitees = {person.id: person for person in _invitees(tat, plan, directory)}
    always = directory.holding(ALWAYS_INVITED, region=plan.region)
    invitees |= {holder.person.id: holder.person for holder in always}
    for holder in administrators:
        invitees.pop(holder.person.id, None)
        yield _pack(step, plan, holder.person, to=Role.ADMINISTRATOR)
    for person in invitees.values():
        yield _pack(step, plan, person, to="invitees")


def _pack(step: StepRef, plan: PlanFacts, person: Somebody, *, to: str) -> Owed:
    if plan.call is None:
        raise ValueError(f"{plan.name} has no call")
    return notice(
        step, Purpose.CALL_PACK, person, subjects.call(plan.id), plan_id=plan.id, to=to,
        starts_at=plan.call.starts_at.isoformat(), minutes=plan.call.minutes,
    )  # fmt: skip


def _invitees(tat: Tat, plan: PlanFacts, directory: Directory) -> Iterator[Somebody]:
    if plan.call is not None:
        rows = sa.select(Invitee.person_id).where(Invitee.meeting_id == plan.call.id)
        for person_id in tat.scalars(rows):
            yield directory.people[person_id]
