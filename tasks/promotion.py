"""Promote plans: find what is ready, have the Specialist order it, change the status."""

from collections.abc import Iterator, Sequence

from config.rules import Promotion
from config.vocabulary import PromptKind
from tasks.asking import ask
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import guards, plans, prompts, reading, subjects
from tat.database import Tat, write
from tat.facts import Facts, PlanFacts
from tat.prompts import Question
from tat.statuses import TRANSITIONS, Status, Verdict

ORDERED_BY = {
    Status.INTERMEDIATE: PromptKind.CONVERSION,
    Status.FINAL: PromptKind.FINALIZATION,
}
"""How a Specialist orders a conversion (4.5, 5.4)."""


@repeatable_task
def make_plans_initial(step: StepRef) -> int:
    """Make initial every draft whose call was held (2.6)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle)
        ready = ready_for(step, known, Status.DRAFT_INITIAL, Status.INITIAL)
        rules = step.declared.rules
        return plans.convert(tat, ready, known, to=Status.INITIAL, by={}, rules=rules, now=step.now)


@repeatable_task
def ask_specialists_to_convert(step: StepRef) -> int:
    """Ask the Specialist to order the conversion of confirmed plans, on one sheet (4.5)."""
    return _ask_for_orders(step, before=Status.INITIAL, after=Status.INTERMEDIATE)


@repeatable_task
def convert_confirmed_plans(step: StepRef) -> int:
    """Make intermediate every confirmed plan whose conversion its Specialist has ordered (4.5)."""
    return _convert(step, before=Status.INITIAL, after=Status.INTERMEDIATE)


@repeatable_task
def ask_specialists_to_finalize(step: StepRef) -> int:
    """Ask the Specialist to order the conversion of approved plans, on one sheet (5.4)."""
    return _ask_for_orders(step, before=Status.INTERMEDIATE, after=Status.FINAL)


@repeatable_task
def convert_approved_plans(step: StepRef) -> int:
    """Make final every approved plan whose conversion its Specialist has ordered (5.4)."""
    return _convert(step, before=Status.INTERMEDIATE, after=Status.FINAL)


def ready_for(step: StepRef, known: Facts, before: Status, after: Status) -> list[PlanFacts]:
    """The plans of a status that lack nothing for the next one but the order."""
    asked, rules = TRANSITIONS[before, after], step.declared.rules
    return [
        plan
        for plan in known.plans.values()
        if plan.status == before and not guards.missing(plan, known, asked, rules)
    ]


def _order_of(plan: PlanFacts) -> str:
    """The subject of an order: the plan in exactly this version."""
    return subjects.plan_version(plan.id, plan.version)


def _ask_for_orders(step: StepRef, *, before: Status, after: Status) -> int:
    if step.declared.rules.promotion == Promotion.AUTOMATIC:
        return 0
    kind = ORDERED_BY[after]
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, *guards.GUARD_KINDS, kind)
        _withdraw_outdated(tat, step, known, kind)
        return ask(tat, step, _orders(known, kind, ready_for(step, known, before, after)))


def _withdraw_outdated(tat: Tat, step: StepRef, known: Facts, kind: PromptKind) -> None:
    """Ask no longer for the conversion of a version that has changed since."""
    outdated = [
        prompt
        for prompt in prompts.open_prompts(tat, step.cycle, step=step.number)
        if prompt.kind == kind
        and prompt.plan_id is not None
        and prompt.subject != _order_of(known.plans[prompt.plan_id])
    ]
    prompts.withdraw(tat, outdated, because="the plan has changed since", now=step.now)


def _orders(known: Facts, kind: PromptKind, ready: Sequence[PlanFacts]) -> Iterator[Question]:
    for plan in ready:
        if known.is_unasked(kind, _order_of(plan)):
            yield Question(
                kind, _order_of(plan), plan=plan, shown=plan.entered,
                round=known.next_round(kind, _order_of(plan)),
            )  # fmt: skip


def _convert(step: StepRef, *, before: Status, after: Status) -> int:
    kind = ORDERED_BY[after]
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, *guards.GUARD_KINDS, kind)
        ready = ready_for(step, known, before, after)
        by: dict[int, int] = {}
        if step.declared.rules.promotion == Promotion.SPECIALIST:
            ready = [plan for plan in ready if _is_ordered(known, kind, plan)]
            by = {plan.id: _order(known, kind, plan) for plan in ready}
        return plans.convert(
            tat, ready, known, to=after, by=by, rules=step.declared.rules, now=step.now
        )


def _is_ordered(known: Facts, kind: PromptKind, plan: PlanFacts) -> bool:
    return known.verdict(kind, _order_of(plan)) == Verdict.ACCEPTED


def _order(known: Facts, kind: PromptKind, plan: PlanFacts) -> int:
    """The person who ordered the conversion."""
    return known.rounds[kind, _order_of(plan)][-1].said[-1].person_id
