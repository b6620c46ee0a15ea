"""Share what has come about: drafts, plans, answers, decisions, and plans that are held."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from config.vocabulary import Gathered, PromptKind, Purpose, Role
from tasks.asking import is_released, notice, owe
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import done, guards, notices, people, reading, subjects
from tat.database import Tat, write
from tat.facts import Facts, PlanFacts
from tat.notices import Owed
from tat.people import Directory, Holder
from tat.schema import Answer, Notice, Prompt
from tat.statuses import Status, Verdict

REACHED = {
    Status.INITIAL: (Status.INITIAL, Status.INTERMEDIATE, Status.FINAL),
    Status.INTERMEDIATE: (Status.INTERMEDIATE, Status.FINAL),
    Status.FINAL: (Status.FINAL,),
}
"""The statuses of plans that have come at least so far."""


@repeatable_task
def share_drafts(step: StepRef) -> int:
    """Share the drafts with the region's manager and center representative (1.8)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.WORKSHEET)
        earlier = done.load(tat, step.cycle)
        ours = [
            plan
            for plan in known.plans.values()
            if not earlier.covers("1.8", region=plan.region, code=plan.jurisdiction)
        ]
        drafted = [
            plan
            for plan in ours
            if known.verdict(PromptKind.WORKSHEET, subjects.plan(plan.id)) is not None
        ]
        drafted_ids = {plan.id for plan in drafted}
        late = {plan.region for plan in ours if plan.id not in drafted_ids}
        released = [
            plan
            for plan in drafted
            if is_released(step, Gathered.DRAFT_SHARED, is_all_ready=plan.region not in late)
        ]
        roles = (Role.REGIONAL_MANAGER, Role.REGIONAL_CENTER_REPRESENTATIVE)
        return _share(tat, step, Purpose.DRAFT_SHARED, released, roles)


@repeatable_task
def share_initial_plans(step: StepRef) -> int:
    """Share the initial plans with the regional office staff and partners (2.8)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle)
        return _share(
            tat, step, Purpose.INITIAL_SHARED,
            _gathered(step, known, Status.INITIAL, Gathered.INITIAL_SHARED),
            (Role.REGIONAL_STAFF, Role.REGIONAL_PARTNER),
        )  # fmt: skip


@repeatable_task
def share_intermediate_plans(step: StepRef) -> int:
    """Share the intermediate plans with regional staff, partners and all centers (4.6)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle)
        return _share(
            tat, step, Purpose.INTERMEDIATE_SHARED,
            _gathered(step, known, Status.INTERMEDIATE, Gathered.INTERMEDIATE_SHARED),
            (Role.REGIONAL_STAFF, Role.REGIONAL_PARTNER, Role.CENTER_LEAD),
        )  # fmt: skip


@repeatable_task
def tell_partners_of_affirmed_plans(step: StepRef) -> int:
    """Tell the regional partners which plans the region's manager has affirmed (3.7)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.AFFIRMATION)
        affirmed = [
            plan
            for plan in known.plans.values()
            if known.verdict(PromptKind.AFFIRMATION, subjects.plan(plan.id)) == Verdict.ACCEPTED
        ]
        return _share(tat, step, Purpose.AFFIRMED, affirmed, (Role.REGIONAL_PARTNER,))


@repeatable_task
def send_final_plans(step: StepRef) -> int:
    """Send each Administrator the approved final plan (5.5)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle)
        final = [plan for plan in known.plans.values() if plan.status == Status.FINAL]
        return _share(tat, step, Purpose.FINAL_SENT, final, (Role.ADMINISTRATOR,))


@repeatable_task
def tell_of_held_plans(step: StepRef) -> int:
    """As a step closes, tell Specialist, manager and OCC which plans it leaves behind."""
    behind = {4: Status.INTERMEDIATE, 5: Status.FINAL}.get(step.number)
    if behind is None or not step.is_closing:
        return 0
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, *guards.GUARD_KINDS)
        held = [plan for plan in known.plans.values() if plan.status not in REACHED[behind]]
        roles = (Role.SPECIALIST, Role.REGIONAL_MANAGER, Role.OCC)
        missing = {
            plan.id: guards.missing_for_next(plan, known, step.declared.rules) for plan in held
        }
        return _share(tat, step, Purpose.PLAN_HELD, held, roles, missing=missing)


@repeatable_task
def return_approvals_to_centers(step: StepRef) -> int:
    """Bring each officer's decisions back to the center lead (5.3)."""
    with write(step.tracker) as tat:
        directory = people.directory(tat)
        owed = [
            notice(
                step, Purpose.APPROVALS_RETURNED, holder.person, subjects.answer(answer_id),
                plan_id=plan_id, center=center,
            )
            for answer_id, _person_id, plan_id, center in _answers(tat, step, APPROVING)
            for holder in directory.holding([Role.CENTER_LEAD], center=center or "")
        ]  # fmt: skip
        return owe(tat, step, owed)


@repeatable_task
def tell_who_asked(step: StepRef) -> int:
    """Let the Specialist who asks see what Administrators and managers answered (8.2)."""
    with write(step.tracker) as tat:
        directory = people.directory(tat)
        plans = reading.load_plans(tat, step.cycle)
        owed = [
            notice(
                step, Purpose.ANSWER_RECEIVED, holder.person, subjects.answer(answer_id),
                plan_id=plan_id,
            )
            for answer_id, person_id, plan_id, _center in _answers(tat, step, ANSWERED_TO)
            if plan_id is not None
            for holder in directory.holding(
                [Role.SPECIALIST], jurisdiction=plans[plan_id].jurisdiction
            )
            if holder.person.id != person_id
        ]  # fmt: skip
        return owe(tat, step, owed)


APPROVING = (PromptKind.APPROVAL,)

ANSWERED_TO = (
    PromptKind.CALL_AGREEMENT,
    PromptKind.ACCURACY,
    PromptKind.AFFIRMATION,
    PromptKind.CONFIRMATION,
    PromptKind.FINAL_REVIEW,
)
"""The questions that a Specialist puts to Administrators and managers."""


def _answers(
    tat: Tat, step: StepRef, kinds: Sequence[PromptKind]
) -> list[tuple[int, int, int | None, str | None]]:
    """Id, recorder, plan and center of every answer to the step's prompts, not yet told of.

    Answers without effect are told of in their own way: `tasks.conflicts`.
    """
    told = sa.exists().where(
        # With the step the unique key finds them; without it every answer reads every notice.
        Notice.cycle == step.cycle,
        Notice.step == step.number,
        Notice.purpose.in_((Purpose.ANSWER_RECEIVED, Purpose.APPROVALS_RETURNED)),
        Notice.subject == sa.literal("answer ").concat(sa.cast(Answer.id, sa.Text)),
    )
    rows = (
        sa.select(Answer.id, Answer.person_id, Prompt.plan_id, Prompt.center)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(
            Prompt.cycle == step.cycle,
            Prompt.step == step.number,
            Prompt.kind.in_(kinds),
            Answer.is_outdated.is_(False),
            ~told,
        )
    )
    return [(row[0], row[1], row[2], row[3]) for row in tat.execute(rows.order_by(Answer.id))]


def _gathered(step: StepRef, known: Facts, status: Status, key: Gathered) -> list[PlanFacts]:
    """The plans that have come so far, once all have or the day of sharing has come."""
    plans = known.plans.values()
    reached = [plan for plan in plans if plan.status in REACHED[status]]
    is_all = len(reached) == len(known.plans)
    return reached if is_released(step, key, is_all_ready=is_all) else []


def _share(
    tat: Tat,
    step: StepRef,
    purpose: Purpose,
    plans: Iterable[PlanFacts],
    roles: Sequence[Role],
    *,
    missing: Mapping[int, Sequence[str]] | None = None,
) -> int:
    """Owe everybody in the roles a notice of each plan that they were not told of.

    Args:
        missing: what a plan waits for, by plan id, where the notice tells that.
    """
    told = notices.told_subjects(tat, step.cycle, purpose, step=step.number)
    new = [plan for plan in plans if subjects.plan(plan.id) not in told]
    if not new:
        return 0
    directory = people.directory(tat)
    owed: list[Owed] = []
    for plan in new:
        for holder in _audience(plan, directory, roles):
            subject = subjects.plan(plan.id)
            details: dict[str, Any] = {"missing": missing[plan.id]} if missing else {}
            owed.append(notice(step, purpose, holder.person, subject, plan_id=plan.id, **details))
    return owe(tat, step, owed)


def _audience(plan: PlanFacts, directory: Directory, roles: Sequence[Role]) -> Iterator[Holder]:
    of_state = [role for role in roles if role != Role.CENTER_LEAD]
    yield from directory.holding(of_state, jurisdiction=plan.jurisdiction, region=plan.region)
    if Role.CENTER_LEAD in roles:
        yield from directory.everywhere(Role.CENTER_LEAD)
