"""Approve: the region affirms (3.7), centers submit (5.1), officers approve (5.3), leads agree."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from config.vocabulary import Gathered, PromptKind
from tasks.alignment import awaits, is_recommended
from tasks.asking import ask, is_released
from tasks.changes import is_dealt_with, is_to_be_asked
from tasks.outdated import withdraw_changed
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import further, guards, reading, subjects
from tat.added import is_proposed
from tat.amendment_facts import open_amendments
from tat.database import write
from tat.facts import Facts, PlanFacts, by_center
from tat.prompts import Question
from tat.statuses import TRANSITIONS, Status, Verdict


@repeatable_task
def ask_managers_to_affirm(step: StepRef) -> int:
    """Ask the Regional Program Manager to affirm the region's plans, on one sheet (3.7)."""
    with write(step.tracker) as tat:
        known = reading.load(
            tat, step.cycle,
            PromptKind.OFFICER_CONFIRMATION, PromptKind.ENTRY, PromptKind.AFFIRMATION,
            PromptKind.APPROACHES, PromptKind.REWORK, PromptKind.REVISION,
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
            tat, step.cycle, PromptKind.PACKAGE, PromptKind.APPROVAL, PromptKind.REWORK,
            PromptKind.FURTHER_CONFIRMATION,
        )  # fmt: skip
        return ask(tat, step, _approvals(step, known))


@repeatable_task
def ask_leads_to_approve_final_plans(step: StepRef) -> int:
    """Ask each center lead concerned to approve the final plans, on one sheet (5.4)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.FINAL_AGREEMENT, PromptKind.REVISION)
        changing = open_amendments(tat, step.cycle).keys()
        return ask(tat, step, _final_agreements(step, known, changing))


@repeatable_task
def ask_leads_to_agree_before_plans_are_final(step: StepRef) -> int:
    """Ask the leads of the centers whose protocol wants it before plans become final (5.4)."""
    protocols = step.declared.rules.protocols
    if not any(protocol.when == "before" for protocol in protocols):
        return 0
    kind = PromptKind.FINAL_AGREEMENT
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, *guards.GUARD_KINDS, PromptKind.REVISION)
        now_shown = {
            subjects.center_in_plan(plan.id, center): shown
            for plan in known.plans.values()
            for center, shown in plan.by_center.items()
        }
        if withdraw_changed(tat, step, known, kind, now_shown):
            known = reading.load(tat, step.cycle, *guards.GUARD_KINDS, PromptKind.REVISION)
        return ask(tat, step, _agreements_before(step, known))


def _affirmations(step: StepRef, known: Facts) -> Iterator[Question]:
    """Plans with their activities; those without any too, but not before the day of release."""
    kind = PromptKind.AFFIRMATION
    initial = [plan for plan in known.plans.values() if plan.status == Status.INITIAL]
    ready = [plan for plan in initial if _is_entered(known, plan)]
    ready_ids = {plan.id for plan in ready}
    waiting = {plan.region for plan in known.plans.values() if plan.id not in ready_ids}
    empty = [plan for plan in initial if _is_left_empty(known, plan)]
    for plan in (*ready, *empty):
        subject = subjects.plan(plan.id)
        last = known.last(kind, subject)
        is_due = last is None or last.is_void or is_dealt_with(known, last)
        is_all_ready = bool(plan.activities) and plan.region not in waiting
        if is_due and is_released(step, Gathered.AFFIRMATION, is_all_ready=is_all_ready):
            yield Question(
                kind, subject, plan=plan, shown=plan.entered, round=known.next_round(kind, subject)
            )


def _is_entered(known: Facts, plan: PlanFacts) -> bool:
    """Whether a plan has activities, and none that came back waits to be entered."""
    waits = any(is_recommended(known, line) for line in plan.lines)
    return bool(plan.activities) and not waits and not known.has_open(plan.id, PromptKind.ENTRY)


def _is_left_empty(known: Facts, plan: PlanFacts) -> bool:
    """Whether a plan has no activity, and nobody has one for it in hand.

    Who is still asked is not passed over: their silence holds the plan, with that reason.
    """
    in_hand = (
        PromptKind.APPROACHES, PromptKind.OFFICER_CONFIRMATION, PromptKind.REWORK, PromptKind.ENTRY,
    )  # fmt: skip
    is_open = known.has_open(plan.id, *in_hand)
    return not (plan.activities or is_open or any(is_proposed(line) for line in plan.lines))


def _packages(step: StepRef, known: Facts) -> Iterator[Question]:
    plans = known.plans.values()
    is_all = all(plan.status in (Status.INTERMEDIATE, Status.FINAL) for plan in plans)
    if not is_released(step, Gathered.PACKAGE, is_all_ready=is_all):
        return
    had_packages = any(True for _ in known.of_kind(PromptKind.PACKAGE))
    for plan in plans:
        if plan.status != Status.INTERMEDIATE:
            continue
        for center, shown in plan.by_center.items():
            subject = subjects.center_in_plan(plan.id, center)
            if known.is_unasked(PromptKind.PACKAGE, subject):
                yield Question(
                    PromptKind.PACKAGE, subject, plan=plan, center=center, shown=shown,
                    round=known.next_round(PromptKind.PACKAGE, subject),
                    why={"supplementary": had_packages},
                )  # fmt: skip


def _approvals(step: StepRef, known: Facts) -> Iterator[Question]:
    kind = PromptKind.APPROVAL
    rules = step.declared.rules
    compiling = {round_.center for round_ in known.of_kind(PromptKind.PACKAGE) if round_.is_open}
    for plan in known.plans.values():
        if plan.status != Status.INTERMEDIATE:
            continue
        held_back = further.not_given(plan, known, rules, before="approval")
        waiting = [line for line in plan.activities if awaits(known, line, kind)]
        for center, shown in by_center(waiting).items():
            subject = subjects.center_in_plan(plan.id, center)
            package, last = known.last(PromptKind.PACKAGE, subject), known.last(kind, subject)
            if package is None or package.verdict != Verdict.ACCEPTED:
                continue
            if any(one.center in (None, center) for one in held_back):
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


def _final_agreements(step: StepRef, known: Facts, changing: Collection[int]) -> Iterator[Question]:
    """Of final plans; of one that is being changed (7.1) once that is settled."""
    kind = PromptKind.FINAL_AGREEMENT
    plans = known.plans.values()
    is_all = all(plan.status == Status.FINAL for plan in plans)
    if not is_released(step, Gathered.FINAL_AGREEMENT, is_all_ready=is_all):
        return
    for plan in plans:
        if plan.status != Status.FINAL or plan.id in changing:
            continue
        for center, shown in plan.by_center.items():
            subject = subjects.center_in_plan(plan.id, center)
            last = known.last(kind, subject)
            if last is None or last.is_void or is_dealt_with(known, last):
                yield _final_agreement(step, known, plan, center, shown)


def _agreements_before(step: StepRef, known: Facts) -> Iterator[Question]:
    """Of plans that lack nothing else: what the leads approve is what becomes final."""
    rules, kind = step.declared.rules, PromptKind.FINAL_AGREEMENT
    needs = TRANSITIONS[Status.INTERMEDIATE, Status.FINAL]
    all_but_leads = replace(needs, agreed_by_leads_where_protocol_says_so=False)
    for plan in known.plans.values():
        if plan.status != Status.INTERMEDIATE:
            continue
        if guards.missing(plan, known, all_but_leads, rules):
            continue
        for center, shown in further.leads_to_agree_before(plan, rules):
            if is_to_be_asked(known, kind, subjects.center_in_plan(plan.id, center), shown):
                yield _final_agreement(step, known, plan, center, shown)


def _final_agreement(
    step: StepRef, known: Facts, plan: PlanFacts, center: str, shown: Mapping[int, int]
) -> Question:
    kind, subject = PromptKind.FINAL_AGREEMENT, subjects.center_in_plan(plan.id, center)
    return Question(
        kind, subject, plan=plan, center=center, shown=shown,
        round=known.next_round(kind, subject),
        variant=center if step.declared.rules.protocol(center) else "",
        why={"status": plan.status},
    )  # fmt: skip
