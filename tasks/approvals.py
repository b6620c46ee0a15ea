"""Approve: the region affirms (3.7), centers submit (5.1), officers approve (5.3), leads agree."""

from collections.abc import Iterator

from config.vocabulary import Gathered, PromptKind
from tasks.alignment import awaits, by_center, is_recommended
from tasks.asking import ask, is_released
from tasks.changes import is_dealt_with
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import reading
from tat.database import write
from tat.facts import Facts, PlanFacts, center_subject, plan_subject
from tat.prompts import Question
from tat.statuses import Status, Verdict


@repeatable_task
def ask_managers_to_affirm(step: StepRef) -> int:
    """Ask the Regional Program Manager to affirm the region's plans, on one sheet (3.7)."""
    with write(step.tracker) as tat:
        known = reading.load(
            tat, step.cycle,
            PromptKind.OFFICER_CONFIRMATION, PromptKind.ENTRY, PromptKind.AFFIRMATION,
            PromptKind.REVISION,
        )  # fmt: skip
        return ask(tat, step, _affirmations(step, known))


@repeatable_task
def ask_centers_for_packages(step: StepRef) -> int:
    """Ask each center to compile its activities over all states into one package (5.1)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.PACKAGE, PromptKind.APPROVAL)
        return ask(tat, step, _packages(step, known))


@repeatable_task
def send_packages_to_officers(step: StepRef) -> int:
    """Ask the COR or FPO to approve what the center submitted, item by item (5.3).

    Items that were sent back come again, alone; plans that come late in a supplementary package.
    """
    with write(step.tracker) as tat:
        known = reading.load(
            tat, step.cycle, PromptKind.PACKAGE, PromptKind.APPROVAL, PromptKind.REWORK
        )
        return ask(tat, step, _approvals(known))


@repeatable_task
def ask_leads_to_approve_final_plans(step: StepRef) -> int:
    """Ask each center lead concerned to approve the final plans, on one sheet (5.4)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.FINAL_AGREEMENT)
        return ask(tat, step, _final_agreements(step, known))


def _affirmations(step: StepRef, known: Facts) -> Iterator[Question]:
    kind = PromptKind.AFFIRMATION
    initial = [plan for plan in known.plans.values() if plan.status == Status.INITIAL]
    ready = [plan for plan in initial if _is_entered(known, plan)]
    ready_ids = {plan.id for plan in ready}
    waiting = {plan.region for plan in known.plans.values() if plan.id not in ready_ids}
    for plan in ready:
        subject = plan_subject(plan.id)
        last = known.last(kind, subject)
        is_due = last is None or last.is_void or is_dealt_with(known, last)
        if is_due and is_released(
            step, Gathered.AFFIRMATION, is_all_ready=plan.region not in waiting
        ):
            yield Question(
                kind, subject, plan=plan, shown=plan.entered, round=known.next_round(kind, subject)
            )


def _is_entered(known: Facts, plan: PlanFacts) -> bool:
    """Whether a plan has activities, and none that came back waits to be entered."""
    waits = any(is_recommended(known, line) for line in plan.lines)
    return bool(plan.activities) and not waits and not known.has_open(plan.id, PromptKind.ENTRY)


def _packages(step: StepRef, known: Facts) -> Iterator[Question]:
    plans = known.plans.values()
    is_all = all(plan.status in (Status.INTERMEDIATE, Status.FINAL) for plan in plans)
    if not is_released(step, Gathered.PACKAGE, is_all_ready=is_all):
        return
    had_packages = any(True for _ in known.of_kind(PromptKind.PACKAGE))
    for plan in plans:
        if plan.status != Status.INTERMEDIATE:
            continue
        for center, shown in by_center(list(plan.activities)).items():
            subject = center_subject(plan.id, center)
            if known.is_unasked(PromptKind.PACKAGE, subject):
                yield Question(
                    PromptKind.PACKAGE, subject, plan=plan, center=center, shown=shown,
                    round=known.next_round(PromptKind.PACKAGE, subject),
                    why={"supplementary": had_packages},
                )  # fmt: skip


def _approvals(known: Facts) -> Iterator[Question]:
    kind = PromptKind.APPROVAL
    compiling = {round_.center for round_ in known.of_kind(PromptKind.PACKAGE) if round_.is_open}
    for plan in known.plans.values():
        if plan.status != Status.INTERMEDIATE:
            continue
        waiting = [line for line in plan.activities if awaits(known, line, kind)]
        for center, shown in by_center(waiting).items():
            subject = center_subject(plan.id, center)
            package, last = known.last(PromptKind.PACKAGE, subject), known.last(kind, subject)
            if package is None or package.verdict != Verdict.ACCEPTED:
                continue
            if center not in compiling and not (last and last.is_open):
                yield Question(
                    kind, subject, plan=plan, center=center, shown=shown,
                    round=known.next_round(kind, subject),
                    why={
                        "again": last is not None,
                        "supplementary": package.why["supplementary"],
                    },
                )  # fmt: skip


def _final_agreements(step: StepRef, known: Facts) -> Iterator[Question]:
    kind = PromptKind.FINAL_AGREEMENT
    plans = known.plans.values()
    is_all = all(plan.status == Status.FINAL for plan in plans)
    if not is_released(step, Gathered.FINAL_AGREEMENT, is_all_ready=is_all):
        return
    for plan in plans:
        if plan.status != Status.FINAL:
            continue
        for center, shown in by_center(list(plan.activities)).items():
            subject = center_subject(plan.id, center)
            if known.is_unasked(kind, subject):
                yield Question(
                    kind, subject, plan=plan, center=center, shown=shown,
                    round=known.next_round(kind, subject),
                )  # fmt: skip
