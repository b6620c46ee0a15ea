"""Ask for what people know and think of the plans: calls, reviews, confirmations."""

from collections.abc import Iterable, Iterator

from config.vocabulary import Gathered, PromptKind
from tasks.asking import ask, is_released
from tasks.changes import is_dealt_with
from tasks.repeatable import repeatable_task
from tasks.script import is_script_approved
from tasks.steps import StepRef
from tat import reading, subjects
from tat.database import write
from tat.facts import Facts, LineFacts, PlanFacts
from tat.prompts import Question
from tat.statuses import Status, Verdict


@repeatable_task
def ask_specialists_to_record_calls(step: StepRef) -> int:
    """Ask what was said once a call is over (2.6); without an approved script none is (2.5)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.SCRIPT_APPROVAL, PromptKind.CALL_RECORD)
        if not is_script_approved(step, known):
            return 0
        over = [plan for plan in known.plans.values() if _is_call_over(plan, step)]
        return ask(tat, step, _about_plans(known, PromptKind.CALL_RECORD, over))


@repeatable_task
def ask_administrators_whether_accurate(step: StepRef) -> int:
    """Ask each Administrator whether the initial plan is accurate (2.7); again once revised."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.ACCURACY, PromptKind.REVISION)
        initial = [plan for plan in known.plans.values() if plan.status == Status.INITIAL]
        return ask(tat, step, _again_once_revised(known, PromptKind.ACCURACY, initial))


@repeatable_task
def ask_centers_to_review(step: StepRef) -> int:
    """Ask each center to review the needs on its topics, all states on one sheet (2.8)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.CENTER_REVIEW)
        initial = [plan for plan in known.plans.values() if plan.status == Status.INITIAL]
        is_all = len(initial) == len(known.plans)
        if step.is_late or step.is_closing:
            return 0  # the sheet of step 3 asks the same and more
        if not is_released(step, Gathered.CENTER_REVIEW, is_all_ready=is_all):
            return 0
        return ask(tat, step, _reviews(step, known, initial))


@repeatable_task
def send_plans_to_administrators(step: StepRef) -> int:
    """Ask each Administrator to confirm the plan that the region has affirmed (4.1)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.AFFIRMATION, PromptKind.CONFIRMATION)
        affirmed = [
            plan
            for plan in known.plans.values()
            if plan.status == Status.INITIAL
            and known.verdict(PromptKind.AFFIRMATION, subjects.plan(plan.id)) == Verdict.ACCEPTED
        ]
        return ask(tat, step, _about_plans(known, PromptKind.CONFIRMATION, affirmed))


def _about_plans(known: Facts, kind: PromptKind, plans: Iterable[PlanFacts]) -> Iterator[Question]:
    """The question of one kind about each plan that it was never asked of."""
    for plan in plans:
        subject = subjects.plan(plan.id)
        if known.is_unasked(kind, subject):
            yield Question(
                kind, subject, plan=plan, round=known.next_round(kind, subject),
                shown=plan.entered,
            )  # fmt: skip


def _again_once_revised(
    known: Facts, kind: PromptKind, plans: Iterable[PlanFacts]
) -> Iterator[Question]:
    """The same, and a new round once the Specialist has dealt with what was suggested."""
    for plan in plans:
        subject = subjects.plan(plan.id)
        last = known.last(kind, subject)
        if last is None or last.is_void or is_dealt_with(known, last):
            yield Question(
                kind, subject, plan=plan, round=known.next_round(kind, subject),
                shown=plan.entered,
            )  # fmt: skip


def _is_call_over(plan: PlanFacts, step: StepRef) -> bool:
    call = plan.call
    return call is not None and call.agreed_at is not None and call.starts_at <= step.now


def _reviews(step: StepRef, known: Facts, plans: Iterable[PlanFacts]) -> Iterator[Question]:
    for plan in plans:
        for center, needs in needs_by_center(step, plan.needs).items():
            subject = subjects.center_in_plan(plan.id, center)
            if known.is_unasked(PromptKind.CENTER_REVIEW, subject):
                yield Question(
                    PromptKind.CENTER_REVIEW, subject, plan=plan, center=center,
                    shown={need.id: need.revision for need in needs},
                    round=known.next_round(PromptKind.CENTER_REVIEW, subject),
                )  # fmt: skip


def needs_by_center(step: StepRef, needs: Iterable[LineFacts]) -> dict[str, list[LineFacts]]:
    """Which center a need is put before: the one suggested for it, else the first of its topic."""
    found: dict[str, list[LineFacts]] = {}
    for need in needs:
        center = need.center or step.declared.topics[need.topic].centers[0]
        found.setdefault(center, []).append(need)
    return found
