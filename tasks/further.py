"""Ask for the further confirmations that the rules declare (5.6, 6.2)."""

from collections.abc import Collection, Iterator

from config.further import FurtherConfirmation
from config.vocabulary import PromptKind
from tasks.asking import ask
from tasks.changes import is_to_be_asked
from tasks.outdated import withdraw_changed
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import further, guards, prompts, reading
from tat.amendment_facts import open_amendments
from tat.database import Tat, write
from tat.facts import Facts, PlanFacts
from tat.prompts import Question

KIND = PromptKind.FURTHER_CONFIRMATION

IN_CHANGE = (PromptKind.REVISION, PromptKind.REWORK)
"""While one of these waits, or a center has not agreed yet, the plan is about to change."""


@repeatable_task
def ask_for_further_confirmations(step: StepRef) -> int:
    """Ask whom the rules name about each plan, or each center in it; of changed plans anew."""
    declared = step.declared.rules.confirmations
    with write(step.tracker) as tat:
        if not declared and not prompts.is_any_open(tat, step.cycle, KIND):
            return 0
        known = _load(tat, step)
        if withdraw_changed(tat, step, known, KIND, _now_shown(step, known)):
            known = _load(tat, step)
        changing = open_amendments(tat, step.cycle).keys()
        return ask(tat, step, _questions(step, known, changing))


def _load(tat: Tat, step: StepRef) -> Facts:
    return reading.load(tat, step.cycle, KIND, *guards.AGREEING, PromptKind.REVISION)


def _now_shown(step: StepRef, known: Facts) -> dict[str, dict[int, int]]:
    return {
        matter.subject: dict(matter.shown)
        for confirmation in step.declared.rules.confirmations
        for plan in known.plans.values()
        for matter in further.matters(plan, confirmation)
    }


def _questions(step: StepRef, known: Facts, changing: Collection[int]) -> Iterator[Question]:
    settled = [plan for plan in known.plans.values() if _is_settled(plan, known, changing)]
    for confirmation in step.declared.rules.confirmations:
        if confirmation.step != step.number:
            continue
        for plan in settled:
            if further.has_before_it(plan, confirmation):
                yield from _about(known, plan, confirmation)


def _is_settled(plan: PlanFacts, known: Facts, changing: Collection[int]) -> bool:
    """Whether nobody is about to change what a plan says."""
    is_in_change = plan.id in changing or known.has_open(plan.id, *IN_CHANGE)
    return not is_in_change and not guards.disagreed(plan, known)


def _about(known: Facts, plan: PlanFacts, confirmation: FurtherConfirmation) -> Iterator[Question]:
    for matter in further.matters(plan, confirmation):
        if is_to_be_asked(known, KIND, matter.subject, matter.shown):
            yield _question(known, plan, matter)


def _question(known: Facts, plan: PlanFacts, matter: further.Matter) -> Question:
    confirmation = matter.confirmation
    return Question(
        KIND, matter.subject, plan=plan, center=matter.center, shown=matter.shown,
        round=known.next_round(KIND, matter.subject), variant=confirmation.key,
        why={"title": confirmation.title, "question": confirmation.question},
    )  # fmt: skip
